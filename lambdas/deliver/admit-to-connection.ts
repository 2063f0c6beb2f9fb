import { failureReason } from '../domain/crm/outcome.ts';
import { type Admission, type ConnectionState, isOfConnection } from '../domain/delivery/connection-gate.ts';
import { type Destination, type DestinationAccount, resolveDestination } from '../domain/planning/destination.ts';
import { extraCalls } from '../domain/planning/extra-calls.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, msUntil, waitsFor } from './ending.ts';

/** A delivery that may call its connection. */
export interface AdmittedDelivery {
  readonly destination: Destination;
  /** The connection as it admitted the delivery; absent where nothing is to be written. */
  readonly state?: ConnectionState;
}

/** A connection, and the calls that the delivery wants from it. */
interface WantedCalls extends DestinationAccount {
  readonly destination: Destination;
  readonly calls: number;
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
  const wanted = { ...account, destination, calls: cost + extraCalls(destination, delivery, known, now()) };
  const admission = await gate.admit(name, limits, wanted.calls, now());
  return admission.kind === 'open' ? probe(context, wanted, admission) : takeTurn(context, wanted, admission);
}

/** Tries a connection with an open circuit: one worker at a time, and first by a call that changes nothing. */
async function probe(
  context: AttemptContext,
  wanted: WantedCalls,
  { probeAt, reason }: Extract<Admission, { kind: 'open' }>,
): Promise<Ending | AdmittedDelivery> {
  const { gate, now } = context.dependencies;
  const { name, adapter, limits, calls, destination } = wanted;
  const mayProbe = probeAt.getTime() <= now().getTime() && (await gate.claimProbe(name, now()));
  if (!mayProbe) return waitsFor(name, reason);
  if (adapter.check === undefined) return { destination, state: await gate.state(name) };
  const answer = await adapter.check();
  if (answer.kind !== 'ok' && isOfConnection(answer)) {
    await gate.failed(name, answer, now(), true);
    return waitsFor(name, failureReason(answer));
  }
  await gate.succeeded(name);
  // The call of the check counts, too.
  const admission = await gate.admit(name, limits, calls + 1, now());
  return admission.kind === 'open' ? waitsFor(name, admission.reason) : takeTurn(context, wanted, admission);
}

/** On the queue every delivery gets a turn, one after the other; a redrive waits for the next free moment. */
async function takeTurn(
  { dependencies: { gate, now }, attempt }: AttemptContext,
  { name, limits, calls, destination }: WantedCalls,
  admission: Exclude<Admission, { kind: 'open' }>,
): Promise<Ending | AdmittedDelivery> {
  if (admission.kind === 'go') return { destination, state: admission.state };
  const until = attempt.isReplay ? admission.until : await gate.queueUp(name, limits, calls, now());
  const afterMs = msUntil(until, now());
  return { ends: 'answered', result: { kind: 'retry', afterMs, reason: 'waits for its turn', waits: true } };
}
