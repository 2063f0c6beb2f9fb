import { createEmbeddedMetrics, type PutMetric } from '../lambdas/aws/metrics.ts';
import { env, metrics } from '../lambdas/env.ts';
import type { Wiring } from '../local/wiring.ts';
import { conversationMail, everything } from '../test/chaos/traffic.ts';
import { type Measured, World } from '../test/chaos/world.ts';
import { defaultCrmMs } from './aws-figures.ts';
import { meanOf } from './latency-model.ts';
import { type CountedWork, gbSecondsOf } from './mail-cost.ts';
import { latencyWith } from './mail-path.ts';

/** Everything that is counted of a stage during some time. */
export interface StageWork extends CountedWork {
  /** Bytes of the functions' own log lines, those with metrics included. */
  readonly logBytes: number;
  /** Bytes by which the tables grew. */
  readonly tableBytes: number;
  /** Bytes by which the objects grew that our functions write; raw mail and attachments are left out. */
  readonly objectBytes: number;
  /** Times that a function asks for the key of a table, bucket or secret: once in five minutes, in which it is remembered. */
  readonly keyRequests: number;
  /** Times that a function reads a secret, in the same way. */
  readonly secretRequests: number;
  /** Metrics with a set of dimension values. */
  readonly series: ReadonlySet<string>;
}

const connection = 'unique-a';
const hourMs = 3_600_000;
/** Hours of each measurement: the canary, the sweep and all schedules come round so often that a beginning or an end hardly counts. */
const hours = 6;
const conversations = 72;
/**
 * For this long after the last use DynamoDB remembers the key of a table for a caller, and our functions a secret; it is taken for
 * buckets as well, whose keys S3 remembers for a time that AWS does not publish.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const rememberedMs = 300_000;

/**
 * Runs the real functions of a stage over simulated services, which count as AWS bills: six hours without mail, then as long
 * with 72 conversations of two mails each, which come one by one.
 *
 * @param wiring the stage as its templates say, with its queues at `simulatedEndpoint`
 * @returns the work of an hour without mail, and the work that one mail adds
 */
export async function recordStage(wiring: Wiring): Promise<{ readonly idleHour: StageWork; readonly mail: StageWork }> {
  const uses = new Set<string>();
  const world: World = new World({
    seed: 1,
    plan: {},
    integrations: {
      connections: { [connection]: everything.connections[connection]! },
      integrations: everything.integrations.filter(({ key }) => key === connection),
    },
    fifoDispatch: true,
    recordsMetrics: true,
    withStreams: true,
    wiring,
    onUse: (stage, resource) => uses.add(`${resource} ${stage} ${Math.floor(world.scheduler.now / rememberedMs)}`),
  });
  await world.configure();
  const measure = meterOf(world, wiring, uses);
  await printedDuring(() => world.run(() => false, hourMs));
  const idle = await measure(() => world.run(() => false, hours * hourMs));
  const busy = await measure(async () => {
    const until = world.scheduler.now + hours * hourMs;
    // The last mails leave the sweep the time to look at them.
    const paceMs = ((hours - 1) * hourMs) / (2 * conversations);
    for (let index = 0; index < 2 * conversations; index += 1) {
      const number = Math.floor(index / 2);
      const from = `person${number}@company${number}.example`;
      const to = `${connection}@inbound.example`;
      world.receive(conversationMail(`c${number}-${index % 2}`, from, number, index % 2, to), from, [to]);
      await world.run(() => false, paceMs);
    }
    await world.run(() => false, until - world.scheduler.now);
  });
  return { idleHour: divided(idle, hours), mail: divided(difference(busy, idle), 2 * conversations) };
}

interface Meter {
  readonly calls: ReadonlyMap<string, number>;
  readonly units: { readonly read: number; readonly write: number };
  readonly invocations: ReadonlyMap<string, number>;
  readonly tableBytes: number;
  readonly objectBytes: number;
}

/** Measures the work of a world while something runs. */
function meterOf(world: World, wiring: Wiring, uses: Set<string>) {
  const memory = new Map(wiring.functions.map(({ stage, memoryMb }) => [stage, memoryMb]));
  const profile = wiring.functions.flatMap(({ environment }) => environment[env.profile] ?? [])[0];
  const readMeter = (): Meter => ({
    calls: new Map(world.lambda.calls),
    units: [...world.units.values()].reduce(
      (sum, { read, write }) => ({ read: sum.read + read, write: sum.write + write }),
      {
        read: 0,
        write: 0,
      },
    ),
    invocations: new Map(world.lambda.invocations),
    tableBytes: world.dynamo.storedBytes,
    objectBytes: world.s3.storedBytes((key) => /^(?:receipts|events|trail)\//.test(key)),
  });
  return async (run: () => Promise<void>): Promise<StageWork> => {
    const before = readMeter();
    world.metrics.length = 0;
    uses.clear();
    const lines = await printedDuring(run);
    const after = readMeter();
    const put = await metricLines(world.metrics, profile);
    return {
      ...workBetween(before, after, memory),
      logBytes: lines.reduce((sum, line) => sum + line.length, 0) + put.bytes,
      tableBytes: after.tableBytes - before.tableBytes,
      objectBytes: after.objectBytes - before.objectBytes,
      keyRequests: uses.size,
      secretRequests: [...uses].filter((use) => use.startsWith('POSTERN_')).length,
      series: put.series,
    };
  };
}

function workBetween(before: Meter, after: Meter, memory: ReadonlyMap<string, number>): CountedWork {
  const byFunction = Map.groupBy(
    [...after.calls].map(([name, count]) => {
      const [stage = '', call = ''] = name.split(' ');
      return { stage, call, count: count - (before.calls.get(name) ?? 0) };
    }),
    ({ stage }) => stage,
  );
  const calls: Record<string, number> = {};
  for (const { call, count } of [...byFunction.values()].flat()) calls[call] = (calls[call] ?? 0) + count;
  const counts = [...after.invocations].map(([stage, count]) => ({
    stage,
    count: count - (before.invocations.get(stage) ?? 0),
  }));
  return {
    calls,
    readUnits: after.units.read - before.units.read,
    writeUnits: after.units.write - before.units.write,
    invocations: counts.reduce((sum, { count }) => sum + count, 0),
    gbSeconds: counts.reduce((sum, { stage, count }) => {
      const ms = count * computeMs(stage) + callMs(byFunction.get(stage) ?? []);
      return sum + gbSecondsOf(memory.get(stage)!, ms);
    }, 0),
  };
}

const latencyOf = latencyWith(defaultCrmMs);
const computeMs = (stage: string): number =>
  meanOf(latencyOf({ name: stage === 'parse' ? 'compute.parse' : 'compute.sink' }));

/** The mean time of calls one after the other, in ms: functions that make some at a time take less. */
const callMs = (calls: ReadonlyArray<{ readonly call: string; readonly count: number }>): number =>
  calls.reduce((sum, { call, count }) => sum + (count === 0 ? 0 : count * meanOf(latencyOf({ name: call }))), 0);

/** The bytes of the lines that measurements print, and the metrics that they are. */
async function metricLines(measured: readonly Measured[], profile: string | undefined) {
  const byName = new Map(
    Object.entries(metrics).map(([key, { name }]) => [name as string, key as keyof typeof metrics]),
  );
  const put = createEmbeddedMetrics({ [env.profile]: profile ?? 'full' });
  const lengths = new Map<string, number>();
  let bytes = 0;
  for (const { name, dimensions } of measured) {
    const series = `${name} ${JSON.stringify(dimensions)}`;
    if (!lengths.has(series)) {
      const lines = await printedDuring(async () =>
        put(byName.get(name)!, 1, dimensions as Parameters<PutMetric>[2] as never),
      );
      lengths.set(
        series,
        lines.reduce((sum, line) => sum + line.length, 0),
      );
    }
    bytes += lengths.get(series)!;
  }
  return { bytes, series: new Set([...lengths].filter(([, length]) => length > 0).map(([series]) => series)) };
}

/** The lines that the process writes to standard output while something runs, as Lambda would log them. */
async function printedDuring(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((text: string | Uint8Array) => lines.push(String(text)) > 0) as typeof write;
  try {
    await run();
  } finally {
    process.stdout.write = write;
  }
  return lines;
}

const divided = (work: StageWork, by: number): StageWork => combined(work, (amount) => amount / by);

/** The work that a busy time has more than an idle one. */
const difference = (busy: StageWork, idle: StageWork): StageWork => combined(busy, (amount, of) => amount - of(idle));

/** Applies a calculation to every count; it can look up the same count of other work. */
function combined(work: StageWork, calculate: (amount: number, of: (other: StageWork) => number) => number): StageWork {
  const count = (name: Exclude<keyof StageWork, 'calls' | 'series'>): number =>
    calculate(work[name], (other) => other[name]);
  return {
    calls: Object.fromEntries(
      Object.entries(work.calls).map(([name, amount]) => [name, calculate(amount, ({ calls }) => calls[name] ?? 0)]),
    ),
    readUnits: count('readUnits'),
    writeUnits: count('writeUnits'),
    invocations: count('invocations'),
    gbSeconds: count('gbSeconds'),
    logBytes: count('logBytes'),
    tableBytes: count('tableBytes'),
    objectBytes: count('objectBytes'),
    keyRequests: count('keyRequests'),
    secretRequests: count('secretRequests'),
    series: work.series,
  };
}
