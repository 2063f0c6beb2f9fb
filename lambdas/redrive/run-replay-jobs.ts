import { compact } from '../compact.ts';
import { type Delivery, groupOf } from '../domain/delivery/delivery.ts';
import { examinedAt, type ReplayJob, withResult } from '../domain/delivery/replay-job.ts';
import type { ReplayJobs } from '../domain/delivery/replay-jobs.ts';
import { type ReplayScanPorts, scanReplay } from '../domain/delivery/replay-scan.ts';
import type { Log } from '../domain/mail/log.ts';
import { type ReplayOneDependencies, replayOne } from './replay.ts';
import type { RedriveTime } from './replay-thread.ts';

interface ReplayJobDependencies extends ReplayOneDependencies {
  readonly jobs: Pick<ReplayJobs, 'open' | 'claim' | 'save'>;
  readonly scan: ReplayScanPorts;
  /** Keeps the end of a replay for the audit trail. */
  readonly audit: (request: object, result: object, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** Events that are read at once. */
const eventsPerRead = 50;
/** Deliveries after which the progress is written: whoever goes on after a crash repeats fewer, under the same message ids. */
const deliveriesPerSave = 20;
/** In ms: how long a worker keeps a replay between two saves, with the longest waits for a turn in between. */
const leaseMs = 300_000;
/** Runs in a row in which a connection took nothing, after which a replay stops: an hour and more. */
const mostStalls = 60;

/** One replay that this worker has claimed. */
interface Run {
  readonly dependencies: ReplayJobDependencies;
  readonly time: RedriveTime;
  job: ReplayJob;
  /** Deliveries since the last save. */
  unsaved: number;
  /** Whether this run has had a result. */
  hasProgress: boolean;
}

/** Why a run ends: there is no event left, no time, the connection takes nothing, or another worker has the replay. */
type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'out-of-time' }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'waits'; readonly reason: string }
  | { readonly kind: 'lost' };

/**
 * Goes on with the replays that have not ended, one after the other, until the time is up.
 *
 * The order of the feed is kept, so a conversation is replayed in its order. A connection that takes nothing holds its
 * replay up: the next run tries the same delivery again.
 */
export function createRunReplayJobs(dependencies: ReplayJobDependencies) {
  return async function runReplayJobs(time: RedriveTime): Promise<number> {
    let ended = 0;
    const failures: unknown[] = [];
    for (const id of await dependencies.jobs.open()) {
      if (time.leftMs() <= 0) break;
      const job = await dependencies.jobs.claim(id, dependencies.now(), leaseMs);
      if (job === undefined) continue;
      const run: Run = { dependencies, time, job, unsaved: 0, hasProgress: false };
      try {
        if (await endRun(run, await runToEnd(run))) ended += 1;
      } catch (error) {
        // A replay that fails must not keep those behind it from their turn. The run fails at its end, which alarms watch.
        dependencies.log.error('replay.failed', { id, error: error instanceof Error ? error.name : typeof error });
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return ended;
  };
}

async function runToEnd(run: Run): Promise<RunEnd> {
  const { dependencies, time } = run;
  while (time.leftMs() > 0) {
    const { job } = run;
    const stretch = await scanReplay(dependencies.scan, job, job.place, eventsPerRead);
    for (const { deliveries, place } of stretch.events) {
      const end = await replayEvent(run, deliveries);
      if (end !== undefined) return end;
      run.job = { ...run.job, place };
      if (run.unsaved >= deliveriesPerSave && !(await save(run))) return { kind: 'lost' };
    }
    run.job = { ...run.job, place: stretch.place };
    if (stretch.isEnd) return { kind: 'done' };
    if (!(await save(run))) return { kind: 'lost' };
  }
  return { kind: 'out-of-time' };
}

/** Replays the deliveries of one event. One that stops in the middle of an event begins with that event again. */
async function replayEvent(run: Run, deliveries: readonly Delivery[]): Promise<RunEnd | undefined> {
  const { dependencies, time } = run;
  for (const { eventId, integration } of deliveries) {
    const { id, messageId, selection, limit, perSecond, replayed } = run.job;
    if (replayed >= limit) return { kind: 'stopped', reason: `the limit of ${limit} deliveries is reached` };
    if (time.leftMs() <= 0) return { kind: 'out-of-time' };
    // The row that was read with the event may be old: the delivery may have been held or erased since.
    const group = groupOf({ integration, threadKey: '' });
    const { delivery } = await dependencies.ledger.load({ eventId, integration }, group);
    const marked = { id, messageId, delivered: selection.delivered };
    const result = await replayOne(dependencies, { delivery }, time, { marked });
    if (result.result === 'out-of-time') return { kind: 'out-of-time' };
    if (result.result === 'later') return { kind: 'waits', reason: result.reason ?? 'the connection takes nothing' };
    run.job = { ...run.job, ...withResult(run.job, { eventId, integration, ...result }) };
    run.unsaved += 1;
    run.hasProgress = true;
    if (result.result !== 'refused') await dependencies.pause(1000 / perSecond);
  }
  return undefined;
}

/** Writes how far the replay is, and keeps it. */
async function save(run: Run): Promise<boolean> {
  const { jobs, now } = run.dependencies;
  run.unsaved = 0;
  return jobs.save(run.job, new Date(now().getTime() + leaseMs));
}

/** Gives the replay back, with its end where it has one. @returns whether it has ended */
async function endRun({ dependencies, job, hasProgress }: Run, end: RunEnd): Promise<boolean> {
  const { jobs, audit, log, now } = dependencies;
  if (end.kind === 'lost') return false;
  const stalls = hasProgress || end.kind !== 'waits' ? 0 : job.stalls + 1;
  const { waitsFor: _before, ...rest } = job;
  const ended = endedJob({ ...rest, stalls }, end, now());
  const saved: ReplayJob = ended ?? {
    ...rest,
    stalls,
    state: 'running',
    ...compact({ waitsFor: end.kind === 'waits' ? end.reason : undefined }),
  };
  if (!(await jobs.save(saved))) return false;
  const { id, actor, state, replayed, unchanged, refused, failed, refusals } = saved;
  const counts = { state, examined: examinedAt(saved, saved.place), replayed, unchanged, refused, failed };
  log.info('replay.run', { id, ...counts });
  if (ended !== undefined) await audit({ actor, replay: id }, { ...counts, refusals }, now());
  return ended !== undefined;
}

/** The replay at its end; undefined where it goes on. */
function endedJob(job: ReplayJob, end: RunEnd, now: Date): ReplayJob | undefined {
  const endedAt = now.toISOString();
  if (end.kind === 'done') return { ...job, state: 'done', endedAt };
  if (end.kind === 'stopped') return { ...job, state: 'stopped', reason: end.reason, endedAt };
  if (end.kind === 'waits' && job.stalls >= mostStalls) {
    const reason = `a connection took nothing in ${mostStalls} runs: ${end.reason}`;
    return { ...job, state: 'stopped', reason, endedAt };
  }
  return undefined;
}
