import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env, metrics } from '../lambdas/env.ts';
import { cloudWatchKpis } from '../lambdas/operations/cloudwatch-kpis.ts';
import { inDeclaredOrder, type Kpi, nameOf } from '../lambdas/operations/kpi.ts';
import { summarize } from '../lambdas/operations/measurements.ts';
import { readMeasurements } from '../local/local-figures.ts';
import { connectBackend, dataDirectory, findRuntime } from './backend.ts';
import { cloudWatchCost } from './cost/cloudwatch-cost.ts';
import { type CostReport, costLines } from './cost/cost-report.ts';
import { localCost } from './cost/local-cost.ts';
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
