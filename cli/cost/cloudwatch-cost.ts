import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { batchesOf } from '../../lambdas/operations/batches.ts';
import { type CostReport, costReport } from './cost-report.ts';
import { type CostedStage, flowSeries, mailSeries, type Series, sizeSeries } from './service-series.ts';
import { type CostProfile, monthHours, standingUsage } from './standing.ts';
import { sumOf, times, type Usage } from './usage.ts';

type Client = Pick<CloudWatchClient, 'send'>;

interface DeployedStage extends CostedStage {
  readonly profile: CostProfile;
  /** Custom metrics that had data. */
  readonly metrics: number;
}

/** Queries that one call takes. */
const mostQueries = 500;
const hourMs = 3_600_000;
/** S3 measures the size of a bucket once a day, and shows it a day or two later. */
const sizeMs = 72 * hourMs;

/** SES, its notification, the objects of mail and event, and their reads: what the functions compute and write is counted. */
const usageOfArrival: Usage = { sesMail: 1, sesChunk: 1, snsPublish: 1, s3Put: 2, s3Get: 2 };

/**
 * The cost of a deployed stage from the metrics of AWS's services.
 *
 * @throws ConfigError when a variable of the deployment is not set
 */
export async function cloudWatchCost(client: Client, stage: DeployedStage, from: Date, to: Date): Promise<CostReport> {
  const months = (to.getTime() - from.getTime()) / (monthHours * hourMs);
  const flows = flowSeries(stage);
  const sizes = sizeSeries(stage);
  const [mails = 0, ...values] = await valuesOf(client, [mailSeries(stage), ...flows], from, to);
  const stored = await valuesOf(client, sizes, new Date(to.getTime() - sizeMs), to);
  return costReport({
    from,
    to,
    mails,
    used: sumOf(
      times(usageOfArrival, mails),
      ...flows.map(({ usage }, index) => usage(values[index] ?? 0)),
      times(sumOf(...sizes.map(({ usage }, index) => usage(stored[index] ?? 0))), months),
    ),
    standing: times(sumOf(standingUsage[stage.profile], { metric: stage.metrics }), months),
    assumptions: [
      "counted by CloudWatch: invocations and their time, request units, messages and empty receives, bytes of logs, stored objects; mails, by S3's events to the sweep",
      `assumed: alarms, pages, schedules, key and secrets of the ${stage.profile} profile; for each mail one chunk of 256 KB, two objects written and two read`,
      'left out: storage of tables and logs, requests to KMS and Secrets Manager, the API, transfer to the CRM, and what a CRM charges',
    ],
  });
}

/** The value of each metric over the whole time, in their order; 0 where it has no data. */
async function valuesOf(client: Client, series: readonly Series[], from: Date, to: Date): Promise<number[]> {
  const Period = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / hourMs)) * 3600;
  const queries = series.map(({ namespace, name, dimensions, statistic }, index): MetricDataQuery => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: namespace, MetricName: name, Dimensions };
    return { Id: `c${index}`, MetricStat: { Metric, Period, Stat: statistic } };
  });
  const points = new Map<string, number[]>();
  for await (const MetricDataQueries of batchesOf(queries, mostQueries)) {
    const input = { StartTime: from, EndTime: to, MetricDataQueries };
    const { MetricDataResults = [] } = await client.send(new GetMetricDataCommand(input));
    for (const { Id = '', Values = [] } of MetricDataResults) points.set(Id, Values);
  }
  return series.map(({ statistic }, index) => valueOverTime(points.get(`c${index}`) ?? [], statistic));
}

/** A time can begin in one period and end in the next, so that there can be two values. */
const valueOverTime = (values: readonly number[], statistic: Series['statistic']): number => {
  const sum = values.reduce((a, b) => a + b, 0);
  return statistic === 'Average' && values.length > 0 ? sum / values.length : sum;
};
