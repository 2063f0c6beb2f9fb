import { compact } from '../compact.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Receipt } from '../domain/mail/receipt.ts';

/** A mail as it is planned and recorded. */
interface PlannedMail {
  readonly receipt: Receipt;
  readonly event: EmailReceived;
}

/**
 * The event that is stored of a mail whose receipt is lost, with its envelope and verdicts: a restored ledger has no receipts of
 * the mail from after its point in time. The whole event counts, so that a copy with other headers gains nothing by it, but for
 * its recipients: one mail to several recipients may come as several copies, and the lost receipt may be that of another copy.
 *
 * @param isStored whether the event in the store is this one
 */
export async function asStored(
  { getEvent }: Pick<MailStore, 'getEvent'>,
  { receipt, event }: PlannedMail,
  isStored: boolean,
): Promise<PlannedMail> {
  if (isStored || !receipt.recovered) return { receipt, event };
  const stored = await getEvent(event.eventId);
  if (stored === undefined || stored.envelope.source !== 'receipt') return { receipt, event };
  const { authentication, spam, spamScore, virus, envelope } = stored;
  const { mailId, objectKey, receivedAt, recovered } = receipt;
  const recipients = [...new Set([...envelope.rcptTo, ...event.envelope.rcptTo])];
  return {
    receipt: compact({
      mailId,
      objectKey,
      receivedAt,
      recovered,
      mailFrom: envelope.mailFrom,
      recipients,
      authentication,
      spam,
      spamScore,
      virus,
    }),
    event: { ...stored, envelope: { ...envelope, rcptTo: recipients } },
  };
}
