import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { RateLimits } from '../domain/crm/crm-adapter.ts';
import type { Failure } from '../domain/crm/outcome.ts';
import {
  type Admission,
  type ConnectionGate,
  type ConnectionState,
  circuitReason,
  freeAt,
  msPerCall,
  nextProbeAt,
  opensCircuit,
  probeClaimMs,
  roomMs,
} from '../domain/delivery/connection-gate.ts';
import { TransientError } from '../domain/errors.ts';
import { writtenRow } from './aws-error.ts';
import { ConnectionMemory } from './connection-memory.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { connectionKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** Workers that meet at one connection at the same moment: in each round one of them gets through. */
const maxRounds = 12;

/** The condition of the row under which a call may be made. */
const admits =
  '(attribute_not_exists(circuit) OR circuit <> :open) AND (attribute_not_exists(blockedUntil) OR blockedUntil <= :now)';

/** One connection at the gate: its row, and what this worker remembers of it. */
interface GatedConnection extends DynamoTable, Pick<Platform, 'pause' | 'random'> {
  readonly name: string;
  readonly memory: ConnectionMemory;
}

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
    admit: (name, limits, calls, now) => admit(gated(name), limits, calls, now),
    giveBack: (name, limits, calls, now) => giveBack(gated(name), limits, calls, now),
    queueUp: (name, limits, calls, now) => queueUp(gated(name), limits, calls, now),
    claimProbe: (name, now) => claimProbe(gated(name), now),
    failed: (name, failure, now, isProbe) => failed(gated(name), failure, now, isProbe),
    answered(name, now) {
      gated(name).memory.answeredAt = now;
    },
    succeeded: (name) => closeCircuit(gated(name)),
    learn: (name, limits) => learn(gated(name), limits),
    state: (name) => read(gated(name)),
  };
}

async function read({ dynamo, table, name, memory }: GatedConnection): Promise<ConnectionState> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: connectionKey(name), ConsistentRead: true }),
  );
  return memory.keep(Item);
}

/** @returns the state after the update, or as it stood when the condition failed */
async function update(
  { dynamo, table, name, memory }: GatedConnection,
  input: Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>,
): Promise<{ readonly isDone: boolean; readonly state: ConnectionState }> {
  const onFailure = compact({
    ReturnValuesOnConditionCheckFailure: input.ConditionExpression === undefined ? undefined : ('ALL_OLD' as const),
  });
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: connectionKey(name),
        ...input,
        ReturnValues: 'ALL_NEW',
        ...onFailure,
      }),
    ),
  );
  return { isDone, state: memory.keep(row) };
}

/** Waits a moment before the next round. @throws TransientError after too many rounds */
async function yieldToOthers({ pause, random, name }: GatedConnection, round: number): Promise<void> {
  if (round === maxRounds) throw new TransientError(`the gate of connection ${name} is contended`);
  await pause(random() * 5 * 2 ** Math.min(round, 6));
}

function refusal(state: ConnectionState, now: Date): Exclude<Admission, { kind: 'go' }> | undefined {
  if (state.circuit === 'open')
    return { kind: 'open', reason: state.reason ?? 'open', probeAt: new Date(state.probeAt ?? 0) };
  return state.blockedUntil > now.getTime() ? { kind: 'wait', until: new Date(state.blockedUntil) } : undefined;
}

async function admit(
  connection: GatedConnection,
  configured: RateLimits | undefined,
  calls: number,
  now: Date,
): Promise<Admission> {
  for (let round = 0; ; round += 1) {
    const { state } = connection.memory;
    const limits = limitsOf(state, configured);
    const from = freeAt(state, limits, calls);
    // A refusal must not rest on memory alone: the row may have moved on.
    const isRowKnown = round > 0;
    if (isRowKnown) {
      const refused = refusal(state, now);
      if (refused !== undefined) return refused;
      if (from > now.getTime()) return { kind: 'wait', until: new Date(from) };
    }
    if (from > now.getTime() || refusal(state, now) !== undefined) {
      await read(connection);
      continue;
    }
    const latest = now.getTime() + roomMs(limits, calls);
    const extended = await extend(connection, 'busyUntil', calls * msPerCall(limits), now, latest);
    if (extended.isDone) return { kind: 'go', state: extended.state };
    if (round > 1) await yieldToOthers(connection, round);
  }
}

/**
 * Adds to a time in the row: to now when the time has passed, to the time itself when it has not; the memory says which.
 * The condition holds whatever other workers add meanwhile, as long as there is room.
 */
function extend(
  connection: GatedConnection,
  field: 'busyUntil' | 'queuedUntil',
  byMs: number,
  now: Date,
  latest = Number.MAX_SAFE_INTEGER,
): ReturnType<typeof update> {
  const isPast = connection.memory.state[field] <= now.getTime();
  const place = isPast
    ? `(attribute_not_exists(${field}) OR ${field} <= :now)`
    : `${field} > :now AND ${field} <= :latest`;
  return update(connection, {
    UpdateExpression: isPast ? `SET ${field} = :next` : `SET ${field} = ${field} + :by`,
    ConditionExpression: field === 'busyUntil' ? `${place} AND ${admits}` : place,
    ExpressionAttributeValues: {
      ':now': now.getTime(),
      ...(isPast ? { ':next': now.getTime() + byMs } : { ':by': byMs, ':latest': latest }),
      ...compact({ ':open': field === 'busyUntil' ? 'open' : undefined }),
    },
  });
}

async function giveBack(
  connection: GatedConnection,
  configured: RateLimits | undefined,
  calls: number,
  now: Date,
): Promise<void> {
  const byMs = calls * msPerCall(limitsOf(connection.memory.state, configured));
  // Where the condition fails, what was admitted has had its time: nothing is left to give back.
  await update(connection, {
    UpdateExpression: 'SET busyUntil = busyUntil - :by',
    ConditionExpression: 'busyUntil > :until',
    ExpressionAttributeValues: { ':by': byMs, ':until': now.getTime() + byMs },
  });
}

async function queueUp(
  connection: GatedConnection,
  configured: RateLimits | undefined,
  calls: number,
  now: Date,
): Promise<Date> {
  for (let round = 0; ; round += 1) {
    const limits = limitsOf(connection.memory.state, configured);
    const queued = await extend(connection, 'queuedUntil', calls * msPerCall(limits), now);
    if (queued.isDone) return new Date(queued.state.queuedUntil);
    if (round > 1) await yieldToOthers(connection, round);
  }
}

async function claimProbe(connection: GatedConnection, now: Date): Promise<boolean> {
  const { isDone } = await update(connection, {
    UpdateExpression: 'SET probeAt = :next',
    ConditionExpression: 'circuit = :open AND probeAt <= :now',
    ExpressionAttributeValues: { ':next': now.getTime() + probeClaimMs, ':open': 'open', ':now': now.getTime() },
  });
  return isDone;
}

/** @returns whether the circuit is open now */
async function failed(connection: GatedConnection, failure: Failure, now: Date, isProbe: boolean): Promise<boolean> {
  if (failure.kind === 'throttled' && failure.scope !== 'daily') {
    const { state } = await update(connection, {
      UpdateExpression: 'SET blockedUntil = :until',
      ExpressionAttributeValues: { ':until': failure.retryAt.getTime() },
    });
    return state.circuit === 'open';
  }
  const { state } = await update(connection, {
    UpdateExpression: 'ADD failures :one',
    ExpressionAttributeValues: { ':one': 1 },
  });
  // A call that was under way when the circuit opened says nothing new.
  if (state.circuit === 'open' && !isProbe) return true;
  if (state.circuit !== 'open' && !opensCircuit(failure, state.failures)) return false;
  // Many deliveries are under way at once: a few that fail are no outage while others get through.
  if (failure.kind === 'unknown' && connection.memory.isAnswering(now) && !isProbe) return false;
  await openCircuit(connection, failure, state, now);
  return true;
}

const openCircuit = (connection: GatedConnection, failure: Failure, { probes }: ConnectionState, now: Date) =>
  update(connection, {
    UpdateExpression:
      'SET circuit = :open, openedAt = if_not_exists(openedAt, :since), reason = :reason, probeAt = :probe ADD probes :one',
    ExpressionAttributeValues: {
      ':open': 'open',
      ':since': now.toISOString(),
      ':reason': circuitReason(failure),
      ':probe': nextProbeAt(failure, probes, now),
      ':one': 1,
    },
  });

async function closeCircuit(connection: GatedConnection): Promise<void> {
  await update(connection, {
    UpdateExpression: 'SET circuit = :closed, failures = :none, probes = :none REMOVE reason, openedAt, probeAt',
    ExpressionAttributeValues: { ':closed': 'closed', ':none': 0 },
  });
}

async function learn(connection: GatedConnection, limits: RateLimits): Promise<void> {
  const { learned: knownLimits } = connection.memory.state;
  if (knownLimits?.perSecond === limits.perSecond && knownLimits.burst === limits.burst) return;
  await update(connection, {
    UpdateExpression: 'SET learned = :limits',
    ExpressionAttributeValues: { ':limits': limits },
  });
}

const limitsOf = (state: ConnectionState, configured: RateLimits | undefined): RateLimits =>
  configured?.isFixed ? configured : (state.learned ?? configured ?? unlimited);

/** A connection without limits still goes through the gate, for its circuit. */
const unlimited: RateLimits = { perSecond: 1_000_000, burst: 1_000_000 };
