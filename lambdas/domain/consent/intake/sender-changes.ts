import { compact } from '../../../compact.ts';
import type { Purpose } from '../../mail/purposes.ts';
import type { SubjectHash } from '../../mail/subject-hash.ts';
import { type ConsentChange, changeOf } from '../change.ts';
import type { SenderEvent } from './sender-event.ts';

/** The source of news, and the purposes of the stream of mail that it reports on. */
export interface SenderOrigin {
  readonly tenant: string;
  readonly source: ConsentChange['source'];
  /** The name of the webhook or topic, before the sender's own id in the evidence. */
  readonly name: string;
  /** Absent: the purposes of the signal. */
  readonly purposes?: readonly Purpose[];
  readonly policyVersion?: string;
}

/** Makes the change of consent of a sender's event. */
export function senderChange(
  event: SenderEvent,
  { tenant, source, name, purposes, policyVersion }: SenderOrigin,
  receivedAt: Date,
  subjectFor: SubjectHash,
): ConsentChange {
  const { type, address, at, id, reason, campaign, channel } = event;
  const isConsent = type === 'unsubscribe' || type === 'opt-in';
  // A time from the future would outrank everything that comes after it.
  const happenedAt = Date.parse(at) > receivedAt.getTime() ? receivedAt.toISOString() : at;
  return changeOf(
    compact({
      tenant,
      address,
      signal: type,
      at: happenedAt,
      receivedAt: receivedAt.toISOString(),
      source,
      evidence: `${name} ${id}`.slice(0, 500),
      purposes: isConsent && purposes !== undefined ? [...purposes] : undefined,
      channel: isConsent ? channel : undefined,
      reason,
      campaign,
      policyVersion,
    }),
    subjectFor,
  );
}
