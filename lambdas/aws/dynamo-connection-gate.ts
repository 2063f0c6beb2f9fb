import { compact } from '../compact.ts';
import type { RateLimits } from '../domain/crm/crm-adapter.ts';
import {
  type Admission,
  type ConnectionGate,
  type ConnectionState,
  competitors,
  msPerCall,
  roomMs,
  shareOf,
  type WantedCalls,
} from '../domain/delivery/connection-gate.ts';
import { TransientError } from '../domain/errors.ts';
import { ConnectionMemory, tenantAttribute } from './connection-memory.ts';
import { claimProbe, closeCircuit, recordFailure } from './dynamo-circuit.ts';
import { type GatedConnection, readConnection, updateConnection } from './gated-connection.ts';
import type { Platform } from './platform.ts';

/** Workers that meet at one connection at the same moment: in each round one of them gets through. */
const maxRounds = 12;

/** The condition of the row under which a call may be made. */
const admits =
  '(attribute_not_exists(circuit) OR circuit <> :open) AND (attribute_not_exists(blockedUntil) OR blockedUntil <= :now)';

/**
 * The gate in one row per connection of the ledger table. Admission is one conditional update when the worker's
 * memory of the row is right, which it nearly always is; a refusal brings the row as it stands.
 */
export function createDynamoConnectionGate(
  { dynamo, pause, random }: Pick<Platform, 'dynamo' | 'pause' | 'random'>,
  table: string,
): ConnectionGate {
  const connections = new Map<string, GatedConnection>();
  const gated = (name: string): GatedConnection => {
    const known = connections.get(name);
    if (known !== undefined) return known;
    const connection = { dynamo, table, pause, random, name, memory: new ConnectionMemory() };
    connections.set(name, connection);
    return connection;
  };
  return {
    admit: (wanted, now) => admit(gated(wanted.connection), wanted, now),
    giveBack: (spared, now) => giveBack(gated(spared.connection), spared, now),
    queueUp: (wanted, now) => queueUp(gated(wanted.connection), wanted, now),
    claimProbe: (name, now, wanted) => claimProbe(gated(name), now, wanted && probeMs(gated(name), wanted)),
    failed: (name, failure, now, isProbe) => recordFailure(gated(name), failure, now, isProbe),
    answered: (name, at) => gated(name).memory.noteAnswer(at),
    succeeded: (name) => closeCircuit(gated(name)),
    learn: (name, limits) => learn(gated(name), limits),
    state: (name) => readConnection(gated(name)),
  };
}

/** Waits a moment before the next round. @throws TransientError after too many rounds */
async function yieldToOthers({ pause, random, name }: GatedConnection, round: number): Promise<void> {
  if (round === maxRounds) throw new TransientError(`the gate of connection ${name} is contended`);
  await pause(random() * 5 * 2 ** Math.min(round, 6));
}

function refusal(state: ConnectionState, now: Date): Exclude<Admission, { kind: 'go' }> | undefined {
  const { circuit, reason = 'open', probeAt = 0, trials } = state;
  if (circuit === 'open') return { kind: 'open', reason, probeAt: new Date(probeAt), trials };
  return state.blockedUntil > now.getTime() ? { kind: 'wait', until: new Date(state.blockedUntil) } : undefined;
}

async function admit(connection: GatedConnection, wanted: WantedCalls, now: Date): Promise<Admission> {
  for (let round = 0; ; round += 1) {
    const { state } = connection.memory;
    const buckets = bucketsOf(state, wanted, now);
    const from = Math.max(...buckets.map(({ busyUntil, latest }) => busyUntil - latest)) + now.getTime();
    // A refusal must not rest on memory alone: the row may have moved on.
    const isRowKnown = round > 0;
    if (isRowKnown) {
      const refused = refusal(state, now);
      if (refused !== undefined) return refused;
      if (from > now.getTime()) return { kind: 'wait', until: new Date(from) };
    }
    if (from > now.getTime() || refusal(state, now) !== undefined) {
      await readConnection(connection);
      continue;
    }
    const update = await extend(connection, buckets, now, admits);
    if (update.isDone) return { kind: 'go', state: update.state };
    if (round > 1) await yieldToOthers(connection, round);
  }
}

/** A time of the row to which calls are added: a token bucket, or the end of a queue. */
interface ExtendedTime {
  readonly attribute: string;
  /** Epoch ms, as the worker remembers it. */
  readonly busyUntil: number;
  readonly byMs: number;
  /** Epoch ms: after that there is no room. */
  readonly latest: number;
}

/** The buckets that a delivery takes its calls from: the connection's, and the tenant's share of it while tenants compete. */
function bucketsOf(
  state: ConnectionState,
  { tenant, limits: configured, calls }: WantedCalls,
  now: Date,
): ExtendedTime[] {
  const limits = limitsOf(state, configured);
  const bucket = (attribute: string, busyUntil: number, rate: RateLimits): ExtendedTime => ({
    attribute,
    busyUntil,
    byMs: calls * msPerCall(rate),
    latest: now.getTime() + roomMs(rate, calls),
  });
  const shares = competitors(state, tenant, now);
  const whole = bucket('busyUntil', state.busyUntil, limits);
  if (shares === 1) return [whole];
  const { busyUntil } = state.tenants.get(tenant) ?? { busyUntil: 0 };
  return [whole, bucket(tenantAttribute('busyUntil', tenant), busyUntil, shareOf(limits, shares))];
}

/**
 * Adds to times of the row: to now when a time has passed, to the time itself when it has not; the memory says which.
 * The condition holds whatever other workers add meanwhile, as long as there is room.
 */
function extend(
  connection: GatedConnection,
  times: readonly ExtendedTime[],
  now: Date,
  condition?: string,
): ReturnType<typeof updateConnection> {
  const updates = times.map(({ attribute, busyUntil, byMs, latest }, nth) => {
    const [name, by, next, last] = [`#t${nth}`, `:by${nth}`, `:next${nth}`, `:latest${nth}`];
    const isPast = busyUntil <= now.getTime();
    return {
      set: isPast ? `${name} = ${next}` : `${name} = ${name} + ${by}`,
      condition: isPast
        ? `(attribute_not_exists(${name}) OR ${name} <= :now)`
        : `${name} > :now AND ${name} <= ${last}`,
      names: { [name]: attribute },
      values: isPast ? { [next]: now.getTime() + byMs } : { [by]: byMs, [last]: latest },
    };
  });
  return updateConnection(connection, {
    UpdateExpression: `SET ${updates.map(({ set }) => set).join(', ')}`,
    ConditionExpression: [...updates.map((update) => update.condition), ...(condition ? [condition] : [])].join(
      ' AND ',
    ),
    ExpressionAttributeNames: Object.assign({}, ...updates.map(({ names }) => names)),
    ExpressionAttributeValues: Object.assign(
      { ':now': now.getTime(), ...compact({ ':open': condition && 'open' }) },
      ...updates.map(({ values }) => values),
    ),
  });
}

async function giveBack(
  connection: GatedConnection,
  { limits, calls }: Omit<WantedCalls, 'tenant'>,
  now: Date,
): Promise<void> {
  const byMs = calls * msPerCall(limitsOf(connection.memory.state, limits));
  // Where the condition fails, what was admitted has had its time: nothing is left to give back.
  await updateConnection(connection, {
    UpdateExpression: 'SET busyUntil = busyUntil - :by',
    ConditionExpression: 'busyUntil > :until',
    ExpressionAttributeValues: { ':by': byMs, ':until': now.getTime() + byMs },
  });
}

async function queueUp(connection: GatedConnection, { tenant, limits, calls }: WantedCalls, now: Date): Promise<Date> {
  for (let round = 0; ; round += 1) {
    const { state } = connection.memory;
    const share = shareOf(limitsOf(state, limits), competitors(state, tenant, now));
    const turns = {
      attribute: tenantAttribute('queuedUntil', tenant),
      busyUntil: state.tenants.get(tenant)?.queuedUntil ?? 0,
      byMs: calls * msPerCall(share),
      latest: Number.MAX_SAFE_INTEGER,
    };
    const queued = await extend(connection, [turns], now);
    if (queued.isDone) return new Date(queued.state.tenants.get(tenant)?.queuedUntil ?? now.getTime());
    if (round > 1) await yieldToOthers(connection, round);
  }
}

/** The time that a probing delivery takes from the rate: nobody else is admitted meanwhile, so earlier calls are over. */
const probeMs = ({ memory }: GatedConnection, { limits, calls }: Omit<WantedCalls, 'tenant'>): number =>
  calls * msPerCall(limitsOf(memory.state, limits));

async function learn(connection: GatedConnection, limits: RateLimits): Promise<void> {
  const { learned: knownLimits } = connection.memory.state;
  if (knownLimits?.perSecond === limits.perSecond && knownLimits.burst === limits.burst) return;
  await updateConnection(connection, {
    UpdateExpression: 'SET learned = :limits',
    ExpressionAttributeValues: { ':limits': limits },
  });
}

const limitsOf = (state: ConnectionState, configured: RateLimits | undefined): RateLimits =>
  configured?.isFixed ? configured : (state.learned ?? configured ?? unlimited);

/** A connection without limits still goes through the gate, for its circuit. */
const unlimited: RateLimits = { perSecond: 1_000_000, burst: 1_000_000 };
