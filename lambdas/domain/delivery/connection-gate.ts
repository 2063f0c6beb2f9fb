import type { RateLimits } from '../crm/crm-adapter.ts';
import { type Failure, failureReason, unreadableCredentials } from '../crm/outcome.ts';

/** The state of one connection, shared by all workers. */
export interface ConnectionState {
  readonly circuit: 'closed' | 'open';
  /** The reason of an open circuit. */
  readonly reason?: string;
  /** ISO 8601 UTC. */
  readonly openedAt?: string;
  /** Epoch ms: from then on one worker may try whether the connection is back. */
  readonly probeAt?: number;
  /** Probes that failed since it opened. */
  readonly probes: number;
  /** Consecutive failures of the connection rather than of one message. */
  readonly failures: number;
  /** Epoch ms: when all calls that were admitted have had their time (the theoretical arrival time of GCRA). */
  readonly busyUntil: number;
  /** Epoch ms: when the last of the waiting deliveries has its turn. */
  readonly queuedUntil: number;
  /** Epoch ms: the vendor asked for no call before. */
  readonly blockedUntil: number;
  /** The limits that the vendor's answers named. */
  readonly learned?: RateLimits;
}

/** Whether a delivery may call its connection now. */
export type Admission =
  | { readonly kind: 'go'; readonly state: ConnectionState }
  /** The delivery may call at that time. */
  | { readonly kind: 'wait'; readonly until: Date }
  /** The circuit is open; from `probeAt` on a worker may claim the probe. */
  | { readonly kind: 'open'; readonly reason: string; readonly probeAt: Date };

/** The gate before each connection: its rate and its circuit, shared by all workers. */
export interface ConnectionGate {
  /** Takes the calls of one delivery from the connection's rate, if its circuit is closed. */
  admit(connection: string, limits: RateLimits | undefined, calls: number, now: Date): Promise<Admission>;
  /** Gives back calls that were admitted and not made, because deliveries shared one. */
  giveBack(connection: string, limits: RateLimits | undefined, calls: number, now: Date): Promise<void>;
  /** Gives turns to waiting deliveries, one after the other at the connection's rate. */
  queueUp(connection: string, limits: RateLimits | undefined, calls: number, now: Date): Promise<Date>;
  /** Whether this worker may probe. */
  claimProbe(connection: string, now: Date): Promise<boolean>;
  /**
   * Records a failure of the connection; a failed probe also sets the time of the next one.
   *
   * @returns whether its circuit is open now
   */
  failed(connection: string, failure: Failure, now: Date, isProbe: boolean): Promise<boolean>;
  /** The connection has answered this worker; costs nothing, and keeps single failures among many from adding up. */
  answered(connection: string, now: Date): void;
  /** Closes the circuit, and forgets failures. */
  succeeded(connection: string): Promise<void>;
  /** Takes over the limits that the vendor named. */
  learn(connection: string, limits: RateLimits): Promise<void>;
  state(connection: string): Promise<ConnectionState>;
}

/**
 * Whether new work of a connection should wait elsewhere than on the queue that all connections share: the circuit is open,
 * or a turn would come much later. Answers from memory when that is fresh.
 */
export type IsCrowded = (connection: string, now: Date) => Promise<boolean>;

/** Failures in a row that open a circuit, by kind. */
const opensAfter = { unknown: 5, misconfigured: 3, daily: 1 } as const;

/** In ms: a worker with an answer this recent does not open a circuit for missing answers. */
export const answersCountForMs = 10_000;

/** How long a worker that probes keeps others from probing, in ms. */
export const probeClaimMs = 60_000;
const firstProbeMs = 30_000;
const longestProbeMs = 300_000;

/** Whether a failure concerns the connection rather than one message. */
export const isOfConnection = (failure: Failure): boolean =>
  failure.kind === 'unknown' || failure.kind === 'misconfigured' || failure.kind === 'throttled';

/** Codes of `misconfigured` that every call of a connection meets: its credentials are refused, or cannot be read. */
const credentialCodes: readonly string[] = ['HTTP 401', 'OAUTH', unreadableCredentials];

/**
 * Whether a failure of a consent call concerns the connection's deliveries, too. A right or a field that only consent needs
 * does not: mail of that connection goes on.
 */
export const concernsDeliveries = (failure: Failure): boolean =>
  failure.kind === 'misconfigured' ? credentialCodes.includes(failure.code) : isOfConnection(failure);

/**
 * The reason of an open circuit, as `doctor` shows it. A vendor's message about its settings is cut to its code, because its
 * words may name a person; unreadable credentials have a message of our own, which names the reference to correct.
 */
export const circuitReason = (failure: Failure): string =>
  failure.kind === 'misconfigured' && failure.code !== unreadableCredentials
    ? `misconfigured: ${failure.code}`
    : failureReason(failure);

/** A longer wait belongs into the conversation, not on the queue, in ms. */
const longestQueueMs = 2_000;
/** How long a worker relies on the last state that it saw of a connection when it sorts new work, in ms. */
export const freshForMs = 500;

/** Whether a new delivery would wait for long. */
export const isCrowdedAt = ({ circuit, queuedUntil, blockedUntil }: ConnectionState, now: Date): boolean =>
  circuit === 'open' || Math.max(queuedUntil, blockedUntil) > now.getTime() + longestQueueMs;

/** Whether a number of failures in a row, ending with this one, opens the circuit. */
export function opensCircuit(failure: Failure, failures: number): boolean {
  switch (failure.kind) {
    case 'unknown':
    case 'misconfigured':
      return failures >= opensAfter[failure.kind];
    case 'throttled':
      return failure.scope === 'daily' && failures >= opensAfter.daily;
    default:
      return false;
  }
}

/**
 * Decides when to probe again: at the time that the vendor named, or after a wait that doubles up to five minutes, which is
 * the longest delay after an outage has ended.
 *
 * @param probes probes that failed since the circuit opened
 * @returns epoch ms
 */
export function nextProbeAt(failure: Failure, probes: number, now: Date): number {
  const backoff = now.getTime() + Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(probes, 10));
  return failure.kind === 'throttled' ? Math.max(failure.retryAt.getTime(), now.getTime() + 1000) : backoff;
}

/** How long one call occupies a connection of these limits, in ms. */
export const msPerCall = ({ perSecond }: RateLimits): number => 1000 / perSecond;

/**
 * The generic cell rate algorithm: a token bucket in one number.
 *
 * @returns epoch ms from which on so many calls may start
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export const freeAt = ({ busyUntil }: ConnectionState, limits: RateLimits, calls: number): number =>
  busyUntil - roomMs(limits, calls);

/**
 * How far ahead of time a connection may be busy while that many calls can still start now, in ms. A delivery larger than
 * the burst may start when nothing else is under way.
 */
export const roomMs = (limits: RateLimits, calls: number): number =>
  Math.max(0, limits.burst - calls) * msPerCall(limits);
