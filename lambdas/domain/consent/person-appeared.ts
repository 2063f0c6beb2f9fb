import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import type { TrustPolicy } from '../understanding/trust.ts';
import type { SendToTarget } from './apply-consent.ts';
import { changeOfSubject } from './change.ts';
import type { ChangeQueue } from './change-queue.ts';
import type { ConsentLedger, SenderConsent } from './consent-ledger.ts';

export interface AppearedDependencies {
  readonly consent: Pick<ConsentLedger, 'retell'>;
  readonly queues: ChangeQueue;
  readonly sendToTarget: SendToTarget;
  readonly mail: { getEvent(eventId: string): Promise<EmailReceived | undefined> };
}

/**
 * Handles mail from a sender that the consent ledger knows: a CRM that did not know the person when they left is informed
 * now that they are there, and an address that had bounced or complained is put up for review, because a person wrote from
 * it. A mail with a From that is proven false does neither.
 *
 * This is rare, so it may cost a call or two more than other mail.
 */
export function createPersonAppeared({ consent, queues, sendToTarget, mail }: AppearedDependencies) {
  return async function personAppeared(
    { record, progress }: SenderConsent,
    { eventId }: Pick<EmailReceived, 'eventId'>,
    trust?: Pick<TrustPolicy, 'arcSealers'>,
  ): Promise<void> {
    const { registers, softBounces, heardAt = '' } = record.state;
    const troubles = [registers['hard-bounce'], registers.complaint].filter((register) => register?.state === 'set');
    const newest = [...troubles.map((register) => register!.at), ...softBounces].toSorted().at(-1);
    const isTroubled = newest !== undefined && newest >= heardAt;
    const isAbsent = progress?.proof?.isAbsent === true;
    if (!isTroubled && !isAbsent) return;
    const event = await mail.getEvent(eventId);
    if (event !== undefined && senderProofOf(event, trust) === 'false') return;
    if (isAbsent) {
      const again = await consent.retell(progress);
      if (again !== undefined) await sendToTarget(again);
    }
    if (!isTroubled || event?.classification.kind !== 'human') return;
    // One of our own people may have written to them instead, which proves nothing about the address.
    const sender = event.message.from?.address ?? event.envelope.mailFrom;
    if (record.address !== undefined && (sender === undefined || normalizeAddress(sender) !== record.address)) return;
    const { tenant, subject } = record;
    const { receivedAt } = event;
    await queues.sendChange(
      changeOfSubject({
        tenant,
        subject,
        signal: 'heard',
        at: receivedAt,
        receivedAt,
        source: 'mail',
        evidence: eventId,
      }),
    );
  };
}

export type PersonAppeared = ReturnType<typeof createPersonAppeared>;
