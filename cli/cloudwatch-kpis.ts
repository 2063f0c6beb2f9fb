import {
  type CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type Metric,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../lambdas/env.ts';
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
const columns = Object.keys(statistics) as Column[];

/** What one call takes. */
const mostQueries = 500;

/** The dimensions that every metric of a stage has. */
const common = ['service', 'stage'];

/** The figures of a deployed stage, over one period that spans the whole range. */
export async function cloudWatchKpis(
  client: Pick<CloudWatchClient, 'send'>,
  stage: string,
  from: Date,
  to: Date,
): Promise<Kpi[]> {
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

  // A period is a multiple of a minute, and long ones of an hour.
  const Period = Math.max(3600, Math.ceil((to.getTime() - from.getTime()) / 3_600_000) * 3600);
  const queries = known.flatMap((metric, index) =>
    columns.map(
      (column): MetricDataQuery => ({
        Id: `m${index}_${column}`,
        MetricStat: { Metric: metric, Period, Stat: statistics[column] },
      }),
    ),
  );
  const values = new Map<string, number>();
  for (let start = 0; start < queries.length; start += mostQueries) {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: from,
        EndTime: to,
        MetricDataQueries: queries.slice(start, start + mostQueries),
      }),
    );
    for (const { Id = '', Values = [] } of MetricDataResults) if (Values[0] !== undefined) values.set(Id, Values[0]);
  }
  return known.flatMap(({ MetricName = '', Dimensions = [] }, index) => {
    const figures = columns.map((column) => [column, values.get(`m${index}_${column}`)] as const);
    if (figures.some(([, value]) => value === undefined)) return [];
    const dimensions = Object.fromEntries(
      Dimensions.filter(({ Name = '' }) => !common.includes(Name)).map(({ Name = '', Value = '' }) => [Name, Value]),
    );
    return [{ metric: MetricName, dimensions, ...(Object.fromEntries(figures) as Record<Column, number>) }];
  });
}
