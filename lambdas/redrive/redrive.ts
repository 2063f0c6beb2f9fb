import { trialsPerProbe } from '../domain/delivery/circuit.ts';
import type { ConnectionGate, ConnectionState } from '../domain/delivery/connection-gate.ts';
import type { ParkMarker } from '../domain/delivery/ledger.ts';
import { type RedriveReport, type RedriveRequest, scheduleActor } from '../domain/delivery/redrive-report.ts';
import type { Log } from '../domain/mail/log.ts';
import { type CollectDependencies, collectDeadLetters } from './collect-dead-letters.ts';
import { count, drain, isWanted, mostListed, type RedriveRun } from './drain.ts';
import type { RedriveTime, ReplayThreadDependencies } from './replay-thread.ts';

interface RedriveDependencies extends Omit<CollectDependencies, 'ledger'>, ReplayThreadDependencies {
  readonly gate: Pick<ConnectionGate, 'state'>;
  /** Probes a connection that no delivery waits for. */
  readonly probe: (connection: string) => Promise<void>;
  /** The names of all connections that an integration has. */
  readonly connections: () => Promise<readonly string[]>;
  readonly audit: (request: RedriveRequest, report: RedriveReport, at: Date) => Promise<void>;
  readonly log: Log;
}

/** Conversations of one connection that are replayed side by side. */
const connectionWidth = 8;
/** Poisoned conversations that are replayed side by side. */
const poisonedWidth = 2;
/** How long a run waits for a probe or for the next try of a conversation, in ms: until the next scheduled run, or a person. */
const patience = { scheduled: 50_000, called: 10_000 } as const;

/**
 * Replays waiting conversations in order, through the code that the queue uses.
 *
 * First the dead-letter queue is emptied into parked conversations. Then the poisoned ones are tried again, and
 * beside them, connection by connection, those that waited for a circuit to close: one head as the probe, then
 * as many side by side as the connection's rate lets through. Each conversation is leased and replayed from its head
 * until one delivery does not settle. Nothing is ever sent back to the queue, where it would land behind newer mail.
 */
export function createRedrive(dependencies: RedriveDependencies) {
  const { parked, audit, log, now } = dependencies;

  return async function redrive(request: RedriveRequest, time: RedriveTime): Promise<RedriveReport> {
    const dryRun = request.dryRun ?? false;
    const collected = dryRun ? 0 : await collectDeadLetters(dependencies);
    const totals = { found: 0, replayed: 0, skipped: 0 };
    const patienceMs = request.actor === scheduleActor ? patience.scheduled : patience.called;
    const waitsUntil = now().getTime() + Math.min(patienceMs, time.leftMs());
    const run: RedriveRun = { dependencies, request, time, dryRun, waitsUntil, totals, threads: new Map() };
    const connections = await dependencies.connections();
    await Promise.all([
      drain(run, parked.markers({ kind: 'poisoned' }), poisonedWidth),
      ...connections.map((connection) => redriveConnection(dependencies, run, connection)),
    ]);
    const report = { dryRun, collected, ...totals, threads: [...run.threads.values()] };
    const didSomething = collected + totals.replayed + totals.skipped > 0;
    if (didSomething) await audit(request, report, now());
    log.info('redrive.done', { collected, dryRun, ...totals });
    return report;
  };
}

/** Replays the conversations that wait for one connection, as far as its circuit allows. */
async function redriveConnection(
  dependencies: RedriveDependencies,
  run: RedriveRun,
  connection: string,
): Promise<void> {
  const { parked, gate } = dependencies;
  const markers = (): AsyncGenerator<ParkMarker> => parked.markers({ kind: 'buffered', connection });
  if (run.dryRun) return void (await drain(run, markers(), connectionWidth));
  for (;;) {
    const state = await gate.state(connection);
    if (state.circuit === 'closed') return void (await drain(run, markers(), connectionWidth));
    // Giving a delivery up calls no connection.
    if (run.request.skip !== undefined) return void (await drain(run, markers(), 1));
    if (await isProbed(dependencies, run, connection, state)) continue;
    // Nobody reads the report of a scheduled run.
    if (run.request.actor === scheduleActor) return;
    const until = new Date(state.probeAt ?? 0).toISOString();
    const stoppedBy = `connection ${connection} is open (${state.reason}), and tried again at ${until}`;
    return listWaiting(run, limited(markers(), mostListed), stoppedBy);
  }
}

/**
 * Waits for a probe that is due soon, and makes it: with the head of a conversation, or by itself where none waits.
 *
 * @returns false when there is no probe within this run, or somebody else makes it
 */
async function isProbed(
  { parked, gate, probe, now, pause }: RedriveDependencies,
  run: RedriveRun,
  connection: string,
  { probeAt = 0, probes }: ConnectionState,
): Promise<boolean> {
  if (probeAt > run.waitsUntil) return false;
  const waitMs = probeAt - now().getTime();
  if (waitMs > 0) await pause(waitMs);
  const oldest = limited(parked.markers({ kind: 'buffered', connection }), trialsPerProbe);
  const heads = await Array.fromAsync(oldest);
  // Not the same one each time: it may be a mail that fails by itself.
  const head = heads[probes % Math.max(1, heads.length)];
  const tried = head === undefined ? 0 : await drain(run, limited([head].values(), 1), 1);
  if (tried === 0) await probe(connection);
  const after = await gate.state(connection);
  return after.circuit === 'closed' || (after.probeAt ?? 0) > now().getTime();
}

/** Reports requested conversations that cannot be tried. */
async function listWaiting(run: RedriveRun, markers: AsyncIterable<ParkMarker>, stoppedBy: string): Promise<void> {
  for await (const marker of markers) {
    if (!(await isWanted(run, marker))) continue;
    const { group, head, reason, waiting } = marker;
    count(run, { group, head, reason, waiting, replayed: 0, skipped: 0, stoppedBy });
  }
}

async function* limited<T>(values: Iterator<T> | AsyncIterator<T>, most: number): AsyncGenerator<T> {
  for (let remaining = most; remaining > 0; remaining -= 1) {
    const { value, done } = await values.next();
    if (done) return;
    yield value;
  }
}
