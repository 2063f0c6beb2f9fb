import type { HeldMail, HoldKeeper } from '../domain/delivery/held-mail.ts';
import { type HoldSubject, holdsOf, type LegalHold } from '../domain/delivery/legal-hold.ts';
import type { Log } from '../domain/mail/log.ts';

interface HoldArrivalDependencies {
  /** All legal holds, as they were less than a minute ago. */
  readonly legalHolds: () => Promise<readonly LegalHold[]>;
  readonly keeper: Pick<HoldKeeper, 'put'>;
  /** Called when objects of a held mail could not be locked. */
  readonly lockDenied: () => void;
  readonly log: Log;
}

/** Puts a mail that was recorded under the holds that match it; without a hold it makes no call. */
export type HoldArrival = (subject: HoldSubject, mail: HeldMail) => Promise<void>;

/**
 * A mail whose objects S3 does not lock is delivered all the same: its rows are held, its objects go weeks later at the
 * earliest, and `postern holds legal place` locks what is not locked.
 */
export const createHoldArrival =
  ({ legalHolds, keeper, lockDenied, log }: HoldArrivalDependencies): HoldArrival =>
  async (subject, mail) => {
    const holds = holdsOf(await legalHolds(), subject).map(({ id }) => id);
    if (holds.length === 0) return;
    const { mailId } = mail;
    try {
      const locked = await keeper.put(mail, holds);
      log.info('parse.held', { mailId, holds, locked });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ObjectLockDeniedError') throw error;
      log.error('parse.lock-denied', { mailId, holds, error: error.name });
      lockDenied();
    }
  };
