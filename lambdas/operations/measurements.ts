import * as z from 'zod';
import { metricNamespace } from '../env.ts';
import type { Kpi } from './kpi.ts';

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
