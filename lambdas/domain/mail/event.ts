import * as z from 'zod';
import { bounceReasons } from './bounce-reason.ts';
import { campaign } from './campaign.ts';
import { attachment, mailbox, time } from './event-attachment.ts';
import { eventSchema } from './event-schema.ts';
import { intentLabels, mailKinds } from './mail-kinds.ts';
import { wrapperFormats } from './wrappers.ts';

/** The author may be known by name alone, as a device that has no address. */
const author = mailbox.extend({
  address: z
    .string()
    .optional()
    .describe('Absent where From holds a name alone; without a domain where From has none.'),
});
/** A verdict of the receiver (RFC 8601 §2.7); absent where none was given. */
const verdict = z.enum(['pass', 'fail', 'none', 'neutral', 'softfail', 'temperror', 'permerror']);

const classification = z.strictObject({
  kind: z.enum(mailKinds),
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.string()).describe('Ids of the rules that decided.'),
  bounce: z
    .strictObject({
      recipients: z.array(
        z.strictObject({
          address: z.string(),
          status: z.string().optional().describe('Enhanced status code (RFC 3463), as in 5.1.1.'),
          smtpCode: z.string().optional().describe('Reply code of the host that refused, as in 550.'),
          action: z.string().optional().describe('failed, or delayed while it still may arrive (RFC 3464 §2.3.3).'),
          type: z.enum(['hard', 'soft']).describe('hard: the address or its host is gone for good.'),
          reason: z.enum(bounceReasons).optional(),
          diagnostic: z.string().optional(),
        }),
      ),
      reportingMta: z.string().optional(),
      originalMessageId: z.string().optional(),
    })
    .optional(),
  complaint: z
    .strictObject({
      feedbackType: z.string(),
      recipients: z.array(z.string()),
      originalMessageId: z.string().optional(),
      sourceIp: z.string().optional(),
    })
    .optional(),
  calendar: z
    .strictObject({
      method: z.string().optional().describe('iTIP method (RFC 5546), as in REQUEST or CANCEL.'),
      uid: z.string().optional(),
      start: time.optional().describe('Absent when the start is local to the sender: see startLocal.'),
      startLocal: z.string().optional().describe('Wall time or day without a zone, as the calendar has it.'),
      summary: z.string().optional(),
      organizer: z.string().optional(),
    })
    .optional(),
  unsubscribe: z.strictObject({ address: z.string() }).optional(),
  forwarding: z
    .strictObject({
      service: z.string().describe('The mailbox provider, as in gmail.'),
      account: z.string().optional().describe('The mailbox that is to be forwarded.'),
      url: z.string().optional().describe('Confirms the forwarding when it is opened; a page of the provider itself.'),
      code: z.string().optional().describe('Confirms the forwarding when it is typed at the provider.'),
    })
    .optional()
    .describe('A mailbox provider asks whether mail may be forwarded to this address.'),
  autoReply: z.strictObject({ returnsAt: time.optional(), delegate: z.string().optional() }).optional(),
  intent: z
    .strictObject({
      label: z.enum(intentLabels),
      confidence: z.number().min(0).max(1),
      reasons: z.array(z.string()).optional().describe('Ids of the rules that spoke.'),
      stop: z.boolean().optional().describe('Whether outreach to this person should end: a no, however polite.'),
    })
    .optional(),
});

/**
 * `email.received/1`: the normalized JSON of one mail, as stored in S3 and handed to consumers.
 *
 * A field that is unknown is absent, never empty or null. Within `/1` optional fields may be added;
 * anything else is a `/2` beside it, so a consumer must tolerate fields that it does not know.
 */
export const emailReceivedSchema = z.strictObject({
  schema: z.literal(eventSchema),
  eventId: z.string().regex(/^evt_[0-9a-f]{32}$/),
  externalId: z.string().regex(/^[0-9a-f]{64}$/),
  contentDigest: z.string().regex(/^[0-9a-f]{64}$/),
  receivedAt: time,
  envelope: z.strictObject({
    mailFrom: z.string().optional().describe('Absent for the null sender of a bounce (RFC 5321 §4.5.5).'),
    companyDomain: z.string().optional().describe('Of mailFrom.'),
    rcptTo: z.array(z.string()),
    source: z
      .enum(['receipt', 'headers'])
      .describe('headers: the receipt was lost and recipients were read from the mail.'),
  }),
  message: z.strictObject({
    messageId: z.string().optional().describe('Without angle brackets.'),
    inReplyTo: z.string().optional(),
    references: z.array(z.string()).describe('Oldest first, as RFC 5322 §3.6.4 orders them.'),
    date: time.optional(),
    subject: z.string().optional(),
    from: author.optional(),
    sender: mailbox.optional(),
    originalFrom: mailbox
      .optional()
      .describe('The author whom a list has noted (X-Original-From, X-Original-Sender); From may be the list itself.'),
    replyTo: z.array(mailbox),
    to: z.array(mailbox),
    cc: z.array(mailbox),
    bcc: z.array(mailbox),
    headers: z
      .array(z.strictObject({ name: z.string(), value: z.string() }))
      .describe('Outer headers, in order, decoded.'),
    forwarded: z
      .strictObject({ from: mailbox.optional(), date: time.optional(), subject: z.string().optional() })
      .optional(),
  }),
  body: z.strictObject({
    text: z.string().optional(),
    html: z
      .string()
      .optional()
      .describe('Safe to show: no scripts, handlers, forms or tracking pixels; cid: images point to our own route.'),
    trackingPixels: z.int().positive().optional().describe('Images taken out because they only told of the opening.'),
    leftOut: z
      .array(
        z.strictObject({
          part: z.enum(['text', 'html']),
          reason: z.enum(['too-large', 'too-deep']),
          bytes: z.int().positive().describe('About so many bytes, without the transfer encoding.'),
        }),
      )
      .optional()
      .describe(
        'Words that are in the raw mail only. text: cut at 5 MB. html: absent, for it has more than 4 MB or 500 levels.',
      ),
    safeText: z
      .string()
      .optional()
      .describe(
        'The text as a person sees it, to be given to a language model: without hidden text, characters that show nothing and lines of the text part that the HTML does not show; a link that names another address is shown by its target. Absent: text is that already. Present: it stands in place of text, and is empty where a person sees no words.',
      ),
    takenOut: z
      .strictObject({
        hidden: z.int().positive().optional().describe('Letters and digits that the HTML hides.'),
        invisible: z.int().positive().optional().describe('Characters that show nothing.'),
        comments: z.int().positive().optional().describe('Comments of the HTML with words.'),
        descriptions: z
          .int()
          .positive()
          .optional()
          .describe('Pictures with a description of more than 150 characters.'),
        links: z.int().positive().optional().describe('Links whose words name another address.'),
        unseenLines: z.int().positive().optional().describe('Lines of the text part that the HTML does not show.'),
      })
      .optional()
      .describe('What safeText, or text where there is none, leaves out of the mail.'),
    wrappers: z
      .array(
        z.strictObject({
          format: z.enum(wrapperFormats),
          opened: z.boolean().describe('Whether what it holds is in this event.'),
          signature: z
            .literal('unverified')
            .optional()
            .describe('The wrapper has a signature. Nobody verified it, so it proves nothing.'),
        }),
      )
      .optional()
      .describe('Forms in which the words or files of the mail were wrapped.'),
    notice: z
      .string()
      .optional()
      .describe('One sentence for a reader, in English, when words are encrypted or could not be read.'),
    snippet: z.string().optional(),
    reply: z
      .strictObject({
        text: z.string().optional().describe('What the newest hand wrote, without quotes and signature.'),
        signature: z.string().optional(),
        contact: z
          .strictObject({
            phone: z.string().optional(),
            title: z.string().optional(),
            company: z.string().optional(),
          })
          .optional()
          .describe('What the signature says of the person.'),
      })
      .optional(),
  }),
  attachments: z.array(attachment),
  authentication: z.strictObject({
    spf: verdict.optional(),
    dkim: verdict.optional(),
    dmarc: verdict.optional(),
    arc: verdict.optional(),
    alignedDomain: z
      .string()
      .optional()
      .describe('The organizational domain of From, where DMARC passes, or DKIM or SPF passes for that organization.'),
    arcSealer: z
      .string()
      .optional()
      .describe('Who sealed the newest ARC set (RFC 8617), where the set is valid and says that DMARC had passed.'),
  }),
  spam: verdict.optional(),
  spamScore: z
    .number()
    .optional()
    .describe('Of the receiver, or of a gateway that the integration trusts, on its own scale; more is worse.'),
  virus: verdict.optional(),
  classification,
  reader: z
    .literal('second')
    .optional()
    .describe('second: read by another reader, because the first failed or found nothing in it.'),
  thread: z
    .strictObject({
      key: z.string(),
      aliases: z
        .array(z.string())
        .optional()
        .describe(
          'Keys of other conversations that this mail proved to be the same one; events of earlier mail have them.',
        ),
      matchedBy: z.enum([
        'none',
        'message-id',
        'in-reply-to',
        'references',
        'thread-index',
        'token',
        'outbound',
        'subject',
      ]),
      confidence: z
        .number()
        .min(0)
        .max(1)
        .describe(
          '1: the mail names the conversation. 0.9: a header does that anybody can write (Thread-Index, or your threadHeader). 0.5: a guess by subject and participants.',
        ),
    })
    .optional(),
  campaign: z.optional(campaign).describe('What the mail of ours was tagged with that this one answers or reports.'),
  dataRules: z
    .array(z.strictObject({ rule: z.string(), count: z.int().positive() }))
    .optional()
    .describe('What data-loss rules found in the words: card-number, iban, and the integration’s own.'),
  trust: z.strictObject({ score: z.int().min(0).max(100), reasons: z.array(z.string()) }).optional(),
  route: z
    .strictObject({
      integration: z.string(),
      token: z
        .strictObject({
          type: z.string(),
          id: z.string(),
          isSigned: z.literal(true).optional().describe('The address bore a tag that we had made.'),
        })
        .optional(),
    })
    .optional(),
});

export type EmailReceived = z.infer<typeof emailReceivedSchema>;
export type Classification = EmailReceived['classification'];
export type AuthenticationVerdict = z.infer<typeof verdict>;

/** One mail as it went to one integration: the stored event plus that tenant's thread and route. */
export type RoutedEvent = EmailReceived & {
  thread: NonNullable<EmailReceived['thread']>;
  route: NonNullable<EmailReceived['route']>;
};
