import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from './percentile.ts';
import { connections, type Lane, startLane } from './pipeline-lane.ts';

type PrintLine = (line?: string) => void;

const warmUp = 20;
const measured = 300;
/** Bursts with and without IAM, in turns, so that a slow moment of the machine hits both. */
const rounds = 9;
const mailsPerRound = 40;

/** Measures latency and rate of the local pipeline, the share of IAM in them, and the calls for one mail. */
export async function benchPipeline(printLine: PrintLine): Promise<void> {
  const lane = await startLane(true);
  try {
    await warm(lane);
    await showLatency(lane, printLine);
    await showCalls(lane, printLine);
  } finally {
    await lane.stop();
  }
  await showIam(printLine);
}

async function warm(lane: Lane): Promise<void> {
  const mails: string[] = [];
  for (let index = 0; index < warmUp; index += 1) mails.push(await lane.send(index, 0, 'warm'));
  await lane.settle(mails);
}

async function showLatency(lane: Lane, printLine: PrintLine): Promise<void> {
  const alone: number[] = [];
  for (let index = 0; index < 50; index += 1) {
    const { lags } = await lane.settle([await lane.send(1000 + index, 0, 'alone')]);
    alone.push(...lags);
  }
  const { lags, perSecond } = await lane.burst(2000, measured, 'burst');

  printLine('### The local pipeline, SMTP to CRM record');
  printLine('every call to AWS asked of IAM, as `npm start` does');
  printLine();
  printLine('| load | mails | p50 | p95 | p99 | rate |');
  printLine('|---|---|---|---|---|---|');
  const row = (name: string, all: number[], rate: string): string =>
    `| ${name} | ${all.length} | ${percentile(all, 50)} ms | ${percentile(all, 95)} ms | ${percentile(all, 99)} ms | ${rate} |`;
  printLine(row('one at a time', alone, ''));
  printLine(row(`${connections} connections at once`, lags, `${perSecond.toFixed(1)} mails/s`));
  printLine();
}

/** Both are new, for a pipeline with more behind it is slower. */
async function showIam(printLine: PrintLine): Promise<void> {
  const [plain, asking] = [await startLane(false), await startLane(true)];
  try {
    // Until both have as many workers as a burst takes.
    for (const lane of [plain, asking]) await lane.burst(10_000, mailsPerRound, 'ready');
    const rates = { plain: [] as number[], asking: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const turns = [['plain', plain] as const, ['asking', asking] as const];
      // The second of a pair finds a warmer, or a busier, machine: they change places.
      for (const [name, lane] of round % 2 === 0 ? turns : turns.toReversed()) {
        const { perSecond } = await lane.burst(20_000 + round * 1000, mailsPerRound, `round${round}`);
        rates[name].push(perSecond);
      }
    }
    const [without, withIam] = [percentile(rates.plain, 50), percentile(rates.asking, 50)];
    const ratios = rates.plain.map((rate, round) => rates.asking[round]! / rate);
    printLine('### What asking IAM costs');
    printLine(`median of ${rounds} alternating bursts of ${mailsPerRound} mails over ${connections} connections`);
    printLine();
    printLine('| without IAM (`--no-iam`) | with IAM | ratio of the medians | median of the ratios |');
    printLine('|---|---|---|---|');
    printLine(
      `| ${without.toFixed(1)} mails/s | ${withIam.toFixed(1)} mails/s | ${(withIam / without).toFixed(2)} | ${percentile(ratios, 50).toFixed(2)} |`,
    );
    printLine();
  } finally {
    await plain.stop();
    await asking.stop();
  }
}

async function showCalls({ runtime, send, settle }: Lane, printLine: PrintLine): Promise<void> {
  const counts = () => ({
    parse: runtime.functions.get('parse')?.awsCalls() ?? 0,
    sink: runtime.functions.get('sink')?.awsCalls() ?? 0,
    crm: [...runtime.crmCalls.values()].reduce((sum, count) => sum + count, 0),
  });
  printLine('### Calls per mail');
  printLine('requests of the two functions, without the polling of queues, which Lambda does');
  printLine();
  printLine('| mail | AWS calls of parse | AWS calls of sink | HubSpot calls |');
  printLine('|---|---|---|---|');
  for (const [name, turn] of [
    ['first of a conversation, new contact and company', 0],
    ['reply', 1],
  ] as const) {
    const before = counts();
    await settle([await send(5000, turn, 'calls')]);
    // The invocation answers after its last write, which is what the look at the ledger saw.
    await wait(500);
    const after = counts();
    printLine(`| ${name} | ${after.parse - before.parse} | ${after.sink - before.sink} | ${after.crm - before.crm} |`);
  }
  printLine();
}
