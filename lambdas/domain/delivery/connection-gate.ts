import type { RateLimits } from '../crm/crm-adapter.ts';
import type { Failure } from '../crm/outcome.ts';
import { type CircuitState, isProbedSoon } from './circuit.ts';

/** The state of one connection, shared by all workers. */
export interface ConnectionState extends CircuitState {
  /** Epoch ms: when all calls that were admitted have had their time (the theoretical arrival time of GCRA). */
  readonly busyUntil: number;
  /** Epoch ms: when the last of the waiting deliveries has its turn. */
  readonly queuedUntil: number;
  /** The tenants that have had to wait, by name. */
  readonly tenants: ReadonlyMap<string, TenantTurns>;
  /** Epoch ms: the vendor asked for no call before. */
  readonly blockedUntil: number;
  /** The limits that the vendor's answers named. */
  readonly learned?: RateLimits;
}

/** One tenant at a connection that several share. */
export interface TenantTurns {
  /** Epoch ms: as for the connection, by the tenant's share of its rate; counted while tenants compete. */
  readonly busyUntil: number;
  /** Epoch ms: when the last of the tenant's waiting deliveries has its turn. */
  readonly queuedUntil: number;
}

/** The calls that one delivery wants from its connection. */
export interface WantedCalls {
  readonly connection: string;
  /** The tenant of the delivery: where several want more than the connection's rate, each gets an equal share. */
  readonly tenant: string;
  /** Absent: no limit. */
  readonly limits?: RateLimits | undefined;
  readonly calls: number;
}

/** Whether a delivery may call its connection now. */
export type Admission =
  | { readonly kind: 'go'; readonly state: ConnectionState }
  /** The delivery may call at that time. */
  | { readonly kind: 'wait'; readonly until: Date }
  /** The circuit is open; from `probeAt` on, or while `trials` are left, a worker may claim a probe. */
  | { readonly kind: 'open'; readonly reason: string; readonly probeAt: Date; readonly trials?: number };

/** The gate before each connection: its rate and its circuit, shared by all workers. */
export interface ConnectionGate {
  /** Takes the calls of one delivery from the connection's rate, if its circuit is closed. */
  admit(wanted: WantedCalls, now: Date): Promise<Admission>;
  /** Gives back calls that were admitted and not made, because deliveries shared one. */
  giveBack(spared: Omit<WantedCalls, 'tenant'>, now: Date): Promise<void>;
  /** Gives turns to a tenant's waiting deliveries, one after the other at its share of the connection's rate. */
  queueUp(wanted: WantedCalls, now: Date): Promise<Date>;
  /**
   * Whether this worker may probe with one delivery. A few deliveries may, each time that a probe is due.
   *
   * @param wanted the calls of the delivery, which count against the connection's rate
   */
  claimProbe(connection: string, now: Date, wanted?: Omit<WantedCalls, 'tenant'>): Promise<boolean>;
  /**
   * Records a failure of the connection; a failed probe also sets the time of the next one.
   *
   * @returns when the next probe is due, if its circuit is open now
   */
  failed(connection: string, failure: Failure, now: Date, isProbe: boolean): Promise<Date | undefined>;
  /** The connection has answered this worker; costs nothing, and keeps single failures among many from adding up. */
  answered(connection: string, at: Date): void;
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
export type IsCrowded = (connection: string, tenant: string, now: Date) => Promise<boolean>;

/** A longer wait belongs into the conversation, not on the queue, in ms. */
const longestQueueMs = 2_000;
/** How long a worker relies on the last state that it saw of a connection when it sorts new work, in ms. */
export const freshForMs = 500;

/** Whether a new delivery of the tenant would wait for long. */
export function isCrowdedAt(
  { circuit, probeAt = 0, blockedUntil, tenants }: ConnectionState,
  tenant: string,
  now: Date,
) {
  if (circuit === 'open') return !isProbedSoon(probeAt, now);
  const queuedUntil = tenants.get(tenant)?.queuedUntil ?? 0;
  return Math.max(queuedUntil, blockedUntil) > now.getTime() + longestQueueMs;
}

/** A tenant competes for so long after its last turn, in ms: the delivery may have found no room at its turn. */
const competesForMs = 5_000;

/** The number of tenants that want calls of a connection, the given one among them. */
export function competitors({ tenants }: ConnectionState, tenant: string, now: Date): number {
  let others = 0;
  for (const [name, { queuedUntil }] of tenants)
    if (name !== tenant && queuedUntil > now.getTime() - competesForMs) others += 1;
  return others + 1;
}

/** One of several equal shares of a connection's limits. A delivery larger than its burst may still start, as below. */
export const shareOf = (limits: RateLimits, shares: number): RateLimits => ({
  ...limits,
  perSecond: limits.perSecond / shares,
  burst: limits.burst / shares,
});

/** How long one call occupies a connection of these limits, in ms. */
export const msPerCall = ({ perSecond }: RateLimits): number => 1000 / perSecond;

/**
 * The generic cell rate algorithm: a token bucket in one number.
 *
 * @returns epoch ms from which on so many calls may start
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export const freeAt = ({ busyUntil }: Pick<ConnectionState, 'busyUntil'>, limits: RateLimits, calls: number): number =>
  busyUntil - roomMs(limits, calls);

/**
 * How far ahead of time a connection may be busy while that many calls can still start now, in ms. A delivery larger than
 * the burst may start when nothing else is under way.
 */
export const roomMs = (limits: RateLimits, calls: number): number =>
  Math.max(0, limits.burst - calls) * msPerCall(limits);
