import {
  type CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type Metric,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../env.ts';
import { batchesOf } from './batches.ts';
import type { Kpi } from './kpi.ts';

/** CloudWatch's names of the columns. */
const statistics = {
  count: 'SampleCount',
  average: 'Average',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  maximum: 'Maximum',
} as const;
type Column = keyof typeof statistics;
const columns = ['count', 'average', 'p50', 'p95', 'p99', 'maximum'] as const satisfies readonly Column[];

/** Queries that one call takes. */
const mostQueries = 500;

/** The dimensions that every metric of a stage has. */
const commonDimensions = ['service', 'stage'];

type Client = Pick<CloudWatchClient, 'send'>;

/** The figures of a deployed stage, over one period that spans the whole range. */
export async function cloudWatchKpis(client: Client, stage: string, from: Date, to: Date): Promise<Kpi[]> {
  const known = await metricsOf(client, stage);
  const period = periodSeconds(from, to);
  const queries = known.flatMap((metric, index) =>
    columns.map(
      (column): MetricDataQuery => ({
        Id: queryId(index, column),
        MetricStat: { Metric: metric, Period: period, Stat: statistics[column] },
      }),
    ),
  );
  const values = await valuesOf(client, queries, from, to);
  return known.flatMap((metric, index) => {
    const [count, average, p50, p95, p99, maximum] = columns.map((column) => values.get(queryId(index, column)));
    // A metric without measurements in the range has no values.
    if (count === undefined || average === undefined || maximum === undefined) return [];
    if (p50 === undefined || p95 === undefined || p99 === undefined) return [];
    return [{ ...nameAndDimensions(metric), count, average, p50, p95, p99, maximum }];
  });
}

async function metricsOf(client: Client, stage: string): Promise<Metric[]> {
  const known: Metric[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListMetricsCommand({
        Namespace: metricNamespace,
        Dimensions: [{ Name: 'stage', Value: stage }],
        NextToken,
      }),
    );
    known.push(...(page.Metrics ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return known;
}

/** A period is a multiple of a minute, and a long one of an hour. */
const periodSeconds = (from: Date, to: Date): number =>
  Math.max(3600, Math.ceil((to.getTime() - from.getTime()) / 3_600_000) * 3600);

const queryId = (index: number, column: Column): string => `m${index}_${column}`;

/** The value of each query, by its id. */
async function valuesOf(
  client: Client,
  queries: readonly MetricDataQuery[],
  from: Date,
  to: Date,
): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  for await (const MetricDataQueries of batchesOf(queries, mostQueries)) {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({ StartTime: from, EndTime: to, MetricDataQueries }),
    );
    for (const { Id = '', Values = [] } of MetricDataResults) if (Values[0] !== undefined) values.set(Id, Values[0]);
  }
  return values;
}

const nameAndDimensions = ({ MetricName = '', Dimensions = [] }: Metric): Pick<Kpi, 'metric' | 'dimensions'> => ({
  metric: MetricName,
  dimensions: Object.fromEntries(
    Dimensions.filter(({ Name = '' }) => !commonDimensions.includes(Name)).map(({ Name = '', Value = '' }) => [
      Name,
      Value,
    ]),
  ),
});
