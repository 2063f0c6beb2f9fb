import type { Failure } from '../domain/crm/outcome.ts';
import {
  type CircuitState,
  circuitReason,
  hasAnsweredSince,
  nextProbeAt,
  opensCircuit,
  probeClaimMs,
  trialsPerProbe,
} from '../domain/delivery/circuit.ts';
import { type GatedConnection, readConnection, updateConnection } from './gated-connection.ts';

// The circuit of a connection, in its row: the rules are those of the domain, and each change is one conditional update.

/**
 * Takes the probe that is due, which lets a few more deliveries try, or the place of one of these.
 *
 * @param callsMs how long the calls of the delivery occupy the connection, in ms; while its circuit is open nobody else does
 */
export async function claimProbe(connection: GatedConnection, now: Date, callsMs = 0): Promise<boolean> {
  const { isDone, state } = await updateConnection(connection, {
    UpdateExpression: 'SET probeAt = :next, trials = :others, busyUntil = :busy',
    ConditionExpression: 'circuit = :open AND probeAt <= :now',
    ExpressionAttributeValues: {
      ':next': now.getTime() + probeClaimMs,
      ':others': trialsPerProbe - 1,
      ':busy': now.getTime() + callsMs,
      ':open': 'open',
      ':now': now.getTime(),
    },
  });
  if (isDone || state.circuit !== 'open' || state.trials <= 0) return isDone;
  const trial = await updateConnection(connection, {
    UpdateExpression: 'SET trials = trials - :one, busyUntil = busyUntil + :by',
    ConditionExpression: 'circuit = :open AND trials > :none',
    ExpressionAttributeValues: { ':open': 'open', ':one': 1, ':none': 0, ':by': callsMs },
  });
  return trial.isDone;
}

/**
 * Counts a failure, and opens the circuit where that ends a run too many; a failed probe keeps it open.
 *
 * @returns when the next probe is due, if the circuit is open now
 */
export async function recordFailure(
  connection: GatedConnection,
  failure: Failure,
  now: Date,
  isProbe: boolean,
): Promise<Date | undefined> {
  if (failure.kind === 'throttled' && failure.scope !== 'daily') {
    const { state } = await updateConnection(connection, {
      UpdateExpression: 'SET blockedUntil = :until',
      ExpressionAttributeValues: { ':until': failure.retryAt.getTime() },
    });
    return probeOf(state);
  }
  const state = await count(connection, failure, now);
  // A call that was under way when the circuit opened says nothing new.
  if (state.circuit === 'open' && !isProbe) return probeOf(state);
  if (state.circuit !== 'open' && !opensCircuit(failure, state)) return undefined;
  return probeOf(await openCircuit(connection, failure, state, now));
}

const probeOf = ({ circuit, probeAt = 0 }: CircuitState): Date | undefined =>
  circuit === 'open' ? new Date(probeAt) : undefined;

/** Adds a failure to its runs; where the vendor has answered in the meantime, this one begins a new run. */
async function count(connection: GatedConnection, failure: Failure, now: Date): Promise<CircuitState> {
  // One used-up daily limit opens the circuit: there is nothing to count.
  if (failure.kind === 'throttled') return readConnection(connection);
  if (failure.kind === 'misconfigured') {
    const { state } = await updateConnection(connection, {
      UpdateExpression: 'ADD refusals :one',
      ExpressionAttributeValues: { ':one': 1 },
    });
    return state;
  }
  const { state } = await updateConnection(connection, {
    UpdateExpression: 'SET failingSince = if_not_exists(failingSince, :now) ADD failures :one, unfinished :one',
    ExpressionAttributeValues: { ':now': now.getTime(), ':one': 1 },
  });
  if (!hasAnsweredSince(state, connection.memory.answeredAt)) return state;
  const renewed = await updateConnection(connection, {
    UpdateExpression: 'SET failingSince = :now, failures = :one',
    ExpressionAttributeValues: { ':now': now.getTime(), ':one': 1 },
  });
  return renewed.state;
}

async function openCircuit(
  connection: GatedConnection,
  failure: Failure,
  { probes }: CircuitState,
  now: Date,
): Promise<CircuitState> {
  const { state } = await updateConnection(connection, {
    UpdateExpression:
      'SET circuit = :open, openedAt = if_not_exists(openedAt, :since), reason = :reason, probeAt = :probe, trials = :none ADD probes :one',
    ExpressionAttributeValues: {
      ':open': 'open',
      ':since': now.toISOString(),
      ':reason': circuitReason(failure),
      ':probe': nextProbeAt(failure, probes, now),
      ':none': 0,
      ':one': 1,
    },
  });
  return state;
}

/** Closes the circuit, and ends all runs of failures. */
export async function closeCircuit(connection: GatedConnection): Promise<void> {
  await updateConnection(connection, {
    UpdateExpression:
      'SET circuit = :closed, failures = :none, unfinished = :none, refusals = :none, probes = :none, trials = :none REMOVE reason, openedAt, probeAt, failingSince',
    ExpressionAttributeValues: { ':closed': 'closed', ':none': 0 },
  });
}
