import type { Outcome } from '../outcome.ts';
import type { Channel, LagKind, Purpose } from './change.ts';
import { type ConsentPolicy, judgeEligibility, type Reason } from './eligibility.ts';
import type { ConsentState } from './state.ts';

/** What a CRM, a CDP or the sending account should know of one address: a state, so that repeating it is harmless. */
export interface SuppressionState {
  readonly tenant: string;
  readonly subject: string;
  readonly address: string;
  readonly contactId?: string;
  /** Grows with every change, so that a receiver can tell old from new. */
  readonly version: number;
  /** Purposes for which the address must not be written to. */
  readonly suppressed: readonly Purpose[];
  /** The gravest reason; absent when nothing is suppressed. */
  readonly reason?: Reason['code'];
  /** When the newest of its reasons came to be, or was taken back; ISO 8601 UTC. */
  readonly at: string;
  /** Whether the address itself is dead or its owner complained: what the sending account must know. */
  readonly block?: 'BOUNCE' | 'COMPLAINT';
  /** Purposes for which the person was signed up and has not confirmed. */
  readonly unconfirmed: readonly Purpose[];
  /** When, for each of those; ISO 8601 UTC. */
  readonly signedUpAt?: Readonly<Partial<Record<Purpose, string>>>;
  /** Whether the wish is the person's own. */
  readonly isWish: boolean;
}

/** A place that must hear of suppressions. */
export interface SuppressionTarget {
  /** Makes the state true there. Safe to repeat. */
  write(state: SuppressionState): Promise<Outcome<SuppressionProof>>;
  /** Its `write` calls nobody: the connection's circuit neither holds it up nor learns from it. */
  readonly makesNoCall?: true;
  /**
   * Who left there: a box that somebody ticked at the CRM. Absent: it cannot be asked.
   *
   * @param since changes before that time have been seen; the same ones may be told again
   */
  optedOutSince?(since: Date): Promise<Outcome<OptOutsSeen>>;
}

/** What a CRM said when it was asked who left there. */
export interface OptOutsSeen {
  readonly optOuts: readonly OptOutThere[];
  /** Everything before that time has been seen; ask from here the next time. */
  readonly until: Date;
}

/** Somebody who left at a CRM. */
export interface OptOutThere {
  readonly address: string;
  /** When the box was ticked, ISO 8601 UTC. */
  readonly at: string;
  /** The CRM's own id of this very news, such as the record and the time. */
  readonly id: string;
}

/** What shows that the state arrived. */
export interface SuppressionProof {
  /**
   * `read-back`: we asked and it says so. `accepted`: it took the write and cannot be asked. `not-kept-here`: it has no
   * place for suppressions, so there is nothing to write and nothing to wait for.
   */
  readonly by: 'read-back' | 'accepted' | 'not-kept-here';
  /** What it said, in a few words without content: an id, a status. */
  readonly answer: string;
  /** It does not know the person: it has to hear again when they appear there. */
  readonly isAbsent?: true;
}

/**
 * The end of a suppression at a place that keeps none: the vendor, or this account of it, has no field for it.
 *
 * @param answer which place, and what it lacks, without content
 */
export const notKeptHere = (answer: string): Outcome<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'not-kept-here', answer },
  how: 'unchanged',
});

export { confirmationTarget, sesTarget } from './target-names.ts';

/** How far a target has come with one address. */
export interface TargetProgress {
  readonly tenant: string;
  readonly subject: string;
  readonly target: string;
  /** The version that it should know. */
  readonly wanted: number;
  /** The version that it is known to know. */
  readonly done: number;
  readonly kind: LagKind;
  /** When the oldest change that it has not heard of reached us, ISO 8601 UTC; absent when it has heard everything. */
  readonly receivedAt?: string;
  readonly attempts: number;
  readonly fence: number;
  /** Until when a write whose end nobody knows may still take effect there, ISO 8601 UTC. */
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

/** What targets should know of an address in that state. What is ours alone, such as a missing opt-in, stays here. */
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
  const suppressed = [...new Set(reasons.flatMap(({ purposes }) => purposes))];
  const times = Object.values(state.registers).map(({ at }) => at);
  const sinces = reasons.flatMap(({ since }) => since ?? []);
  // What ended is news, too: a target that orders by time must not take it for older than what it ends.
  const { liftedAt = [], aliveAt = [] } = state;
  const newest = [...sinces, ...times, liftedAt, suppressed.length === 0 ? aliveAt : []].flat().toSorted().at(-1);
  const isDead = reasons.some(({ code }) => code === 'hard-bounce' || code === 'soft-bounces');
  const pending = reasons.filter(({ code }) => code === 'unconfirmed');
  const hasComplained = reasons.some(({ code }) => code === 'complaint');
  return {
    tenant,
    subject,
    address,
    version,
    ...(state.contactId !== undefined && { contactId: state.contactId }),
    suppressed,
    ...(gravest && { reason: gravest.code }),
    at: newest ?? new Date(0).toISOString(),
    ...(hasComplained ? { block: 'COMPLAINT' as const } : isDead ? { block: 'BOUNCE' as const } : {}),
    unconfirmed: pending.flatMap(({ purposes }) => purposes),
    signedUpAt: Object.fromEntries(pending.flatMap(({ purposes, since }) => purposes.map((name) => [name, since]))),
    isWish: reasons.some(({ code }) => code === 'unsubscribed' || code === 'complaint'),
  };
}

/** Whether targets would see a difference between two states; the version alone is none. */
export const isSameForTargets = (a: SuppressionState, b: SuppressionState): boolean =>
  a.reason === b.reason &&
  a.block === b.block &&
  a.at === b.at &&
  a.suppressed.length === b.suppressed.length &&
  a.suppressed.every((purpose) => b.suppressed.includes(purpose));

/** Whether a target has something to hear. */
export const isWaiting = ({ receivedAt }: TargetProgress): boolean => receivedAt !== undefined;
