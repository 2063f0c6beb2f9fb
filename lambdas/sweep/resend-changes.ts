import type { Control } from '../domain/configuration/control.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import { mailChanges } from '../domain/consent/mail-changes.ts';
import { withTenantBlocks } from '../domain/consent/mail-standing.ts';
import { type DeliveryMessage, groupOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import { normalizeAddress } from '../domain/mail/address.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';

interface ResendDependencies {
  readonly mail: Pick<MailStore, 'getEvent'>;
  readonly control: Pick<Control, 'integrations'>;
  readonly ledger: Pick<Ledger, 'giveUp' | 'load'>;
  readonly queues: ChangeQueue;
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly now: () => Date;
}

/**
 * Queues the changes of a suppression-lane mail once more, while the ledger still waits for their effect. The event is
 * unchanged, and the ledger keeps the evidence that was known beside it, so the changes are the same.
 */
export function createResendChanges({ mail, control, ledger, queues, subjectHash, now }: ResendDependencies) {
  return async function resendChanges(message: DeliveryMessage): Promise<void> {
    const stored = await mail.getEvent(message.eventId);
    const all = await control.integrations();
    const configured = all.find(({ key }) => key === message.integration);
    const integration = configured && withTenantBlocks(configured, all);
    const { delivery } = await ledger.load(message, groupOf(message));
    const { reportedOn = [], isOverCap = false, authentication = stored?.authentication } = delivery ?? {};
    const event = stored && authentication && { ...stored, authentication };
    const subjectFor = await subjectHash();
    const isReportedOn = (address: string): boolean =>
      integration !== undefined && reportedOn.includes(subjectFor(integration.tenant, normalizeAddress(address)));
    const changes =
      event && integration ? mailChanges(event, integration, { subjectFor, isReportedOn, isOverCap }) : [];
    if (changes.length === 0) {
      const reason = event === undefined ? 'the event object is gone' : 'the mail says nothing of consent any more';
      return ledger.giveUp(message, reason, now());
    }
    for (const change of changes) await queues.sendChange(change);
  };
}
