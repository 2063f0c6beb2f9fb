import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env, metricNamespace, metrics } from '../lambdas/env.ts';
import { connectBackend, dataDirectory, findRuntime } from './backend.ts';
import { cloudWatchKpis } from './cloudwatch-kpis.ts';
import { cloudWatchCost } from './cost/cloudwatch-cost.ts';
import { type CostReport, costLines } from './cost/cost-report.ts';
import { localCost } from './cost/local-cost.ts';
import type { Kpi } from './kpi.ts';
import { printJson, printLines } from './output.ts';

interface KpiOptions {
  readonly since?: Date;
  readonly cloudwatch?: boolean;
  readonly stage?: string;
  readonly json?: boolean;
}

/** The time that CloudWatch is asked for where `--since` is absent, in ms. */
const dayMs = 86_400_000;

export async function runKpis({ since, cloudwatch = false, stage, json }: KpiOptions): Promise<void> {
  const { kpis, cost } = cloudwatch
    ? await deployedFigures(stage ?? process.env[env.stage], since)
    : { kpis: localKpis(since), cost: await costOfRun() };
  if (json) {
    kpis.forEach(printJson);
    if (cost !== undefined) printJson({ cost });
    return;
  }
  printLines(kpiLines(kpis));
  if (cost !== undefined) printLines(['', ...linesOf(cost)]);
}

/** A cost, or the reason why there is none. */
type Cost = CostReport | { readonly unknown: string };

const linesOf = (cost: Cost): string[] => ('unknown' in cost ? [`cost: not known: ${cost.unknown}`] : costLines(cost));

/** The figures matter without the cost, too. */
const costOrReason = (cost: Promise<CostReport>): Promise<Cost> =>
  cost.catch((error: unknown) => ({ unknown: error instanceof Error ? error.message : String(error) }));

/** The cost of what runs on this machine; undefined when nothing runs. */
async function costOfRun(): Promise<Cost | undefined> {
  const runtime = findRuntime();
  if (runtime === undefined) return undefined;
  const { store } = connectBackend();
  const countMails = async (from: Date): Promise<number> => (await Array.fromAsync(store.rawMails(from))).length;
  return costOrReason(localCost({ runtime, countMails, now: () => new Date() }));
}

async function deployedFigures(stage: string | undefined, since = new Date(Date.now() - dayMs)) {
  if (!stage) throw new ConfigError(`say whose figures: --stage <name>, or set ${env.stage}`);
  const client = new CloudWatchClient({});
  const to = new Date();
  const kpis = inDeclaredOrder(await cloudWatchKpis(client, stage, since, to));
  const isIdle = kpis.length > 0 && kpis.every(({ metric }) => metric === metrics.problems.name);
  const profile = isIdle ? 'idle' : 'full';
  const costed = { stage, profile, metrics: kpis.length, read: readVariable } as const;
  return { kpis, cost: await costOrReason(cloudWatchCost(client, costed, since, to)) };
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new ConfigError(`${name} is not set; take the variables of the output CliEnvironment`);
}

function localKpis(since = new Date(0)): Kpi[] {
  const folder = join(dataDirectory(), 'logs');
  if (findRuntime() === undefined && !existsSync(folder))
    throw new ConfigError(
      'there are no logs of a local pipeline: start it with npm start, and send mail with postern send; of a deployment: postern kpis --cloudwatch',
    );
  return inDeclaredOrder(summarize(readMeasurements(folder, since.getTime())));
}

/** The order in which the functions declare their metrics. */
function inDeclaredOrder(kpis: readonly Kpi[]): Kpi[] {
  const order: readonly string[] = Object.values(metrics).map(({ name }) => name);
  return kpis.toSorted(
    (a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || nameOf(a).localeCompare(nameOf(b)),
  );
}

/** A table for people: a line for each figure, below the names of the columns. */
export function kpiLines(kpis: readonly Kpi[]): string[] {
  const width = Math.max(20, ...kpis.map((kpi) => nameOf(kpi).length));
  const line = (name: string, columns: readonly string[]): string =>
    `${name.padEnd(width)}  ${columns.map((column) => column.padStart(10)).join('')}`;
  return [
    line('figure', ['count', 'average', 'p50', 'p95', 'p99', 'max']),
    ...kpis.map((kpi) => {
      const { count, average, p50, p95, p99, maximum } = kpi;
      const values = [count, average, p50, p95, p99, maximum];
      return line(
        nameOf(kpi),
        values.map((value) => String(Number(value.toFixed(3)))),
      );
    }),
    ...(kpis.length === 0 ? ['Nothing was measured yet: send mail with postern send.'] : []),
  ];
}

const nameOf = ({ metric, dimensions }: Kpi): string => [metric, ...Object.values(dimensions)].join(' ');

/** One measurement as a line of the embedded metric format holds it. */
export interface Measurement {
  /** Epoch ms. */
  readonly at: number;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A line of the embedded metric format. */
const metricLine = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z
      .array(
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string() })),
        }),
      )
      .default([]),
  }),
});

/**
 * The measurements in one line of a log; none in a line that is something else.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readMetricLine(line: string): Measurement[] {
  const json = line.includes('"_aws"') ? parseJson(line) : undefined;
  const { success, data } = metricLine.safeParse(json);
  if (!success) return [];
  const { Timestamp, CloudWatchMetrics } = data._aws;
  return CloudWatchMetrics.filter(({ Namespace }) => Namespace === metricNamespace).flatMap(({ Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => ({
        at: Timestamp,
        metric: Name,
        dimensions: Object.fromEntries(names.map((name) => [name, String(data[name])])),
        value: Number(data[Name]),
      })),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const readMeasurements = (folder: string, since: number): Measurement[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').flatMap(readMetricLine))
    .filter(({ at }) => at >= since);

/** The figures of each metric with each set of dimensions. */
export function summarize(measurements: readonly Measurement[]): Kpi[] {
  const series = Map.groupBy(measurements, ({ metric, dimensions }) => `${metric} ${JSON.stringify(dimensions)}`);
  return [...series.values()].map(figuresOf);
}

function figuresOf(measurements: readonly Measurement[]): Kpi {
  const values = measurements.map(({ value }) => value).toSorted((a, b) => a - b);
  const { metric, dimensions } = measurements[0]!;
  const { service, stage, ...ownDimensions } = dimensions;
  const quantile = (share: number): number => values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
  return {
    metric,
    dimensions: ownDimensions,
    count: values.length,
    average: values.reduce((sum, value) => sum + value, 0) / values.length,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    maximum: values.at(-1)!,
  };
}
