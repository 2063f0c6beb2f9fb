import { compact } from '../compact.ts';
import type { CarriedMail, ParsedAttachment } from '../domain/mail/parsed-mail.ts';
import { cleanText, snippetOf } from '../domain/mail/text.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { readBody } from './body.ts';
import { readHeaders } from './headers.ts';
import { splitInner } from './inner-mail.ts';
import { openWrappers } from './open-wrappers.ts';
import type { Opener } from './opener.ts';
import type { Part } from './part.ts';
import type { SpooledPart } from './spool.ts';

/** Types of mails as files (RFC 2046 §5.2.1, RFC 6532 §3.7). */
const mailType = /^message\/(?:rfc822|global)$/;
/** Types under which software sends a mail that it knows by its name alone. */
const looseType = /^(?:application\/(?:octet-stream|x-.*|unknown|binary)|text\/plain)?$/;
const mailName = /\.eml$/i;
/** The start of a mail: a field, or the line of a mailbox file. */
const mailStart = /^\s{0,10}(?:[!-9;-~]{1,100}[ \t]{0,5}:|From )/;
/** UTF-16 units of a subject that are shown: the name of the file is made of it. */
const maxSubjectLength = 200;
/** Files of a carried mail that are described; all of them are inspected. */
const maxFiles = 50;
const byteOrderMark = /^\u00ef\u00bb\u00bf/;

/** A mail that another one carries, opened. */
interface OpenedMail {
  readonly root: Part;
  readonly wordsRoot: Part;
  readonly leaves: readonly Part[];
}

/** Whether a part is a mail that this one carries. */
export function isCarriedMail({ contentType }: Part, { filename = '', spooled }: AttachmentLeaf): boolean {
  if (!mailType.test(contentType) && !(looseType.test(contentType) && mailName.test(filename))) return false;
  return mailStart.test(spooled.head(200).toString('latin1').replace(byteOrderMark, ''));
}

/**
 * Opens a mail that another one carries.
 *
 * @param depth mails around it
 * @returns absent where it is beyond a limit
 */
export async function openCarriedMail(
  spooled: SpooledPart,
  opener: Opener,
  depth: number,
): Promise<OpenedMail | undefined> {
  const mail = await splitInner(spooled.open(), opener, depth);
  return mail && { ...mail, leaves: await openWrappers(mail.leaves, opener, depth) };
}

/** Describes a carried mail for the readers of the mail around it. */
export function describeMail(
  { root, wordsRoot }: OpenedMail,
  attachments: ReadonlyArray<{ readonly described: ParsedAttachment }>,
): CarriedMail {
  const { headers: block } = root.node;
  const headers = readHeaders(block === false || block.lines === false ? [] : block.lines);
  const { text } = readBody(wordsRoot, headers.charset());
  return {
    ...compact({
      subject: headers.text('subject')?.slice(0, maxSubjectLength).trim().toWellFormed() || undefined,
      from: headers.author().from,
      date: headers.date('date'),
      snippet: snippetOf(cleanText(text)),
    }),
    files: attachments
      .slice(0, maxFiles)
      .map(({ described: { filename, contentType, size, verdict } }) =>
        compact({ filename, contentType, size, verdict }),
      ),
  };
}
