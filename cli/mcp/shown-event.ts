import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { defusedText } from './defused-text.ts';
import type { ToolAnswer } from './tool-answer.ts';

const mailbox = z.object({ name: z.string().optional(), address: z.string() });

/** The parts of an event that a model is shown. */
const event = z.object({
  eventId: z.string(),
  receivedAt: z.string(),
  message: z.object({
    subject: z.string().optional(),
    from: mailbox.optional(),
    to: z.array(mailbox).default([]),
    cc: z.array(mailbox).default([]),
  }),
  body: z.object({
    text: z.string().optional(),
    safeText: z.string().optional(),
    takenOut: z.record(z.string(), z.number()).optional(),
  }),
  attachments: z
    .array(
      z.object({
        filename: z.string().optional(),
        contentType: z.string().optional(),
        size: z.number().optional(),
        verdict: z.string().optional(),
      }),
    )
    .default([]),
  authentication: z.object({ spf: z.string(), dkim: z.string(), dmarc: z.string() }).partial().optional(),
  spam: z.string().optional(),
  virus: z.string().optional(),
  classification: z.object({ kind: z.string(), confidence: z.number(), reasons: z.array(z.string()) }),
  trust: z.object({ score: z.number(), reasons: z.array(z.string()) }).optional(),
  thread: z.object({ key: z.string(), matchedBy: z.string() }).optional(),
  delivery: z.object({
    integration: z.string(),
    tenant: z.string(),
    fate: z.string(),
    reason: z.string().optional(),
    crm: z.record(z.string(), z.string()).optional(),
  }),
});

/** Most UTF-16 units of each. */
const limits = { subject: 300, name: 100, address: 320, filename: 150, reason: 300 } as const;
/** Most recipients, and most attachments, that are shown. */
const mostListed = 20;

const short = (text: string | undefined, field: keyof typeof limits): string | undefined =>
  text === undefined ? undefined : defusedText(text, limits[field]).text;

const shownMailbox = ({ name, address }: z.infer<typeof mailbox>) =>
  compact({ name: short(name, 'name'), address: short(address, 'address') });

/**
 * An event for a language model: verdicts and ids as facts, words and names as mail. Its text is the one that a person sees
 * (`body.safeText`), without what its HTML hides.
 *
 * @param json as the API answers
 * @param most UTF-16 units of text
 */
export function shownEvent(json: unknown, most: number): ToolAnswer {
  const { eventId, receivedAt, message, body, attachments, delivery, ...verdicts } = event.parse(json);
  const { authentication, spam, virus, classification, trust, thread } = verdicts;
  const { reason, ...outcome } = delivery;
  const { text, isCut } = defusedText(body.safeText ?? body.text ?? '', most);
  return {
    facts: compact({
      eventId,
      receivedAt,
      ...{ authentication, spam, virus, classification, trust, thread },
      delivery: outcome,
      hiddenAndTakenOut: body.takenOut,
      attachments: attachments.length,
    }),
    mail: compact({
      from: message.from && shownMailbox(message.from),
      to: message.to.slice(0, mostListed).map(shownMailbox),
      cc: message.cc.slice(0, mostListed).map(shownMailbox),
      subject: short(message.subject, 'subject'),
      text,
      textIsCut: isCut,
      attachments: attachments
        .slice(0, mostListed)
        .map(({ filename, contentType, size, verdict }) =>
          compact({ filename: short(filename, 'filename'), contentType: short(contentType, 'name'), size, verdict }),
        ),
      reason: short(reason, 'reason'),
    }),
  };
}
