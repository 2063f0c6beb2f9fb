import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import { isMailable, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { type ConsentChange, changeOf, type NewConsentChange } from './change.ts';
import { reportStanding, statementStanding } from './mail-standing.ts';
import type { Standing } from './signals.ts';

/** Whether a complaint is one person's word against us; the other types say nothing of a wish to stop. */
const isWishToStop = (feedbackType: string): boolean => !['not-spam', 'auth-failure', 'dmarc'].includes(feedbackType);

/** Confidence below which a reading of somebody's words is for a person to decide. */
const sureEnough = 0.6;

/** So many changes without an effect are kept of one mail: the mail itself has the others. */
export const maxIneffective = 20;

/** What is known beside the mail. */
export interface MailWitness {
  /** The keyed hash of addresses. */
  readonly subjectFor: SubjectHash;
  /** Whether a mail of ours that this one names went to the address, or our signed return path is the address's. */
  readonly isReportedOn?: ((address: string) => boolean) | undefined;
  /** Whether whoever sent it has used up what unproven mail may stop. */
  readonly isOverCap?: boolean;
}

/** What was said, before it is known how far to believe it. */
type Said = Pick<NewConsentChange, 'address' | 'signal'> & {
  readonly reason?: string;
  readonly standing: Standing | undefined;
};

/**
 * What one mail says of the consent of those that it speaks of: a bounce of its recipients, a complaint and an
 * unsubscribe of whoever complained and left, an answer of its sender. An out-of-office says nothing.
 *
 * @param integration the tenant's policy: what a no and an opt-out in somebody's own words come to, whom it trusts
 */
export function mailChanges(
  event: EmailReceived,
  integration: Pick<Integration, 'tenant' | 'key' | 'consent' | 'trust'>,
  witness: MailWitness,
): ConsentChange[] {
  const { tenant, key, consent } = integration;
  const { eventId, receivedAt, classification } = event;
  const said = [...reportsOf(event, integration, witness), ...statementsOf(event, integration, witness)];
  const mailable = said.filter(({ address }) => isMailable(address));
  const distinct = [...new Map(mailable.map((one) => [`${one.address} ${one.signal}`, one])).values()];
  const isKept = (one: Said): boolean => one.standing === undefined || one.standing === 'unproven';
  const kept = [...distinct.filter(isKept), ...distinct.filter((one) => !isKept(one)).slice(0, maxIneffective)];
  const isLane = isSuppressionKind(classification.kind);
  return kept.map(({ standing, ...one }) =>
    changeOf(
      {
        tenant,
        ...one,
        at: receivedAt,
        receivedAt,
        source: 'mail',
        evidence: eventId,
        ...compact({
          policyVersion: consent?.policyVersion,
          standing,
          delivery: isLane ? { eventId, integration: key, of: kept.length } : undefined,
        }),
      },
      witness.subjectFor,
    ),
  );
}

/** What it says of others: whom a mail did not reach, and who complained. */
function reportsOf(
  event: EmailReceived,
  integration: Pick<Integration, 'consent' | 'trust'>,
  { isReportedOn = () => false }: MailWitness,
): Said[] {
  const { bounce, complaint } = event.classification;
  const about = (address: string, signal: Said['signal'], reason?: string): Said => ({
    address,
    signal,
    ...compact({ reason }),
    standing: reportStanding(event, integration, isReportedOn(address)),
  });
  const bounces = (bounce?.recipients ?? []).map(({ address, type, status, reason, action }) =>
    // What is delayed may still arrive (RFC 3464 §2.3.3).
    about(address, type === 'hard' && action !== 'delayed' ? 'hard-bounce' : 'soft-bounce', status ?? reason),
  );
  const isComplaint = complaint !== undefined && isWishToStop(complaint.feedbackType);
  const complaints = isComplaint
    ? complaint.recipients.map((address) => about(address, 'complaint', complaint.feedbackType))
    : [];
  return [...bounces, ...complaints];
}

/** What its sender says of themselves. */
function statementsOf(
  event: EmailReceived,
  integration: Pick<Integration, 'consent' | 'trust'>,
  { isReportedOn = () => false, isOverCap = false }: MailWitness,
): Said[] {
  const { kind, unsubscribe, intent } = event.classification;
  const { consent } = integration;
  const judged = statementStanding(event, integration);
  const standing = judged === 'unproven' && isOverCap ? 'hint' : judged;
  const sender = event.message.from?.address;
  const said: Said[] = [];
  if (unsubscribe !== undefined) {
    const { address } = unsubscribe;
    const isOwn = sender !== undefined && normalizeAddress(sender) === normalizeAddress(address);
    const others = reportStanding(event, integration, isReportedOn(address));
    said.push({ address, signal: 'unsubscribe', standing: isOwn ? standing : others });
  }
  if (kind !== 'human' || sender === undefined || intent === undefined || intent.confidence < sureEnough) return said;
  const isOptOut = intent.label === 'opt-out' && (consent?.optOut ?? 'unsubscribe') === 'unsubscribe';
  const isNo = intent.stop === true && (consent?.negative ?? 'stop') === 'stop';
  if (isOptOut) said.push({ address: sender, signal: 'opt-out', standing });
  else if (isNo) said.push({ address: sender, signal: 'negative', standing });
  return said;
}

/** Whether a mail may say of its sender that they want to hear less; what it comes to is the tenant's to decide. */
export const saysStop = ({ classification: { kind, unsubscribe, intent } }: EmailReceived): boolean =>
  unsubscribe !== undefined || (kind === 'human' && (intent?.label === 'opt-out' || intent?.stop === true));

/** Mail that is about consent and nothing else; its fate is that it took effect. */
export const isSuppressionKind = (kind: string): boolean => ['bounce', 'complaint', 'unsubscribe'].includes(kind);
