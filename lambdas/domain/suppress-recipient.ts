import type { DeliveryResult } from './deliver-event.ts';
import type { DeliveryMessage } from './delivery.ts';
import { groupOf } from './delivery.ts';
import type { Consent, Ledger, MailStore } from './ports.ts';
import { subjectsOf } from './suppression-subjects.ts';

export interface SuppressDependencies {
  readonly ledger: Ledger;
  readonly mail: Pick<MailStore, 'getEvent'>;
  readonly consent: Consent;
  readonly now: () => Date;
}

/**
 * Makes a bounce, complaint or unsubscribe effective in our own consent table. The write only ever adds a
 * suppression and keeps the newest, so order and repetition do not matter.
 */
export function createSuppressRecipient({ ledger, mail, consent, now }: SuppressDependencies) {
  return async (message: DeliveryMessage, leaseMs: number): Promise<DeliveryResult> => {
    const { delivery } = await ledger.load(message, groupOf(message));
    if (delivery === undefined) return { kind: 'dead', reason: 'the ledger has no such delivery' };
    if (delivery.state === 'done') return { kind: 'settled', fate: delivery.fate ?? 'suppressed', how: 'before' };
    const lease = await ledger.lease(delivery, now(), leaseMs);
    if ('done' in lease) return { kind: 'settled', fate: 'suppressed', how: 'before' };
    if ('busyUntil' in lease) {
      return { kind: 'retry', afterMs: Math.max(1000, lease.busyUntil.getTime() - now().getTime()), reason: 'leased' };
    }
    const event = await mail.getEvent(message.eventId);
    if (event === undefined) {
      const reason = 'the event object is gone';
      await ledger.giveUp(message, reason, now());
      return { kind: 'dead', reason };
    }
    const subjects = subjectsOf(event);
    const reason = event.classification.kind as 'bounce' | 'complaint' | 'unsubscribe';
    for (const address of subjects) {
      await consent.suppress({
        tenant: delivery.tenant,
        address,
        reason,
        at: event.receivedAt,
        eventId: event.eventId,
      });
    }
    const note = subjects.length === 0 ? `${reason}: nobody to suppress` : `${reason}: ${subjects.length} suppressed`;
    const settled = await ledger.settle(message, lease.delivery.fence, { fate: 'suppressed', reason: note, at: now() });
    return settled
      ? { kind: 'settled', fate: 'suppressed', how: 'now' }
      : { kind: 'retry', afterMs: 1000, reason: 'lease lost' };
  };
}
