import { compact } from '../../compact.ts';
import { type StageMeaning, stageMeanings } from '../crm/deal-stage.ts';
import type { Reason, ReasonCode } from '../crm/suppression-target.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import { isRoleAccount } from './role-account.ts';
import type { Channel } from './signals.ts';
import { type ConsentState, type Register, standingConsent } from './state.ts';

/** A tenant's decisions where the law leaves a choice, and thresholds from experience. */
export interface ConsentPolicy {
  /** Purposes that need a yes on record; for the others it is enough that nobody refused. */
  readonly requireOptIn: readonly Purpose[];
  /** An address is dead after `count` soft bounces on `days` different days within `withinDays`, with no delivery between. */
  readonly softBounces: { readonly count: number; readonly days: number; readonly withinDays: number };
  /** Purposes that the stage of a person's deal bars, by its meaning; absent: none. */
  readonly stageBars?: Readonly<Partial<Record<StageMeaning, readonly Purpose[]>>>;
}

export const defaultConsentPolicy: ConsentPolicy = {
  requireOptIn: [],
  softBounces: { count: 5, days: 3, withinDays: 30 },
};

/** Purposes that a person may refuse; the other is notices that a contract or a law demands. */
const refusable: readonly Purpose[] = ['marketing', 'sales'];

interface Eligibility {
  readonly eligible: Readonly<Record<Purpose, boolean>>;
  readonly reasons: readonly Reason[];
}

/** An address, and the state and policy that it is judged by. */
interface Judgement {
  readonly address: string;
  readonly state: ConsentState;
  readonly policy: ConsentPolicy;
  readonly channel: Channel;
}

/**
 * Judges whether an address may be written to, for each purpose, and if not, why.
 *
 * A bounce bars every purpose, because nothing would arrive; a complaint bars what a person may refuse; what a contract
 * demands goes on, also after a bounce that only a mail reported. A bounce from an address that has written to us since is
 * put up for review, never lifted silently.
 */
export function judgeEligibility(
  address: string,
  state: ConsentState,
  policy: ConsentPolicy = defaultConsentPolicy,
  channel: Channel = 'email',
): Eligibility {
  const judgement = { address, state, policy, channel };
  const reasons = [
    ...purposes.flatMap((purpose) => consentReason(judgement, purpose) ?? []),
    ...ruleReasons(state),
    ...stageReasons(state, policy),
    ...complaintReasons(state),
    ...(channel === 'email' ? [...hardBounceReasons(state), ...softBounceReasons(state, policy)] : []),
  ];
  const barred = new Set(reasons.flatMap((reason) => reason.purposes));
  const isEligible = (purpose: Purpose): boolean => !barred.has(purpose);
  const eligible = {
    marketing: isEligible('marketing'),
    sales: isEligible('sales'),
    legal: isEligible('legal'),
  };
  return { eligible, reasons };
}

const reasonOf = (code: ReasonCode, barred: readonly Purpose[], register?: Register): Reason => ({
  code,
  purposes: barred,
  ...compact({
    since: register?.at,
    signal: register?.signal,
    source: register?.source,
    evidence: register?.evidence,
    detail: register?.reason,
    standing: register?.standing,
  }),
});

/** Why a purpose is refused, unconfirmed or not agreed to. */
function consentReason({ address, state, policy, channel }: Judgement, purpose: Purpose): Reason | undefined {
  const consent = standingConsent(state, channel, purpose);
  const pending = state.registers[`pending:${channel}:${purpose}`];
  if (consent?.state === 'in') return undefined;
  if (consent?.state === 'out') return reasonOf('unsubscribed', [purpose], consent);
  if (pending !== undefined) return reasonOf('unconfirmed', [purpose], pending);
  if (policy.requireOptIn.includes(purpose)) return reasonOf('no-opt-in', [purpose]);
  const isRole = purpose === 'marketing' && channel === 'email' && isRoleAccount(address);
  return isRole ? reasonOf('role-account', [purpose]) : undefined;
}

/** A person of ours decided what the address may be used for. */
function ruleReasons({ registers: { rule } }: ConsentState): Reason[] {
  if (rule?.state === 'never') return [reasonOf('address-rule', purposes, rule)];
  return rule?.state === 'transactional' ? [reasonOf('address-rule', refusable, rule)] : [];
}

/** A person whose deal is under way, or was lost, is out of what the tenant says. */
function stageReasons({ registers: { crm } }: ConsentState, { stageBars = {} }: ConsentPolicy): Reason[] {
  const meaning = stageMeanings.find((known) => crm?.state === 'set' && known === crm.reason);
  const barred = meaning && stageBars[meaning];
  return barred === undefined || barred.length === 0 ? [] : [reasonOf(`crm.${meaning!}`, barred, crm)];
}

const complaintReasons = ({ registers: { complaint } }: ConsentState): Reason[] =>
  complaint?.state === 'set' ? [reasonOf('complaint', refusable, complaint)] : [];

function hardBounceReasons({ registers, heardAt }: ConsentState): Reason[] {
  const bounce = registers['hard-bounce'];
  if (bounce?.state !== 'set') return [];
  const isHeardSince = heardAt !== undefined && heardAt > bounce.at;
  const reason = reasonOf('hard-bounce', bounce.source === 'mail' ? refusable : purposes, bounce);
  return [isHeardSince ? { ...reason, review: true } : reason];
}

/** Soft bounces that only mails reported bar no more than a person may refuse. */
function softBounceReasons(state: ConsentState, policy: ConsentPolicy): Reason[] {
  const since = softBounceSince(state, policy);
  if (since === undefined) return [];
  const others = state.softBounces.filter((entry) => !entry.endsWith('#mail'));
  const isSeenByOthers = softBounceSince({ ...state, softBounces: others }, policy) !== undefined;
  return [{ ...reasonOf('soft-bounces', isSeenByOthers ? purposes : refusable), since }];
}

/** The time since which soft bounces count as a dead address, ISO 8601 UTC; undefined while they do not. */
function softBounceSince({ softBounces }: ConsentState, { softBounces: rule }: ConsentPolicy): string | undefined {
  const times = softBounces.map((entry) => entry.slice(0, entry.indexOf('#')));
  for (const [index, last] of times.entries()) {
    const from = Date.parse(last) - rule.withinDays * 86_400_000;
    const bounces = times.slice(0, index + 1).filter((time) => Date.parse(time) >= from);
    const days = new Set(bounces.map((time) => time.slice(0, 10)));
    if (bounces.length >= rule.count && days.size >= rule.days) return last;
  }
  return undefined;
}
