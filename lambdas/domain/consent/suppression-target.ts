import { compact } from '../../compact.ts';
import type { Outcome } from '../crm/outcome.ts';
import type { Reason, SuppressionProof, SuppressionState } from '../crm/suppression-target.ts';
import { purposes } from '../mail/purposes.ts';
import { type ConsentPolicy, judgeEligibility } from './eligibility.ts';
import { type Channel, channels, type LagKind } from './signals.ts';
import { type ConsentState, standingConsent } from './state.ts';

/**
 * The outcome at a target that keeps no suppressions: the vendor, or this account of it, has no field for them.
 *
 * @param answer the target, and what it lacks, without content of a mail
 */
export const notKeptHere = (answer: string): Outcome<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'not-kept-here', answer },
  how: 'unchanged',
});

export { confirmationTarget, sesTarget } from '../configuration/target-names.ts';

/** The progress of a target with one address. */
export interface TargetProgress {
  readonly tenant: string;
  readonly subject: string;
  readonly target: string;
  /** The version that the target should have. */
  readonly wanted: number;
  /** The version that the target is known to have. */
  readonly done: number;
  readonly kind: LagKind;
  /** The receipt of the oldest change that the target does not have, ISO 8601 UTC; absent when it has the newest version. */
  readonly receivedAt?: string;
  readonly attempts: number;
  readonly fence: number;
  /** The time until which a write with an unknown end may still take effect there, ISO 8601 UTC. */
  readonly unclearUntil?: string;
  readonly reason?: string;
  readonly verifiedAt?: string;
  readonly proof?: SuppressionProof;
}

/** Reasons by weight. */
const gravity: ReadonlyArray<Reason['code']> = [
  'complaint',
  'hard-bounce',
  'unsubscribed',
  'address-rule',
  'soft-bounces',
  'unconfirmed',
];

/**
 * Derives the state that targets should have. Reasons of our own, such as a missing opt-in, stay here, and so does the stage
 * of a deal: a CRM would take it for a wish of the person.
 */
export function suppressionStateOf(
  { tenant, subject, address, version }: Pick<SuppressionState, 'tenant' | 'subject' | 'address' | 'version'>,
  state: ConsentState,
  policy: ConsentPolicy,
  channel: Channel = 'email',
): SuppressionState {
  const reasons = judgeEligibility(address, state, { ...policy, requireOptIn: [] }, channel).reasons.filter(
    ({ code }) => gravity.includes(code),
  );
  const [gravest] = reasons.toSorted((a, b) => gravity.indexOf(a.code) - gravity.indexOf(b.code));
  const suppressed = [...new Set(reasons.flatMap((reason) => reason.purposes))];
  const times = Object.values(state.registers).map(({ at }) => at);
  const sinces = reasons.flatMap(({ since }) => since ?? []);
  // The end of a suppression is news, too: a target that orders by time must not take it for older than its start.
  const { liftedAt = [], aliveAt = [] } = state;
  const newest = [...sinces, ...times, liftedAt, suppressed.length === 0 ? aliveAt : []].flat().toSorted().at(-1);
  const isDead = reasons.some(({ code }) => code === 'hard-bounce' || code === 'soft-bounces');
  const pending = reasons.filter(({ code }) => code === 'unconfirmed');
  const refusals = reasons.filter(({ code }) => code === 'unsubscribed' || code === 'complaint');
  const hasComplained = reasons.some(({ code }) => code === 'complaint');
  return compact({
    tenant,
    subject,
    address,
    version,
    contactId: state.contactId,
    suppressed,
    channels: refusedElsewhere(state),
    reason: gravest ? gravest.code : undefined,
    at: newest ?? new Date(0).toISOString(),
    block: hasComplained ? ('COMPLAINT' as const) : isDead ? ('BOUNCE' as const) : undefined,
    unconfirmed: pending.flatMap((reason) => reason.purposes),
    signedUpAt: Object.fromEntries(pending.flatMap(({ purposes: own, since }) => own.map((name) => [name, since]))),
    isWish: refusals.length > 0,
    refused: [...new Set(refusals.flatMap((reason) => reason.purposes))],
  });
}

/** The purposes that the person refused on each channel beside email; undefined when there are none. */
function refusedElsewhere(state: ConsentState): SuppressionState['channels'] {
  const refusals = channels.flatMap((channel) => {
    if (channel === 'email') return [];
    const refused = purposes.filter((purpose) => standingConsent(state, channel, purpose)?.state === 'out');
    return refused.length === 0 ? [] : [[channel, refused] as const];
  });
  return refusals.length === 0 ? undefined : Object.fromEntries(refusals);
}

/** Whether a target has nothing to write: mail may be sent for every purpose, and no other channel was refused. */
export const isUnsuppressed = ({ suppressed, channels: refused }: SuppressionState): boolean =>
  suppressed.length === 0 && refused === undefined;

/** Whether two states are the same to targets; the version does not count. */
export const isSameForTargets = (a: SuppressionState, b: SuppressionState): boolean =>
  a.reason === b.reason &&
  a.block === b.block &&
  a.at === b.at &&
  JSON.stringify(a.channels) === JSON.stringify(b.channels) &&
  a.suppressed.length === b.suppressed.length &&
  a.suppressed.every((purpose) => b.suppressed.includes(purpose));

/** Whether a target is behind. */
export const isWaiting = ({ receivedAt }: TargetProgress): boolean => receivedAt !== undefined;
