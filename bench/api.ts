import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { env } from '../lambdas/env.ts';
import { fillFeed, untilStreamsRest } from './api-store.ts';
import { envCount } from './env-count.ts';
import { percentile } from './percentile.ts';
import { type Lane, startLane } from './pipeline-lane.ts';

type PrintLine = (line?: string) => void;

const events = envCount('POSTERN_BENCH_EVENTS', 100_000);
/** Events that came as mail and can be asked for; the others have entries in the list only. */
const whole = 200;
const perSecond = 50;
const seconds = 30;
const warmUpSeconds = 10;
/** In ms. */
const limits = { p50: 50, p99: 250 };
/** Places in the list that readers are at. */
const places = 40;

interface Entry {
  readonly eventId: string;
  readonly tenant: string;
  readonly integration: string;
  readonly recordedAt: string;
}

interface Page {
  readonly events: readonly Entry[];
  readonly cursor: string;
}

/** A request of the load. */
type Ask = (index: number) => Promise<Response>;

/** Measures the API at a steady rate, whatever it answers, over a list of 100,000 events. @returns whether it keeps its limits */
export async function benchApi(printLine: PrintLine): Promise<boolean> {
  const lane = await startLane(true);
  try {
    const base = `http://127.0.0.1:${lane.runtime.http}/v1`;
    await lane.burst(0, whole, 'api');
    const real = await untilListed(base);
    const filledMs = await fill(lane, real[0]!);
    const asks = asksOf(base, real, await cursorsOf(base, real[0]!.recordedAt));
    await atRate(asks, warmUpSeconds);
    const times = await atRate(asks, seconds);
    printLine('### The API');
    printLine(
      `${perSecond} requests a second for ${seconds} s, sent whether or not those before were answered, over a list of ${events} events (written in ${Math.round(filledMs / 1000)} s)`,
    );
    printLine();
    printLine(`| request | requests | p50, at most ${limits.p50} ms | p99, at most ${limits.p99} ms |`);
    printLine('|---|---|---|---|');
    const all = [...times.values()].flat();
    for (const [name, each] of [...times, ['all', all] as const])
      printLine(`| ${name} | ${each.length} | ${shown(each, 50)} | ${shown(each, 99)} |`);
    const isKept = percentile(all, 50) < limits.p50 && percentile(all, 99) < limits.p99;
    const load = loadavg()
      .map((value) => value.toFixed(1))
      .join(', ');
    printLine(`\nlimits ${isKept ? 'kept' : 'NOT kept'}; load average of the machine ${load}\n`);
    return isKept;
  } finally {
    await lane.stop();
  }
}

const shown = (times: readonly number[], percent: number): string => `${percentile(times, percent).toFixed(0)} ms`;

async function untilListed(base: string): Promise<readonly Entry[]> {
  for (;;) {
    const page = await read<Page>(`${base}/events?limit=500`);
    if (page.events.length >= whole) return page.events;
    await wait(500);
  }
}

async function fill({ runtime, dataDir, dynamo }: Lane, { tenant, integration }: Entry): Promise<number> {
  const started = performance.now();
  const { environment } = runtime;
  const ledgerTable = environment[env.ledgerTable]!;
  await fillFeed({ dynamo, ledgerTable, environment, tenant, integration }, events - whole);
  const filledMs = performance.now() - started;
  await untilStreamsRest(dataDir);
  return filledMs;
}

/** Cursors of places that are spread over the list. */
async function cursorsOf(base: string, first: string): Promise<string[]> {
  const [from, to] = [Date.parse(first), Date.now()];
  const cursors: string[] = [];
  for (let place = 0; place < places; place += 1) {
    const since = new Date(from + ((to - from) * place) / places).toISOString();
    cursors.push((await read<Page>(`${base}/events?limit=1&since=${since}`)).cursor);
  }
  return cursors;
}

function asksOf(base: string, real: readonly Entry[], cursors: readonly string[]): ReadonlyMap<string, Ask> {
  const headers = { 'content-type': 'application/json' };
  const question = (index: number): string => JSON.stringify({ address: `person${index}@company${index}.example` });
  return new Map<string, Ask>([
    ['a page of 100 events', (index) => fetch(`${base}/events?cursor=${cursors[index % cursors.length]}`)],
    ['one event', (index) => fetch(`${base}/events/${real[index % real.length]!.eventId}`)],
    ['eligibility', (index) => fetch(`${base}/eligibility`, { method: 'POST', headers, body: question(index) })],
  ]);
}

/** Sends the requests in turns at the rate. @returns the times of each kind, in ms */
async function atRate(asks: ReadonlyMap<string, Ask>, forSeconds: number): Promise<Map<string, number[]>> {
  const kinds = [...asks];
  const times = new Map(kinds.map(([name]) => [name, [] as number[]]));
  const started = performance.now();
  const sendNth = async (index: number): Promise<void> => {
    const due = started + (index * 1000) / perSecond;
    await wait(Math.max(0, due - performance.now()));
    const [name, ask] = kinds[index % kinds.length]!;
    const answer = await ask(Math.floor(index / kinds.length));
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${name}: the API answered ${answer.status}`);
    // From the moment that it was due: what waits before it is sent waits, too.
    times.get(name)!.push(performance.now() - due);
  };
  await Promise.all(Array.from({ length: perSecond * forSeconds }, (_, index) => sendNth(index)));
  return times;
}

async function read<Value>(url: string): Promise<Value> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: the API answered ${answer.status}`);
  return (await answer.json()) as Value;
}
