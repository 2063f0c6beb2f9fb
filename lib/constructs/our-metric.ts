import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNamespace, metricService, metrics } from '../../lambdas/env.ts';

/**
 * A metric of the functions of one stage, with the very dimensions that they emit it with.
 *
 * @param dimensions a value for each dimension that `metrics` declares for it
 * @param statistic CloudWatch's name of it, as in `Maximum` or `p95`
 * @param period absent: a minute
 */
export type OurMetric = (
  which: keyof typeof metrics,
  dimensions: Readonly<Record<string, string>>,
  statistic: string,
  period?: Duration,
) => Metric;

/**
 * The metrics of the functions of a stage.
 *
 * @param stage what its metrics call it: see `StageNames`
 */
export const metricsOf =
  (stage: string): OurMetric =>
  (which, dimensions, statistic, period = Duration.minutes(1)) =>
    new Metric({
      namespace: metricNamespace,
      metricName: metrics[which].name,
      dimensionsMap: { service: metricService, stage, ...dimensions },
      statistic,
      period,
    });
