import { type Failure, failureReason, unreadableCredentials } from '../crm/outcome.ts';

// The circuit breaker of a connection tells a vendor that is down from one where a share of the calls fails. The counts
// below are runs: what ends a run costs a write only where there was a failure before, so a healthy connection costs none.

/** The circuit of one connection, shared by all workers. */
export interface CircuitState {
  readonly circuit: 'closed' | 'open';
  /** The reason of an open circuit. */
  readonly reason?: string;
  /** ISO 8601 UTC. */
  readonly openedAt?: string;
  /** Epoch ms: from then on a few deliveries may try whether the connection is back. */
  readonly probeAt?: number;
  /** How many more deliveries may try it before that. */
  readonly trials: number;
  /** Probes that failed since it opened. */
  readonly probes: number;
  /** Unclear answers in a row, without any answer of the vendor between them. */
  readonly failures: number;
  /** Epoch ms: the first of these unclear answers. */
  readonly failingSince?: number;
  /** Attempts in a row that an unclear answer ended, whether or not some of their calls were answered. */
  readonly unfinished: number;
  /** Refusals in a row that concern the account. */
  readonly refusals: number;
}

/** The circuit of a connection that nothing has happened at. */
export const closedCircuit: CircuitState = {
  circuit: 'closed',
  trials: 0,
  probes: 0,
  failures: 0,
  unfinished: 0,
  refusals: 0,
};

/**
 * The lengths of runs that open a circuit.
 *
 * `failures`: a vendor of which a fifth of all calls go wrong is silent so often in one of three thousand runs. `unfinished`: where
 * such a vendor lets one attempt of three through, it takes 25 attempts in a row for a chance of one in twenty thousand;
 * a vendor that answers searches but no write is found in this way.
 */
export const opensAfter = { failures: 5, unfinished: 25, refusals: 3 } as const;

/** Whether a failure, counted into the state, opens the circuit. */
export function opensCircuit(
  failure: Failure,
  { failures, unfinished, refusals }: Pick<CircuitState, 'failures' | 'unfinished' | 'refusals'>,
): boolean {
  switch (failure.kind) {
    case 'unknown':
      return failures >= opensAfter.failures || unfinished >= opensAfter.unfinished;
    case 'misconfigured':
      return refusals >= opensAfter.refusals;
    case 'throttled':
      return failure.scope === 'daily';
    default:
      return false;
  }
}

/** Whether the vendor has answered since the run of unclear answers began: then a new run begins with the newest of them. */
export const hasAnsweredSince = ({ failingSince }: CircuitState, answeredAt: Date | undefined): boolean =>
  failingSince !== undefined && answeredAt !== undefined && answeredAt.getTime() > failingSince;

/** Whether a delivery that gets through has something to end: a run of failures, or an open circuit. */
export const isTroubled = ({ circuit, failures, unfinished, refusals }: CircuitState): boolean =>
  circuit === 'open' || failures + unfinished + refusals > 0;

/** How many deliveries may try the connection at each probe: of several, one that would fail anyway does not decide. */
export const trialsPerProbe = 3;

/** How long a probe keeps others from the next one, in ms; a request that hangs longer is no reason to wait for it. */
export const probeClaimMs = 10_000;

/** Waits between probes, in ms: they double from the first to the longest. */
const probeWaits = {
  /** An outage may be over any moment, and a probe is one cheap call. */
  unknown: { firstMs: 2_000, longestMs: 60_000 },
  /** A person has to act, and refused credentials that are sent too often lock some accounts. */
  misconfigured: { firstMs: 30_000, longestMs: 300_000 },
} as const;

/**
 * Decides when to probe again: at the time that the vendor named, or after a wait that doubles up to a bound, which is the
 * longest delay after an outage has ended.
 *
 * @param probes probes that failed since the circuit opened
 * @returns epoch ms
 */
export function nextProbeAt(failure: Failure, probes: number, now: Date): number {
  if (failure.kind === 'throttled') return Math.max(failure.retryAt.getTime(), now.getTime() + 1000);
  const { firstMs, longestMs } = probeWaits[failure.kind === 'misconfigured' ? 'misconfigured' : 'unknown'];
  return now.getTime() + Math.min(longestMs, firstMs * 2 ** Math.min(probes, 10));
}

/** Until a probe that is due sooner, a delivery stays on the queue, in ms; a longer wait belongs into its conversation. */
const soonMs = 10_000;

/** @param probeAt epoch ms */
export const isProbedSoon = (probeAt: number, now: Date): boolean => probeAt <= now.getTime() + soonMs;

/** Whether a failure concerns the connection rather than one message. */
export const isOfConnection = (failure: Failure): boolean =>
  failure.kind === 'unknown' || failure.kind === 'misconfigured' || failure.kind === 'throttled';

/** Codes of `misconfigured` that every call of a connection meets: its credentials are refused, or cannot be read. */
const credentialCodes: readonly string[] = ['HTTP 401', 'OAUTH', unreadableCredentials];

/** Whether a failure is a refusal of the credentials, which every call meets. */
export const isOfCredentials = (failure: Failure): boolean =>
  failure.kind === 'misconfigured' && credentialCodes.includes(failure.code);

/**
 * Whether a failure of a consent call concerns the connection's deliveries, too. A right or a field that only consent needs
 * does not: mail of that connection goes on.
 */
export const concernsDeliveries = (failure: Failure): boolean =>
  failure.kind === 'misconfigured' ? isOfCredentials(failure) : isOfConnection(failure);

/**
 * The reason of an open circuit, as `doctor` shows it. A vendor's message about its settings is cut to its code, because its
 * words may name a person; unreadable credentials have a message of our own, which names the reference to correct.
 */
export const circuitReason = (failure: Failure): string =>
  failure.kind === 'misconfigured' && failure.code !== unreadableCredentials
    ? `misconfigured: ${failure.code}`
    : failureReason(failure);
