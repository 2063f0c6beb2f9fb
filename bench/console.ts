import { loadavg } from 'node:os';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createSubjectHash } from '../lambdas/aws/subject-hash.ts';
import { env } from '../lambdas/env.ts';
import { untilStreamsRest } from './api-store.ts';

import { addressAt, fillIndex, type RealMail, subjectAt } from './console-store.ts';
import { envCount } from './env-count.ts';
import { percentile } from './percentile.ts';
import { type Lane, startLane } from './pipeline-lane.ts';

type PrintLine = (line?: string) => void;

const mails = envCount('POSTERN_BENCH_MAILS', 100_000);
/** Mails that came through the pipeline, whose content the others have. */
const realMails = 50;
const rounds = 20;
/** In ms: at the 95th percentile. */
const limitMs = 1000;
const deepPage = 100;

interface Page {
  readonly mails: readonly unknown[];
  readonly cursor?: string;
}

/** Measures the list of mails and its search over 100,000 mails. @returns whether each answer came within a second */
export async function benchConsole(printLine: PrintLine): Promise<boolean> {
  const lane = await startLane(true);
  try {
    const started = performance.now();
    await lane.burst(0, realMails, 'console');
    await fill(lane);
    const seconds = Math.round((performance.now() - started) / 1000);
    const base = `http://127.0.0.1:${lane.runtime.http}/v1/mails`;
    printLine('### The list of mails');
    printLine(
      `${mails} mails in the index, ${realMails} of them sent, the others written straight into the table as rows of the deployed code (${seconds} s); pages of 50, ${rounds} requests of each kind, one after the other`,
    );
    printLine();
    printLine('| request | mails of an answer | p50 | p95 |');
    printLine('|---|---|---|---|');
    const all: number[] = [];
    for (const [name, queryAt] of await questions(base)) {
      const { times, found } = await measure(base, queryAt);
      printLine(
        `| ${name} | ${found} | ${percentile(times, 50).toFixed(0)} ms | ${percentile(times, 95).toFixed(0)} ms |`,
      );
      all.push(percentile(times, 95));
    }
    const isKept = all.every((ms) => ms < limitMs);
    const load = loadavg().map((value) => value.toFixed(1));
    printLine(`\neach below ${limitMs} ms: ${isKept ? 'yes' : 'NO'}; load average of the machine ${load.join(', ')}\n`);
    return isKept;
  } finally {
    await lane.stop();
  }
}

async function fill(lane: Lane): Promise<void> {
  const { runtime, dataDir, dynamo } = lane;
  const { environment } = runtime;
  Object.assign(process.env, environment);
  const table = environment[env.ledgerTable]!;
  await fillIndex(
    { dynamo, table, environment, hash: await createSubjectHash(process.env)() },
    await realOf(lane),
    mails - realMails,
  );
  await untilStreamsRest(dataDir);
}

/** The mails that came through the pipeline, with their events as the API shows them. */
async function realOf({ runtime, dynamo }: Lane): Promise<RealMail[]> {
  const base = `http://127.0.0.1:${runtime.http}/v1`;
  const reader = createLedgerReader(dynamo, runtime.environment[env.ledgerTable]!);
  const { events } = await read<{ events: ReadonlyArray<{ eventId: string }> }>(`${base}/events?limit=${realMails}`);
  const real: RealMail[] = [];
  for (const { eventId } of events) {
    const found = await reader.event(eventId);
    const [mail] = [...(await reader.mails(found?.mails ?? [])).values()];
    if (found === undefined || mail === undefined) continue;
    real.push({ mail, deliveries: found.deliveries, event: await read(`${base}/events/${eventId}`) });
  }
  return real;
}

/** The query of a round, by the name of its kind. */
async function questions(base: string): Promise<ReadonlyMap<string, (round: number) => string>> {
  const deep = await cursorOf(base, deepPage);
  return new Map([
    ['the first page', () => ''],
    ['an address', (round: number) => `?q=${addressAt(round * 37)}`],
    ['two words of subjects', (round: number) => `?q=${subjectAt(round).split(' ').slice(0, 2).join('+')}`],
    ['a word that one mail has', (round: number) => `?q=n${round * 311}`],
    ['a rare fate', () => '?fate=dead'],
    [`page ${deepPage}`, () => `?cursor=${deep}`],
  ]);
}

/** The cursor before a page, or before the last where the list is shorter. */
async function cursorOf(base: string, page: number): Promise<string> {
  let cursor = '';
  for (let nth = 1; nth < page; nth += 1) {
    const next = (await read<Page>(`${base}?cursor=${cursor}`)).cursor;
    if (next === undefined) break;
    cursor = next;
  }
  return cursor;
}

async function measure(base: string, queryAt: (round: number) => string) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const page = await read<Page>(`${base}${queryAt(round)}`);
    times.push(performance.now() - started);
    found += page.mails.length;
  }
  return { times, found: Math.round(found / rounds) };
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} of ${new URL(url).pathname}`);
  return (await answer.json()) as T;
}
