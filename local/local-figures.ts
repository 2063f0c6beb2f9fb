import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { metricNamespace } from '../lambdas/env.ts';
import { type Measurement, readMetricLine } from '../lambdas/operations/measurements.ts';
import { type Fields, fieldsOf, listOf } from './fields.ts';

/** In bytes: the newest part of each log that is read for one question. */
const mostRead = 16 * 1024 * 1024;

/** Reads the measurements of the functions from their logs, where each is a line of the embedded metric format. */
export function readMeasurements(folder: string, sinceMs: number): Measurement[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => endOf(join(folder, name)).split('\n').flatMap(readMetricLine))
    .filter(({ at }) => at >= sinceMs);
}

function endOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, mostRead));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** CloudWatch's ListMetrics over these measurements. */
export function listMetrics(measurements: readonly Measurement[], body: Fields): object {
  const wanted = dimensionsOf(body);
  const known = new Map(
    measurements
      .filter(({ dimensions }) => Object.entries(wanted).every(([name, value]) => dimensions[name] === value))
      .map(({ metric, dimensions }) => [seriesKey(metric, dimensions), { metric, dimensions }]),
  );
  return {
    Metrics: [...known.values()].map(({ metric, dimensions }) => ({
      Namespace: metricNamespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
  };
}

/**
 * The result of one query of CloudWatch's GetMetricData: a value for each period that has measurements. Periods begin at the
 * begin of the question, where CloudWatch aligns them to the clock.
 */
export function metricData(
  measurements: readonly Measurement[],
  query: Fields,
  { from, to, isDescending }: { readonly from: number; readonly to: number; readonly isDescending: boolean },
): { readonly Timestamps: readonly number[]; readonly Values: readonly number[] } {
  const { Metric, Period = 60, Stat } = fieldsOf(query.MetricStat);
  const { MetricName } = fieldsOf(Metric);
  const key = seriesKey(String(MetricName), dimensionsOf(fieldsOf(Metric)));
  const periodMs = 1000 * Number(Period);
  const own = measurements.filter(
    ({ at, metric, dimensions }) => at >= from && at < to && seriesKey(metric, dimensions) === key,
  );
  const periods = Map.groupBy(own, ({ at }) => Math.floor((at - from) / periodMs));
  const points = [...periods]
    .toSorted(([a], [b]) => (isDescending ? b - a : a - b))
    .map(([nth, all]) => ({ at: from + nth * periodMs, values: all.map(({ value }) => value) }));
  return {
    Timestamps: points.map(({ at }) => at / 1000),
    Values: points.map(({ values }) => statisticOf(values, String(Stat))),
  };
}

const dimensionsOf = ({ Dimensions }: Fields): Record<string, string> =>
  Object.fromEntries(listOf(Dimensions).map(({ Name, Value }) => [String(Name), String(Value)]));

const seriesKey = (metric: string, dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify([metric, Object.entries(dimensions).toSorted(([a], [b]) => a.localeCompare(b))]);

/** A statistic as CloudWatch names it; a percentile by the nearest rank. */
function statisticOf(values: readonly number[], statistic: string): number {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  const [, percent] = /^p(\d{1,2})$/.exec(statistic) ?? [];
  if (percent !== undefined)
    return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * Number(percent)) / 100))] ?? 0;
  switch (statistic) {
    case 'SampleCount':
      return sorted.length;
    case 'Sum':
      return sum;
    case 'Minimum':
      return sorted[0] ?? 0;
    case 'Maximum':
      return sorted.at(-1) ?? 0;
    default:
      return sum / sorted.length;
  }
}
