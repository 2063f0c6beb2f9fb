import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { compact } from '../compact.ts';
import type { RateLimits } from '../domain/crm/crm-adapter.ts';
import type { Failure } from '../domain/crm/outcome.ts';
import {
  type Admission,
  answersCountForMs,
  type ConnectionGate,
  type ConnectionState,
  circuitReason,
  freeAt,
  freshForMs,
  isCrowdedAt,
  msPerCall,
  nextProbeAt,
  opensCircuit,
  probeClaimMs,
  roomMs,
} from '../domain/delivery/connection-gate.ts';
import { TransientError } from '../domain/errors.ts';
import { isConditionFailure } from './conditional-update.ts';
import { connectionKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** Workers that meet at one connection at the same moment; each round somebody gets through. */
const maxRounds = 12;

const idle: ConnectionState = {
  circuit: 'closed',
  probes: 0,
  failures: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
};
/** What the row must say for a call to be made. */
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
  const remembered = new Map<string, ConnectionState>();
  const seenAt = new Map<string, number>();
  const answeredAt = new Map<string, number>();

  const keep = (connection: string, row: object | undefined): ConnectionState => {
    const state = { ...idle, ...(row as Partial<ConnectionState> | undefined) };
    remembered.set(connection, state);
    return state;
  };

  /** @returns the state after the update, or as it stood when the condition failed */
  const update = async (
    connection: string,
    input: Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>,
  ): Promise<{ isDone: boolean; state: ConnectionState }> => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: connectionKey(connection),
          ...input,
          ReturnValues: 'ALL_NEW',
          ...compact({
            ReturnValuesOnConditionCheckFailure:
              input.ConditionExpression === undefined ? undefined : ('ALL_OLD' as const),
          }),
        }),
      );
      return { isDone: true, state: keep(connection, Attributes) };
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      const { Item } = error as { Item?: Parameters<typeof unmarshall>[0] };
      return { isDone: false, state: keep(connection, Item && unmarshall(Item)) };
    }
  };

  const contended = async (connection: string, round: number): Promise<void> => {
    if (round === maxRounds) throw new TransientError(`the gate of connection ${connection} is contended`);
    await pause(random() * 5 * 2 ** Math.min(round, 6));
  };

  const refusal = (state: ConnectionState, now: Date): Exclude<Admission, { kind: 'go' }> | undefined => {
    if (state.circuit === 'open')
      return { kind: 'open', reason: state.reason ?? 'open', probeAt: new Date(state.probeAt ?? 0) };
    return state.blockedUntil > now.getTime() ? { kind: 'wait', until: new Date(state.blockedUntil) } : undefined;
  };

  /**
   * Adds to a time in the row: to now when it has passed, to itself when it has not, of which the memory knows. The
   * condition holds whatever other workers add meanwhile, as long as there is room.
   */
  const extend = async (
    connection: string,
    field: 'busyUntil' | 'queuedUntil',
    byMs: number,
    now: Date,
    latest = Number.MAX_SAFE_INTEGER,
  ): Promise<{ isDone: boolean; state: ConnectionState }> => {
    const isPast = (remembered.get(connection) ?? idle)[field] <= now.getTime();
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
  };

  return {
    async admit(connection, given, calls, now) {
      for (let round = 0; ; round += 1) {
        const state = remembered.get(connection) ?? idle;
        const limits = limitsOf(state, given);
        const from = freeAt(state, limits, calls);
        // A refusal must not rest on memory alone: the row may have moved on.
        const isFresh = round > 0;
        if (isFresh) {
          const refused = refusal(state, now);
          if (refused !== undefined) return refused;
          if (from > now.getTime()) return { kind: 'wait', until: new Date(from) };
        }
        if (from > now.getTime() || refusal(state, now) !== undefined) {
          await read(connection);
          continue;
        }
        const latest = now.getTime() + roomMs(limits, calls);
        const taken = await extend(connection, 'busyUntil', calls * msPerCall(limits), now, latest);
        if (taken.isDone) return { kind: 'go', state: taken.state };
        if (round > 1) await contended(connection, round);
      }
    },

    async giveBack(connection, given, calls, now) {
      const byMs = calls * msPerCall(limitsOf(remembered.get(connection) ?? idle, given));
      // What was admitted has had its time: nothing is left to give back.
      await update(connection, {
        UpdateExpression: 'SET busyUntil = busyUntil - :by',
        ConditionExpression: 'busyUntil > :until',
        ExpressionAttributeValues: { ':by': byMs, ':until': now.getTime() + byMs },
      });
    },

    async queueUp(connection, given, calls, now) {
      for (let round = 0; ; round += 1) {
        const limits = limitsOf(remembered.get(connection) ?? idle, given);
        const queued = await extend(connection, 'queuedUntil', calls * msPerCall(limits), now);
        if (queued.isDone) return new Date(queued.state.queuedUntil);
        if (round > 1) await contended(connection, round);
      }
    },

    async claimProbe(connection, now) {
      const { isDone } = await update(connection, {
        UpdateExpression: 'SET probeAt = :next',
        ConditionExpression: 'circuit = :open AND probeAt <= :now',
        ExpressionAttributeValues: { ':next': now.getTime() + probeClaimMs, ':open': 'open', ':now': now.getTime() },
      });
      return isDone;
    },

    async failed(connection, failure, now, isProbe) {
      if (failure.kind === 'throttled' && failure.scope !== 'daily') {
        await update(connection, {
          UpdateExpression: 'SET blockedUntil = :until',
          ExpressionAttributeValues: { ':until': failure.retryAt.getTime() },
        });
        return (remembered.get(connection) ?? idle).circuit === 'open';
      }
      const { state } = await update(connection, {
        UpdateExpression: 'ADD failures :one',
        ExpressionAttributeValues: { ':one': 1 },
      });
      // What was under way when it opened says nothing new.
      if (state.circuit === 'open' && !isProbe) return true;
      if (state.circuit !== 'open' && !opensCircuit(failure, state.failures)) return false;
      // Many deliveries are under way at once: a few that fail are no outage while others get through.
      const isAnswering = (answeredAt.get(connection) ?? 0) > now.getTime() - answersCountForMs;
      if (failure.kind === 'unknown' && isAnswering && !isProbe) return false;
      await open(connection, failure, state, now);
      return true;
    },

    answered: (connection, now) => void answeredAt.set(connection, now.getTime()),

    async succeeded(connection) {
      await update(connection, {
        UpdateExpression: 'SET circuit = :closed, failures = :none, probes = :none REMOVE reason, openedAt, probeAt',
        ExpressionAttributeValues: { ':closed': 'closed', ':none': 0 },
      });
    },

    async learn(connection, limits) {
      const { learned } = remembered.get(connection) ?? idle;
      if (learned?.perSecond === limits.perSecond && learned.burst === limits.burst) return;
      await update(connection, {
        UpdateExpression: 'SET learned = :limits',
        ExpressionAttributeValues: { ':limits': limits },
      });
    },

    async isCrowded(connection, now) {
      const seen = seenAt.get(connection);
      const isFresh = seen !== undefined && seen > now.getTime() - freshForMs;
      const state = isFresh ? (remembered.get(connection) ?? idle) : await read(connection);
      seenAt.set(connection, isFresh ? seen : now.getTime());
      return isCrowdedAt(state, now);
    },

    state: (connection) => read(connection),
  };

  async function read(connection: string): Promise<ConnectionState> {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: connectionKey(connection), ConsistentRead: true }),
    );
    return keep(connection, Item);
  }

  async function open(connection: string, failure: Failure, state: ConnectionState, now: Date): Promise<void> {
    await update(connection, {
      UpdateExpression:
        'SET circuit = :open, openedAt = if_not_exists(openedAt, :since), reason = :reason, probeAt = :probe ADD probes :one',
      ExpressionAttributeValues: {
        ':open': 'open',
        ':since': now.toISOString(),
        ':reason': circuitReason(failure),
        ':probe': nextProbeAt(failure, state.probes, now),
        ':one': 1,
      },
    });
  }
}

const limitsOf = ({ learned }: ConnectionState, given: RateLimits | undefined): RateLimits =>
  given?.isFixed ? given : (learned ?? given ?? unlimited);

/** A connection without limits still goes through the gate, for its circuit. */
const unlimited: RateLimits = { perSecond: 1_000_000, burst: 1_000_000 };
