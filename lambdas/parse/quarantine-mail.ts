import type { Ledger } from '../domain/delivery/ledger.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Unreadable } from '../domain/mail/parsed-mail.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import type { ReceivedMail } from './received-mail.ts';

interface QuarantineDependencies {
  readonly store: Pick<MailStore, 'putReceipt'>;
  readonly ledger: Pick<Ledger, 'recordMail'>;
  readonly log: Log;
}

/**
 * Ends a mail as `quarantined`, by its receipt alone: its raw bytes stay, and its reason is in the ledger.
 *
 * @param notification the receipt as it came, which is stored: another reading of the mail begins with it
 */
export type QuarantineMail = (receipt: Receipt, notification: string, why: Unreadable) => Promise<ReceivedMail>;

/** A mail that cannot be read keeps its raw bytes and its receipt; `postern replay` has it read again. */
export function createQuarantineMail({ store, ledger, log }: QuarantineDependencies): QuarantineMail {
  return async ({ mailId, objectKey, receivedAt, recipients }, notification, { code, message }) => {
    await store.putReceipt(mailId, notification);
    const reason = `${code}: ${message}`;
    await ledger.recordMail({
      mailId,
      objectKey,
      receivedAt,
      state: 'quarantined',
      reason,
      recipients: recipients.map((address) => ({ address })),
    });
    log.warn('parse.quarantined', { mailId, code });
    return { state: 'quarantined', deliveries: 0, reason };
  };
}
