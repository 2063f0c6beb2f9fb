import type { EmailReceived } from '../domain/mail/event.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import type { ThreadProposal } from '../domain/threads/thread-index.ts';
import { answersUnknownMail } from '../domain/threads/unknown-parent.ts';

/** A mail is to be planned after the mail that it answers, which is on its way as well. */
export class EarlyMailError extends Error {
  override readonly name = 'EarlyMailError';
}

/**
 * Has a mail wait that was read before, that a restored ledger lacks, and that answers mail which the ledger lacks too. The first
 * mail of a conversation gives the conversation its key, and the deal of that key exists at the CRM: read in another order, the
 * conversation would get another key and a second deal.
 *
 * @param wasRead whether an earlier reading has stored the event
 * @throws EarlyMailError
 */
export function awaitParent(
  { mailId, recovered }: Pick<Receipt, 'mailId' | 'recovered'>,
  { message }: Pick<EmailReceived, 'message'>,
  proposals: readonly ThreadProposal[],
  wasRead: boolean,
): void {
  if (!recovered || !wasRead || proposals.length === 0) return;
  if (proposals.every(({ decision }) => answersUnknownMail(message, decision)))
    throw new EarlyMailError(`mail ${mailId} answers mail that is not known yet`);
}

/** The waits of a mail, in ms; afterwards it is planned as it is, because the mail that it answers may never have come. */
const waitsMs: readonly number[] = [5000, 20_000, 60_000];

/** @param receives the number of receives so far, this one included */
export const parentWaitMs = (receives: number): number | undefined => waitsMs[receives - 1];
