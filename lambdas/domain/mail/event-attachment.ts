import * as z from 'zod';

/** ISO 8601 in UTC, the only form of time in an event. */
export const time = z.iso.datetime();
/** A mailbox of a header field. */
export const mailbox = z.strictObject({
  name: z.string().min(1).optional(),
  address: z.string(),
  companyDomain: z
    .string()
    .optional()
    .describe('Registrable domain (Public Suffix List); absent for public mailbox providers.'),
});
const attachmentVerdict = z.enum(['clean', 'suspicious', 'blocked', 'unscanned']);

/** A file of a mail, with the verdict of its inspection. */
export const attachment = z.strictObject({
  filename: z.string().min(1).optional(),
  contentType: z.string(),
  detectedType: z.string().optional().describe('By magic bytes.'),
  size: z.int().nonnegative().describe('Bytes after decoding.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  contentId: z.string().min(1).optional().describe('Without angle brackets, as in a cid: URL.'),
  disposition: z.enum(['attachment', 'inline']).optional(),
  inline: z.boolean().describe('Whether the HTML names its Content-ID, and so shows it in place.'),
  key: z.string().describe('Object key in the attachments bucket: attachments/<eventId>/<n>.'),
  verdict: attachmentVerdict.describe(
    'clean: something looked inside and found nothing. blocked: a click would run it. suspicious: it may run something, or hides. unscanned: nothing could look inside.',
  ),
  reasons: z.array(z.string()).describe('Ids of what was found, as in office.macros or archive.executable.'),
  macroFreeKey: z.string().optional().describe('Object key of the document without its macros.'),
  dataRules: z
    .array(z.strictObject({ rule: z.string(), count: z.int().positive() }))
    .optional()
    .describe('Data-loss rules that a text file meets, and how often.'),
  url: z
    .url()
    .optional()
    .describe(
      'Serves a clean file until urlExpiresAt to whoever has it; in webhooks and messages of connections with attachmentLinks.',
    ),
  urlExpiresAt: time.optional().describe('When url ends. GET /v1/events/{id}/attachments/{n} gives another address.'),
  within: z
    .int()
    .nonnegative()
    .optional()
    .describe('Index of the attachment that holds this one: a signed mail, winmail.dat, text with encoded files.'),
  mail: z
    .strictObject({
      subject: z.string().optional(),
      from: mailbox.optional(),
      date: time.optional(),
      snippet: z.string().optional(),
      files: z
        .array(
          z.strictObject({
            filename: z.string().min(1).optional(),
            contentType: z.string(),
            size: z.int().nonnegative(),
            verdict: attachmentVerdict,
          }),
        )
        .describe('They stay in the carried mail. The verdict of the attachment is no better than theirs.'),
    })
    .optional()
    .describe('The mail that the file is, read one level deep.'),
});
