import type { Unreadable } from './parsed-mail.ts';
import type { Ledger, Log } from './ports.ts';
import type { Receipt } from './receipt.ts';
import type { ReceivedMail } from './receive-mail.ts';

/** Of a mail that is not read any more, because reading it ended whoever did. */
export const givenUpCode = 'no-answer';

export interface QuarantineDependencies {
  readonly ledger: Pick<Ledger, 'recordMail'>;
  readonly log: Log;
}

/** Ends a mail as `quarantined`, by what its receipt says of it: its raw bytes stay, and its reason is in the ledger. */
export type QuarantineMail = (receipt: Receipt, why: Unreadable) => Promise<ReceivedMail>;

/** A mail that cannot be read keeps its raw bytes and its receipt; `postern replay` has it read again. */
export function createQuarantineMail({ ledger, log }: QuarantineDependencies): QuarantineMail {
  return async ({ mailId, objectKey, receivedAt, recipients }, { code, message }) => {
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
