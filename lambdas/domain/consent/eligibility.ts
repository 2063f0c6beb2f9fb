import { compact } from '../../compact.ts';
import type { Reason, ReasonCode } from '../crm/suppression-target.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import { isRoleAccount } from './role-account.ts';
import type { Channel } from './signals.ts';
import { type ConsentState, type Register, standingConsent } from './state.ts';

/** What a tenant decided where the law leaves a choice, and where experience gives a number. */
export interface ConsentPolicy {
  /** Purposes for which a yes must be on record; for the others it is enough that there is no no. */
  readonly requireOptIn: readonly Purpose[];
  /** So many soft bounces, on so many days within so many days, and none that arrived between: the address is dead. */
  readonly softBounces: { readonly count: number; readonly days: number; readonly withinDays: number };
}

export const defaultConsentPolicy: ConsentPolicy = {
  requireOptIn: [],
  softBounces: { count: 5, days: 3, withinDays: 30 },
};

/** What a person may refuse; no mail stops the other, notices that a contract or a law demands. */
const refusable: readonly Purpose[] = ['marketing', 'sales'];

export interface Eligibility {
  readonly eligible: Readonly<Record<Purpose, boolean>>;
  readonly reasons: readonly Reason[];
}

/**
 * Whether an address may be written to, for each purpose, and if not, why.
 *
 * A bounce bars every purpose, for nothing would arrive; a complaint bars what a person may refuse; what a contract
 * demands goes on, also after a bounce that only a mail reported. A bounce from an address that has written to us since is
 * put up for review, never lifted silently.
 */
export function judgeEligibility(
  address: string,
  state: ConsentState,
  policy: ConsentPolicy = defaultConsentPolicy,
  channel: Channel = 'email',
): Eligibility {
  const { registers } = state;
  const reasons: Reason[] = [];
  const refused = (code: ReasonCode, about: readonly Purpose[], register?: Register, extra: Partial<Reason> = {}) =>
    void reasons.push({ code, purposes: about, ...(register && originOf(register)), ...extra });

  for (const purpose of purposes) {
    const consent = standingConsent(state, channel, purpose);
    if (consent?.state === 'in') continue;
    if (consent?.state === 'out') refused('unsubscribed', [purpose], consent);
    else if (registers[`pending:${channel}:${purpose}`] !== undefined)
      refused('unconfirmed', [purpose], registers[`pending:${channel}:${purpose}`]);
    else if (policy.requireOptIn.includes(purpose)) refused('no-opt-in', [purpose]);
    else if (purpose === 'marketing' && channel === 'email' && isRoleAccount(address))
      refused('role-account', [purpose]);
  }
  const { rule, complaint, 'hard-bounce': hardBounce } = registers;
  if (rule?.state === 'never') refused('address-rule', purposes, rule);
  if (rule?.state === 'transactional') refused('address-rule', refusable, rule);
  if (complaint?.state === 'set') refused('complaint', refusable, complaint);
  if (channel === 'email') {
    const { heardAt } = state;
    if (hardBounce?.state === 'set') {
      const isHeard = heardAt !== undefined && heardAt > hardBounce.at;
      const about = hardBounce.source === 'mail' ? refusable : purposes;
      refused('hard-bounce', about, hardBounce, isHeard ? { review: true } : {});
    }
    const softSince = softBounceSince(state, policy);
    if (softSince !== undefined) {
      const others = state.softBounces.filter((entry) => !entry.endsWith('#mail'));
      const isSeenByOthers = softBounceSince({ ...state, softBounces: others }, policy) !== undefined;
      refused('soft-bounces', isSeenByOthers ? purposes : refusable, undefined, { since: softSince });
    }
  }
  const barred = new Set(reasons.flatMap((reason) => reason.purposes));
  const eligible = Object.fromEntries(purposes.map((purpose) => [purpose, !barred.has(purpose)]));
  return { eligible: eligible as Record<Purpose, boolean>, reasons };
}

/** Since when soft bounces count as a dead address; undefined while they do not. ISO 8601 UTC. */
export function softBounceSince(
  { softBounces }: ConsentState,
  { softBounces: rule }: ConsentPolicy,
): string | undefined {
  const times = softBounces.map((entry) => entry.slice(0, entry.indexOf('#')));
  for (const [index, last] of times.entries()) {
    const from = Date.parse(last) - rule.withinDays * 86_400_000;
    const counted = times.slice(0, index + 1).filter((time) => Date.parse(time) >= from);
    const days = new Set(counted.map((time) => time.slice(0, 10)));
    if (counted.length >= rule.count && days.size >= rule.days) return last;
  }
  return undefined;
}

const originOf = ({ at, signal, source, evidence, reason, standing }: Register): Partial<Reason> =>
  compact({
    since: at,
    signal,
    source,
    evidence,
    detail: reason,
    standing,
  });
