import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Command } from 'commander';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env, metricNamespace, metrics } from '../lambdas/env.ts';
import { dataDirectory, findRuntime } from './backend.ts';
import { cloudWatchKpis } from './cloudwatch-kpis.ts';
import type { Kpi } from './kpi.ts';
import { moment } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

interface KpiOptions {
  readonly since?: Date;
  readonly cloudwatch?: boolean;
  readonly stage?: string;
  readonly json?: boolean;
}

export function registerKpis(program: Command): void {
  program
    .command('kpis')
    .description('the figures of the pipeline, with p50, p95 and p99: lags, latencies, error rates')
    .option(
      '--since <time>',
      'only what was measured from then on; default: everything that the logs hold, or the last day of CloudWatch',
      moment,
    )
    .option('--cloudwatch', "the deployment's figures, with the credentials and region of the shell")
    .option('--stage <name>', `whose figures of CloudWatch; default: ${env.stage}, as the output CliEnvironment has it`)
    .option('--json', 'one JSON line a figure')
    .addHelpText(
      'after',
      '\nExamples:\n  postern kpis\n  postern kpis --since 2026-11-20T00:00:00Z --json\n  AWS_REGION=eu-west-1 postern kpis --cloudwatch --stage prod',
    )
    .action((options: KpiOptions) => kpis(options).catch(fail));
}

/** Of CloudWatch, when nobody says since when, in ms. */
const dayMs = 86_400_000;

async function kpis({ since: from, cloudwatch = false, stage, json }: KpiOptions): Promise<void> {
  const figures = cloudwatch ? await deployedKpis(stage ?? process.env[env.stage], from) : localKpis(from);
  if (json) {
    for (const figure of figures) printJson(figure);
    return;
  }
  tell(figures);
}

async function deployedKpis(stage: string | undefined, from: Date | undefined): Promise<Kpi[]> {
  if (!stage) throw new ConfigError(`say whose figures: --stage <name>, or set ${env.stage}`);
  const since = from ?? new Date(Date.now() - dayMs);
  return inOrder(await cloudWatchKpis(new CloudWatchClient({}), stage, since, new Date()));
}

function localKpis(from: Date | undefined): Kpi[] {
  if (findRuntime() === undefined && !existsSync(join(dataDirectory(), 'logs')))
    throw new ConfigError('there are no logs of a local pipeline; of a deployment: postern kpis --cloudwatch');
  return inOrder(summarize(readMeasurements(join(dataDirectory(), 'logs'), from?.getTime() ?? 0)));
}

/** As the functions declare them. */
function inOrder(figures: readonly Kpi[]): Kpi[] {
  const order = Object.values(metrics).map(({ name }) => name as string);
  return figures.toSorted(
    (a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || nameOf(a).localeCompare(nameOf(b)),
  );
}

function tell(figures: readonly Kpi[]): void {
  const wide = Math.max(20, ...figures.map((figure) => nameOf(figure).length));
  print(
    `${'figure'.padEnd(wide)}  ${['count', 'average', 'p50', 'p95', 'p99', 'max'].map((name) => name.padStart(10)).join('')}`,
  );
  for (const figure of figures) {
    const { count, average, p50, p95, p99, maximum } = figure;
    const columns = [count, average, p50, p95, p99, maximum].map((value) =>
      String(Number(value.toFixed(3))).padStart(10),
    );
    print(`${nameOf(figure).padEnd(wide)}  ${columns.join('')}`);
  }
  if (figures.length === 0) print('Nothing was measured yet.');
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

/** The measurements of one line of a log; none for a line that is something else. */
export function readMetricLine(line: string): Measurement[] {
  if (!line.includes('"_aws"')) return [];
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return [];
  }
  const { Timestamp, CloudWatchMetrics = [] } = json._aws as {
    Timestamp: number;
    CloudWatchMetrics?: Array<{ Namespace: string; Dimensions: string[][]; Metrics: Array<{ Name: string }> }>;
  };
  return CloudWatchMetrics.filter(({ Namespace }) => Namespace === metricNamespace).flatMap(({ Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => ({
        at: Timestamp,
        metric: Name,
        dimensions: Object.fromEntries(names.map((name) => [name, String(json[name])])),
        value: Number(json[Name]),
      })),
    ),
  );
}

function readMeasurements(folder: string, from: number): Measurement[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').flatMap(readMetricLine))
    .filter(({ at }) => at >= from);
}

function summarize(measurements: readonly Measurement[]): Kpi[] {
  const series = Map.groupBy(measurements, ({ metric, dimensions }) => `${metric} ${JSON.stringify(dimensions)}`);
  return [...series.values()].map((entries): Kpi => {
    const values = entries.map(({ value }) => value).toSorted((a, b) => a - b);
    const { service, stage, ...dimensions } = entries[0]!.dimensions;
    const at = (share: number): number => values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
    return {
      metric: entries[0]!.metric,
      dimensions,
      count: values.length,
      average: values.reduce((sum, value) => sum + value, 0) / values.length,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      maximum: values.at(-1)!,
    };
  });
}
