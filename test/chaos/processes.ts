import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { conversationMails, sendMail, type TestMail } from '../helpers/mail-set.ts';
import { type Pipeline, type SandboxRecords, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { createRandom, type Random } from './random.ts';

// The local runtime as real processes: real sockets, real files, real kills.

/** A tenth of all requests to the CRM goes wrong, in every way that the sandbox knows. */
export const crmFaults = [
  { action: '429', probability: 0.02, retryAfterSeconds: 1 },
  { action: '500', probability: 0.03 },
  { action: 'slow', probability: 0.01, delayMs: 3000 },
  { action: 'drop-before', probability: 0.02 },
  { action: 'drop-after-commit', probability: 0.02 },
];
/** Every tenth kill takes the whole process, the others one worker at its work. */
const workersToOneProcess = 9;
const stages = ['parse', 'sink', 'sink', 'sink', 'redrive'];
const senders = 4;
/** Mails that may be on their way at once, so that the kills find all stages at work. */
const maxOnTheWay = 60;

export interface ProcessOptions {
  readonly mails: number;
  readonly kills: number;
  readonly seed: number;
  readonly onProgress?: (phase: string, done: number) => void;
}

export interface ProcessReport {
  readonly mails: number;
  readonly workerKills: number;
  readonly processKills: number;
  readonly crmFaults: number;
  /** What `postern audit` said at the end. */
  readonly audit: Audit;
  /** Records that the run with faults has and the one without has not, or the other way round. */
  readonly differences: readonly string[];
  readonly seconds: number;
  readonly secondsWithout: number;
}

export interface Audit {
  readonly mails: number;
  readonly pending: number;
  readonly missing: readonly unknown[];
  readonly fates: Readonly<Record<string, number>>;
}

/** Sends the same mails through a pipeline in good weather and through one that is killed again and again. */
export async function runProcesses({ mails: count, kills, seed, onProgress }: ProcessOptions): Promise<ProcessReport> {
  const mails = conversationMails(count);
  const without = await deliver(mails, 0, createRandom(seed), (done) => onProgress?.('without faults', done));
  const faulty = await deliver(mails, kills, createRandom(seed), (done) => onProgress?.('with faults', done));
  return {
    mails: count,
    workerKills: faulty.workerKills,
    processKills: faulty.processKills,
    crmFaults: faulty.crmFaults,
    audit: faulty.audit,
    differences: differencesOf(namesOf(faulty.records), namesOf(without.records)),
    seconds: faulty.seconds,
    secondsWithout: without.seconds,
  };
}

async function deliver(mails: readonly TestMail[], kills: number, random: Random, onProgress: (done: number) => void) {
  const started = performance.now();
  const dataDir = temporaryFolder();
  const state = { pipeline: await startPipeline(dataDir), isUp: true, accepted: 0, delivered: 0, isOver: false };
  let [workerKills, processKills] = [0, 0];
  let faults = 0;
  if (kills > 0) await state.pipeline.faults(crmFaults);

  /** As a mail server does: what was not accepted is tried again. A conversation keeps to one sender, in its order. */
  const send = async (lane: number): Promise<void> => {
    for (const [index, mail] of mails.entries()) {
      if (Math.floor(index / 4) % senders !== lane) continue;
      while (state.accepted - state.delivered > maxOnTheWay) await wait(50);
      for (;;) {
        const answer = state.isUp ? await sendMail(state.pipeline.smtp, mail).catch(() => undefined) : undefined;
        if (answer !== undefined) break;
        await wait(100);
      }
      state.accepted += 1;
      onProgress(state.accepted);
    }
  };
  const watch = async (): Promise<void> => {
    for (; !state.isOver; await wait(200)) {
      const counts = state.isUp ? await state.pipeline.counts().catch(() => undefined) : undefined;
      if (counts !== undefined) state.delivered = counts.emails;
    }
  };
  void watch();
  const sending = Promise.all(Array.from({ length: senders }, (_, lane) => send(lane)));
  void sending.then(() => {
    state.isOver = true;
  });

  for (let kill = 0; kill < kills; kill += 1) {
    const target = Math.floor(((kill + random()) * mails.length) / kills);
    while (state.accepted < target && !state.isOver) await wait(20);
    await wait(random() * 200);
    if (kill % (workersToOneProcess + 1) < workersToOneProcess) {
      // Only a kill that finds a worker counts: a stage without work has none for a while.
      let isKilled = false;
      while (!isKilled && !state.isOver) {
        isKilled = await state.pipeline.killWorker(random.pick(stages));
        if (!isKilled) await wait(50);
      }
      if (isKilled) workerKills += 1;
    } else {
      state.isUp = false;
      faults += (await state.pipeline.counts()).faults;
      await state.pipeline.kill();
      state.pipeline = await startPipeline(dataDir);
      await state.pipeline.faults(crmFaults);
      processKills += 1;
      state.isUp = true;
    }
  }
  await sending;
  // The CRM goes on going wrong until everything has come to its end.
  const audit = await settle(state.pipeline, mails.length);
  faults += (await state.pipeline.counts()).faults;
  const records = await state.pipeline.records();
  await state.pipeline.stop();
  rmSync(dataDir, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  return { audit, records, workerKills, processKills, crmFaults: faults, seconds };
}

/** Waits until every mail is delivered; what is parked is redriven, as a person would. */
export async function settle(pipeline: Pipeline, mails: number): Promise<Audit> {
  let audit: Audit | undefined;
  for (const deadline = Date.now() + 900_000; Date.now() < deadline; await wait(3000)) {
    audit = (await pipeline.cli('audit', '--json')).lines<Audit>()[0];
    // A mail that was stored when its sender did not hear so any more was sent twice: two mails, one event.
    if (audit !== undefined && audit.mails >= mails && audit.fates.delivered === audit.mails) return audit;
    if ((audit?.fates.parked ?? 0) > 0) await pipeline.cli('redrive', '--json');
  }
  if (audit === undefined) throw new Error('postern audit gave no answer');
  return audit;
}

/** Records by what they are, not by the ids that an account happened to give them. */
function namesOf(records: SandboxRecords): string[] {
  const nameOf = new Map<string, string>();
  for (const { id, properties } of records.contacts)
    nameOf.set(id, `contact ${properties.email} ${properties.firstname}`);
  for (const { id, properties } of records.companies) nameOf.set(id, `company ${properties.domain}`);
  for (const { id, properties } of records.deals) nameOf.set(id, `deal ${properties.postern_thread_key}`);
  for (const { id, properties } of records.emails)
    nameOf.set(id, `email ${properties.postern_ext_id} ${properties.hs_email_subject}`);
  return Object.values(records)
    .flat()
    .map(({ id, links }) => {
      const linked = Object.values(links)
        .flat()
        .map((other) => nameOf.get(other));
      return `${nameOf.get(id)} → ${linked.toSorted().join(', ')}`;
    })
    .toSorted();
}

/** What one list has and the other has not, each as often as it is there. */
export function differencesOf(here: readonly string[], there: readonly string[]): string[] {
  const count = (names: readonly string[]): Map<string, number> =>
    names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());
  const [foundCounts, expectedCounts] = [count(here), count(there)];
  return [...new Set([...here, ...there])]
    .filter((name) => foundCounts.get(name) !== expectedCounts.get(name))
    .map((name) => `${foundCounts.get(name) ?? 0} instead of ${expectedCounts.get(name) ?? 0}: ${name}`);
}
