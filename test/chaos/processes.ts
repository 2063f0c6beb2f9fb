import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { conversationMails, sendMail, type TestMail } from '../helpers/mail-set.ts';
import { type Pipeline, type SandboxRecords, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { createRandom, type Random } from './random.ts';

// Runs the local runtime as real processes: real sockets, real files, real kills.

/** A tenth of all requests to the CRM fails, in every way that the sandbox knows. */
export const crmFaults = [
  { action: '429', probability: 0.02, retryAfterSeconds: 1 },
  { action: '500', probability: 0.03 },
  { action: 'slow', probability: 0.01, delayMs: 3000 },
  { action: 'drop-before', probability: 0.02 },
  { action: 'drop-after-commit', probability: 0.02 },
];
/** Worker kills per process kill. */
const workersToOneProcess = 9;
const stages = ['parse', 'sink', 'sink', 'sink', 'redrive'];
const senders = 4;
/** Mails that may be in flight at once, so that the kills hit all stages at work. */
const maxInFlight = 60;

interface ProcessOptions {
  readonly mails: number;
  readonly kills: number;
  readonly seed: number;
  readonly onProgress?: (phase: string, done: number) => void;
}

interface ProcessReport {
  readonly mails: number;
  readonly workerKills: number;
  readonly processKills: number;
  readonly crmFaults: number;
  /** Output of `postern audit` at the end. */
  readonly audit: Audit;
  /** Records that only one of the two runs has, the one with faults or the one without. */
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

/** Sends the same mails through a pipeline without faults and through one that is killed repeatedly. */
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

  /** Sends as a mail server does: repeats until accepted. One sender sends all mails of a conversation, in order. */
  const send = async (lane: number): Promise<void> => {
    for (const [index, mail] of mails.entries()) {
      if (Math.floor(index / 4) % senders !== lane) continue;
      while (state.accepted - state.delivered > maxInFlight) await wait(50);
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
      // Only a kill that hits a worker counts: an idle stage has none for a while.
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
  // The CRM keeps failing until every mail is delivered.
  const audit = await settle(state.pipeline, mails.length);
  faults += (await state.pipeline.counts()).faults;
  const records = await state.pipeline.records();
  await state.pipeline.stop();
  rmSync(dataDir, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  return { audit, records, workerKills, processKills, crmFaults: faults, seconds };
}

/** Waits until every mail is delivered, and redrives parked deliveries as a person would. */
export async function settle(pipeline: Pipeline, mails: number): Promise<Audit> {
  let audit: Audit | undefined;
  for (const deadline = Date.now() + 900_000; Date.now() < deadline; await wait(3000)) {
    audit = (await pipeline.cli('audit', '--json')).lines<Audit>()[0];
    // A mail is sent twice when its sender did not get the answer to the first attempt: two mails, one event.
    if (audit !== undefined && audit.mails >= mails && audit.fates.delivered === audit.mails) return audit;
    if ((audit?.fates.parked ?? 0) > 0) await pipeline.cli('redrive', '--json');
  }
  if (audit === undefined) throw new Error('postern audit gave no answer');
  return audit;
}

/** Describes records by their content, because ids differ between accounts. */
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

/** Returns entries that are more frequent in one list than in the other. */
export function differencesOf(here: readonly string[], there: readonly string[]): string[] {
  const count = (names: readonly string[]): Map<string, number> =>
    names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());
  const [actualCounts, expectedCounts] = [count(here), count(there)];
  return [...new Set([...here, ...there])]
    .filter((name) => actualCounts.get(name) !== expectedCounts.get(name))
    .map((name) => `${actualCounts.get(name) ?? 0} instead of ${expectedCounts.get(name) ?? 0}: ${name}`);
}
