import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import type { TrustPolicy } from '../understanding/trust.ts';
import type { SendToTarget } from './apply-consent.ts';
import { type ConsentChange, changeOfSubject } from './change.ts';
import type { ChangeQueue } from './change-queue.ts';
import type { ConsentLedger, ConsentRecord, SenderConsent } from './consent-ledger.ts';

interface AppearedDependencies {
  readonly consent: Pick<ConsentLedger, 'informAgain'>;
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
    const absentAt = progress?.proof?.isAbsent === true ? progress : undefined;
    const mayRecover = hasTrouble(record);
    if (!mayRecover && absentAt === undefined) return;
    const event = await mail.getEvent(eventId);
    if (event !== undefined && senderProofOf(event, trust) === 'false') return;
    if (absentAt !== undefined) {
      const again = await consent.informAgain(absentAt);
      if (again !== undefined) await sendToTarget(again);
    }
    if (mayRecover && event !== undefined && isWordOf(record, event)) await queues.sendChange(heardFrom(record, event));
  };
}

/** Whether an address bounced or complained after a person last wrote from it. */
function hasTrouble({ state: { registers, softBounces, heardAt = '' } }: ConsentRecord): boolean {
  const troubles = [registers['hard-bounce'], registers.complaint].filter((register) => register?.state === 'set');
  const newest = [...troubles.map((register) => register!.at), ...softBounces].toSorted().at(-1);
  return newest !== undefined && newest >= heardAt;
}

/**
 * Whether the person wrote the mail. One of our own people may have written to them instead, which proves nothing about the
 * address.
 */
function isWordOf({ address }: ConsentRecord, { classification, message, envelope }: EmailReceived): boolean {
  if (classification.kind !== 'human') return false;
  const sender = message.from?.address ?? envelope.mailFrom;
  return address === undefined || (sender !== undefined && normalizeAddress(sender) === address);
}

const heardFrom = ({ tenant, subject }: ConsentRecord, { eventId, receivedAt }: EmailReceived): ConsentChange =>
  changeOfSubject({
    tenant,
    subject,
    signal: 'heard',
    at: receivedAt,
    receivedAt,
    source: 'mail',
    evidence: eventId,
  });

export type PersonAppeared = ReturnType<typeof createPersonAppeared>;
