import type { DeliveryMessage } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import type { Log } from '../domain/mail/log.ts';
import { isSetupObject, mailIdOf, recoveredNotification, type StoredMail } from '../domain/mail/receipt.ts';

export interface SweepDependencies {
  readonly ledger: Pick<Ledger, 'hasMail'>;
  /** Deliveries that have been pending since before that time and wait in no parked conversation. */
  readonly stuck: (
    before: Date,
  ) => Promise<ReadonlyArray<DeliveryMessage & { readonly lane: 'conversation' | 'suppression' }>>;
  readonly list: (since: Date) => AsyncIterable<StoredMail>;
  readonly receipt: (mailId: string) => Promise<string | undefined>;
  readonly enqueueReceipt: (notification: string) => Promise<void>;
  readonly enqueueDelivery: (message: DeliveryMessage, lane: 'conversation' | 'suppression') => Promise<void>;
  /** Until when a reconciliation that came to its end has looked. */
  readonly watermark: { get(): Promise<Date | undefined>; set(time: Date): Promise<void> };
  readonly log: Log;
  readonly now: () => Date;
}

const hourMs = 3_600_000;
/** An object that was stored while the last reconciliation ran may not have been on its list. */
const overlapMs = 2 * hourMs;

/**
 * Finds what the pipeline lost sight of: raw mails that the ledger never saw, because their notification was
 * lost, and deliveries that the ledger knows but no queue offered, because parse died between the two.
 */
export function createSweep({ ledger, receipt, enqueueReceipt, log, ...dependencies }: SweepDependencies) {
  const repairMail = async ({ objectKey, storedAt }: StoredMail): Promise<boolean> => {
    const mailId = mailIdOf(objectKey);
    if (isSetupObject(objectKey) || (await ledger.hasMail(mailId))) return false;
    const notification = await receipt(mailId);
    log.warn('sweep.lost-mail', { mailId, hasReceipt: notification !== undefined });
    await enqueueReceipt(notification ?? JSON.stringify(recoveredNotification(mailId, objectKey, storedAt)));
    return true;
  };

  return {
    /** One object that was announced some minutes ago. */
    repairMail,
    /**
     * Everything of the last hours, and of any time before that in which nobody looked; the schedule's and the
     * laptop's way.
     */
    async reconcile(sinceHours: number, stuckForMs: number): Promise<{ mails: number; deliveries: number }> {
      const startedAt = dependencies.now();
      const lookedUntil = await dependencies.watermark.get();
      const window = startedAt.getTime() - sinceHours * hourMs;
      const since = new Date(Math.min(window, lookedUntil === undefined ? 0 : lookedUntil.getTime() - overlapMs));
      let mails = 0;
      for await (const stored of dependencies.list(since)) if (await repairMail(stored)) mails += 1;
      const stuck = await dependencies.stuck(new Date(dependencies.now().getTime() - stuckForMs));
      for (const { lane, ...message } of stuck) await dependencies.enqueueDelivery(message, lane);
      await dependencies.watermark.set(startedAt);
      log.info('sweep.reconciled', { mails, deliveries: stuck.length });
      return { mails, deliveries: stuck.length };
    },
  };
}
