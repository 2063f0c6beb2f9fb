import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { metricNamespace, metricService } from '../env.ts';
import { batchesOf } from './batches.ts';

/** A span of time, cut into equal periods. */
interface Span {
  readonly from: Date;
  readonly to: Date;
  /** In s. */
  readonly period: number;
}

/** One metric with its dimensions beside service and stage, and the statistic of each period. */
export interface SeriesQuestion {
  /** Letters, digits and underscores, and a letter first, as CloudWatch wants it. */
  readonly id: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

export interface SeriesPoint {
  /** The begin of the period, ISO 8601 UTC. */
  readonly at: string;
  readonly value: number;
}

/** Queries that one call takes. */
const mostQueries = 500;

/** Reads series of a stage, the oldest point first; periods without a measurement have none. */
export async function readSeries(
  client: Pick<CloudWatchClient, 'send'>,
  stage: string,
  questions: readonly SeriesQuestion[],
  { from, to, period }: Span,
): Promise<ReadonlyMap<string, readonly SeriesPoint[]>> {
  const series = new Map<string, SeriesPoint[]>();
  const queries = questions.map(({ id, metric, dimensions, statistic }): MetricDataQuery => {
    const Dimensions = Object.entries({ service: metricService, stage, ...dimensions }).map(([Name, Value]) => ({
      Name,
      Value,
    }));
    const Metric = { Namespace: metricNamespace, MetricName: metric, Dimensions };
    return { Id: id, MetricStat: { Metric, Period: period, Stat: statistic } };
  });
  for await (const MetricDataQueries of batchesOf(queries, mostQueries)) {
    let NextToken: string | undefined;
    do {
      const page: GetMetricDataCommandOutput = await client.send(
        new GetMetricDataCommand({
          StartTime: from,
          EndTime: to,
          MetricDataQueries,
          ScanBy: 'TimestampAscending',
          NextToken,
        }),
      );
      for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const points = Timestamps.map((at, index) => ({ at: at.toISOString(), value: Values[index] ?? 0 }));
        series.set(Id, [...(series.get(Id) ?? []), ...points]);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return series;
}

const hour = 3600;

/** The spans that people look at, by name. */
const spans = {
  '24h': { length: 24 * hour, period: hour },
  '7d': { length: 7 * 24 * hour, period: 6 * hour },
  '30d': { length: 30 * 24 * hour, period: 24 * hour },
} as const;
export type SpanName = keyof typeof spans;
export const spanNames = Object.keys(spans) as readonly SpanName[];

/** The span of a name that ends at a time. */
export function spanUntil(name: SpanName, to: Date): Span {
  const { length, period } = spans[name];
  return { from: new Date(to.getTime() - 1000 * length), to, period };
}
