import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import { addressOf, isMailable, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { type ConsentChange, changeOf, isEffective, type NewConsentChange } from './change.ts';
import { reportStanding, statementStanding } from './mail-standing.ts';
import type { Standing } from './signals.ts';

/** Whether a complaint is a person's own; the other feedback types express no wish to stop. */
const isWishToStop = (feedbackType: string): boolean => !['not-spam', 'auth-failure', 'dmarc'].includes(feedbackType);

/** The least confidence, 0 to 1, of a reading of a person's words that needs no human decision. */
const sureEnough = 0.6;

/** The most changes without an effect that are kept from one mail: the mail itself has the others. */
export const maxIneffective = 20;

/** Evidence beside the mail. */
interface MailWitness {
  /** The keyed hash of addresses. */
  readonly subjectFor: SubjectHash;
  /** Whether a mail of ours that this one names went to the address, or our signed return path belongs to the address. */
  readonly isReportedOn?: ((address: string) => boolean) | undefined;
  /** Whether its sender has used up the changes that unproven mail may make. */
  readonly isOverCap?: boolean;
}

/** One statement of a mail about one address, and how far it is believed. */
type Statement = Pick<NewConsentChange, 'address' | 'signal'> & {
  readonly reason?: string;
  readonly standing: Standing | undefined;
};

/**
 * Derives the changes of consent from one mail: a bounce concerns its recipients, a complaint and an unsubscribe concern the
 * people who complained and left, an answer concerns its sender. An out-of-office changes nothing.
 *
 * @param integration the tenant's policy: the effect of a no and of an opt-out in a person's own words, and its trust
 */
export function mailChanges(
  event: EmailReceived,
  integration: Pick<Integration, 'tenant' | 'key' | 'consent' | 'trust'>,
  witness: MailWitness,
): ConsentChange[] {
  const { tenant, key, consent } = integration;
  const { eventId, receivedAt, classification } = event;
  const statements = [...reportsOf(event, integration, witness), ...statementsOf(event, integration, witness)];
  const mailable = statements.filter(({ address }) => isMailable(address));
  const distinct = [...new Map(mailable.map((statement) => [keyOf(statement), statement])).values()];
  const ineffective = distinct.filter((statement) => !isEffective(statement)).slice(0, maxIneffective);
  const retained = [...distinct.filter(isEffective), ...ineffective];
  const isLane = isSuppressionKind(classification.kind);
  return retained.map(({ standing, ...statement }) =>
    changeOf(
      {
        tenant,
        ...statement,
        at: receivedAt,
        receivedAt,
        source: 'mail',
        evidence: eventId,
        ...compact({
          policyVersion: consent?.policyVersion,
          standing,
          delivery: isLane ? { eventId, integration: key, of: retained.length } : undefined,
        }),
      },
      witness.subjectFor,
    ),
  );
}

const keyOf = ({ address, signal }: Statement): string => `${address} ${signal}`;

/** Reports of others: recipients that a mail did not reach, and people who complained. */
function reportsOf(
  event: EmailReceived,
  integration: Pick<Integration, 'consent' | 'trust'>,
  { isReportedOn = () => false }: MailWitness,
): Statement[] {
  const { bounce, complaint } = event.classification;
  const about = (address: string, signal: Statement['signal'], reason?: string): Statement => ({
    address,
    signal,
    ...compact({ reason }),
    standing: reportStanding(event, integration, isReportedOn(address)),
  });
  const bounces = (bounce?.recipients ?? []).map(({ address, type, status, reason, action }) =>
    // A delayed mail may still arrive (RFC 3464 §2.3.3).
    about(address, type === 'hard' && action !== 'delayed' ? 'hard-bounce' : 'soft-bounce', status ?? reason),
  );
  const isComplaint = complaint !== undefined && isWishToStop(complaint.feedbackType);
  const complaints = isComplaint
    ? complaint.recipients.map((address) => about(address, 'complaint', complaint.feedbackType))
    : [];
  return [...bounces, ...complaints];
}

/** Statements of the sender: an unsubscribe, or a no in their own words. */
function statementsOf(
  event: EmailReceived,
  integration: Pick<Integration, 'consent' | 'trust'>,
  { isReportedOn = () => false, isOverCap = false }: MailWitness,
): Statement[] {
  const { unsubscribe } = event.classification;
  const ownStanding = statementStanding(event, integration);
  const standing = ownStanding === 'unproven' && isOverCap ? 'hint' : ownStanding;
  const address = addressOf(event.message.from);
  const statements: Statement[] = [];
  if (unsubscribe !== undefined) {
    const isOwn = address !== undefined && normalizeAddress(address) === normalizeAddress(unsubscribe.address);
    const reported = reportStanding(event, integration, isReportedOn(unsubscribe.address));
    statements.push({ address: unsubscribe.address, signal: 'unsubscribe', standing: isOwn ? standing : reported });
  }
  const signal = address === undefined ? undefined : answerOf(event, integration);
  if (address !== undefined && signal !== undefined) statements.push({ address, signal, standing });
  return statements;
}

/** The signal of a person's answer in their own words, as far as the tenant wants it heeded. */
function answerOf(
  { classification: { kind, intent } }: EmailReceived,
  { consent }: Pick<Integration, 'consent'>,
): 'opt-out' | 'negative' | undefined {
  if (kind !== 'human' || intent === undefined || intent.confidence < sureEnough) return undefined;
  if (intent.label === 'opt-out' && (consent?.optOut ?? 'unsubscribe') === 'unsubscribe') return 'opt-out';
  return intent.stop === true && (consent?.negative ?? 'stop') === 'stop' ? 'negative' : undefined;
}

/** Whether the sender of a mail may want less mail; the tenant decides the consequence. */
export const saysStop = ({ classification: { kind, unsubscribe, intent } }: EmailReceived): boolean =>
  unsubscribe !== undefined || (kind === 'human' && (intent?.label === 'opt-out' || intent?.stop === true));

/** Whether mail of that kind is about consent and nothing else; its fate is settled when its changes are effective. */
export const isSuppressionKind = (kind: string): boolean => ['bounce', 'complaint', 'unsubscribe'].includes(kind);
