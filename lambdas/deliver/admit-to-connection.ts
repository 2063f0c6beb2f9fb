import { failureReason } from '../domain/crm/outcome.ts';
import { isOfConnection } from '../domain/delivery/circuit.ts';
import type { Admission, ConnectionState, WantedCalls } from '../domain/delivery/connection-gate.ts';
import { type Destination, type DestinationAccount, resolveDestination } from '../domain/planning/destination.ts';
import { extraCalls } from '../domain/planning/extra-calls.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, msUntil, waitsForProbe } from './ending.ts';

/** A delivery that may call its connection. */
export interface AdmittedDelivery {
  readonly destination: Destination;
  /** The connection as it admitted the delivery; absent where nothing is to be written. */
  readonly state?: ConnectionState;
}

/** A connection that a delivery wants to call. */
interface WantedConnection extends DestinationAccount {
  readonly destination: Destination;
  readonly wanted: WantedCalls;
}

/**
 * Resolves where a delivery goes, and takes its calls from the connection's rate.
 *
 * While the circuit is open the delivery waits in its conversation, unless it may probe; beyond the rate it waits for its
 * turn. Neither counts as an attempt.
 */
export async function admitToConnection(context: AttemptContext): Promise<Ending | AdmittedDelivery> {
  const { dependencies, delivery, known } = context;
  const { gate, now } = dependencies;
  const resolved = await resolveDestination(dependencies, delivery);
  if (resolved.kind === 'failed') return { ends: 'failed', failure: resolved.failure, connection: resolved.connection };
  const { destination } = resolved;
  const { account } = destination;
  if (account === undefined) return { destination };
  const { name, adapter, limits } = account;
  // Nobody is remembered of the account of a shadow.
  const cost = known === undefined || destination.isShadow ? adapter.calls.unknown : adapter.calls.known;
  const calls = cost + extraCalls(destination, delivery, known, now());
  const wanted = { connection: name, tenant: delivery.tenant, limits, calls };
  const admission = await gate.admit(wanted, now());
  const connection = { ...account, destination, wanted };
  return admission.kind === 'open' ? probe(context, connection, admission) : takeTurn(context, connection, admission);
}

/**
 * Tries a connection with an open circuit: a few deliveries at a time, and each first by a call that changes nothing. Only
 * a delivery that gets through closes the circuit, not the call before it: a vendor may answer reads and fail all writes.
 */
async function probe(
  context: AttemptContext,
  { name, adapter, destination, wanted }: WantedConnection,
  { probeAt, reason, trials = 0 }: Extract<Admission, { kind: 'open' }>,
): Promise<Ending | AdmittedDelivery> {
  const { gate, now, random } = context.dependencies;
  const { isReplay } = context.attempt;
  const waits = (until: Date, why: string): Ending =>
    waitsForProbe(name, why, until, { now: now(), random: random(), isReplay });
  const isDue = trials > 0 || probeAt.getTime() <= now().getTime();
  if (!isDue) return waits(probeAt, reason);
  // The call of the check counts, too.
  const tried = { ...wanted, calls: wanted.calls + (adapter.check === undefined ? 0 : 1) };
  if (!(await gate.claimProbe(name, now(), tried)))
    return waits(new Date((await gate.state(name)).probeAt ?? 0), reason);
  const answer = await adapter.check?.();
  if (answer !== undefined && answer.kind !== 'ok' && isOfConnection(answer)) {
    const nextAt = await gate.failed(name, answer, now(), true);
    return waits(nextAt ?? now(), failureReason(answer));
  }
  return { destination, state: await gate.state(name) };
}

/** On the queue every delivery gets a turn, one after the other; a redrive waits for the next free moment. */
async function takeTurn(
  { dependencies: { gate, now }, attempt }: AttemptContext,
  { destination, wanted }: WantedConnection,
  admission: Exclude<Admission, { kind: 'open' }>,
): Promise<Ending | AdmittedDelivery> {
  if (admission.kind === 'go') return { destination, state: admission.state };
  const until = attempt.isReplay ? admission.until : await gate.queueUp(wanted, now());
  const afterMs = msUntil(until, now());
  return { ends: 'answered', result: { kind: 'retry', afterMs, reason: 'waits for its turn', waits: true } };
}
