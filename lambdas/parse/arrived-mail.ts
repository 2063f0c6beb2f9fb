import { compact } from '../compact.ts';
import type { HeldMail } from '../domain/delivery/held-mail.ts';
import { type HoldSubject, holdSubjectOf } from '../domain/delivery/legal-hold.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import type { MailPlan } from '../domain/planning/plan-mail.ts';
import type { ThreadProposal } from '../domain/threads/thread-index.ts';
import { threadIds } from '../domain/threads/thread-marks.ts';

/** The facts by which holds match a mail that was recorded. */
export function arrivedSubject(receipt: Receipt, event: EmailReceived, plan: MailPlan): HoldSubject {
  const { receivedAt, mailFrom, recipients } = receipt;
  const subject = holdSubjectOf({
    receivedAt,
    mailFrom,
    recipients: recipients.map((address) => ({ address })),
    deliveries: plan.deliveries,
    event,
  });
  return { ...subject, threads: [...new Set([...subject.threads, ...plan.proposals.flatMap(conversationKeys)])] };
}

/** All that was written of a mail that was recorded. */
export const arrivedMail = (
  { mailId, objectKey, receivedAt }: Receipt,
  { eventId, externalId, message, attachments }: EmailReceived,
  { deliveries, proposals }: MailPlan,
  hasReceipt: boolean,
): HeldMail => ({
  mailId,
  objectKey,
  receivedAt,
  hasReceipt,
  event: compact({
    eventId,
    externalId,
    messageId: message.messageId,
    attachments: attachments.flatMap(({ key, macroFreeKey }) =>
      macroFreeKey === undefined ? [key] : [key, macroFreeKey],
    ),
    deliveries: deliveries.map(({ integration }) => ({ eventId, integration })),
    conversations: proposals.map((proposal) => ({
      tenant: proposal.clues.tenant,
      ids: threadIds(proposal.clues),
      threads: conversationKeys(proposal),
    })),
  }),
});

/** The keys of a conversation: its own, those that the mail merges into it, and those that were merged into it before. */
function conversationKeys({ decision: { key, aliases }, lookup: { merges } }: ThreadProposal): string[] {
  const endsHere = (thread: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = thread; at !== undefined && !seen.has(at); at = merges.get(at)) {
      if (at === key) return true;
      seen.add(at);
    }
    return false;
  };
  return [...new Set([key, ...aliases, ...[...merges.keys()].filter(endsHere)])];
}
