import type { Control } from '../domain/configuration/control.ts';
import { tenantsOf } from '../domain/configuration/route.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import { holdSubjectOf } from '../domain/delivery/legal-hold.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Unreadable } from '../domain/mail/parsed-mail.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import type { HoldArrival } from './hold-arrival.ts';
import type { ReceivedMail } from './received-mail.ts';

interface QuarantineDependencies {
  readonly control: Pick<Control, 'integrations'>;
  /** Puts mail under the legal holds that match it. */
  readonly holdArrival: HoldArrival;
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
export function createQuarantineMail({
  store,
  ledger,
  control,
  holdArrival,
  log,
}: QuarantineDependencies): QuarantineMail {
  return async ({ mailId, objectKey, receivedAt, mailFrom, recipients }, notification, { code, message }) => {
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
    const tenants = tenantsOf(recipients, await control.integrations());
    const named = recipients.map((address) => ({ address }));
    const subject = holdSubjectOf({ receivedAt, mailFrom, recipients: named, deliveries: [] });
    await holdArrival({ ...subject, tenants }, { mailId, objectKey, receivedAt, hasReceipt: true });
    log.warn('parse.quarantined', { mailId, code });
    return { state: 'quarantined', deliveries: 0, reason };
  };
}
