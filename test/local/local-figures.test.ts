import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metricNamespace } from '../../lambdas/env.ts';
import { listMetrics, metricData, readMeasurements } from '../../local/local-figures.ts';

const line = (at: number, value: number, kind = 'bounce'): string =>
  JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        { Namespace: metricNamespace, Dimensions: [['service', 'stage', 'kind']], Metrics: [{ Name: 'LagSeconds' }] },
      ],
    },
    service: 'postern',
    stage: 'local',
    kind,
    LagSeconds: value,
  });
const folder = mkdtempSync(join(tmpdir(), 'postern-figures-'));
writeFileSync(join(folder, 'sink.log'), ['text', line(1000, 1), line(2000, 3), line(61_000, 9), ''].join('\n'));
writeFileSync(join(folder, 'api.log'), line(2000, 7, 'complaint'));
writeFileSync(join(folder, 'calls.jsonl'), line(2000, 99));
const all = readMeasurements(folder, 0);
const dimensions = [
  { Name: 'kind', Value: 'bounce' },
  { Name: 'stage', Value: 'local' },
  { Name: 'service', Value: 'postern' },
];
const query = (Stat: string) => ({
  MetricStat: {
    Metric: { Namespace: metricNamespace, MetricName: 'LagSeconds', Dimensions: dimensions },
    Period: 60,
    Stat,
  },
});

describe('readMeasurements', () => {
  it('reads the logs since a time, and no other file', () => {
    expect(all.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([1, 3, 7, 9]);
    expect(readMeasurements(folder, 60_000).map(({ value }) => value)).toEqual([9]);
  });

  it('finds nothing in a folder that is not there', () => {
    expect(readMeasurements(join(folder, 'absent'), 0)).toEqual([]);
  });
});

describe('listMetrics', () => {
  it('lists each metric with each set of dimensions once', () => {
    expect(listMetrics(all, { Dimensions: [{ Name: 'stage', Value: 'local' }] })).toMatchObject({
      Metrics: [{ MetricName: 'LagSeconds' }, { MetricName: 'LagSeconds' }],
    });
    expect(listMetrics(all, { Dimensions: [{ Name: 'stage', Value: 'prod' }] })).toEqual({ Metrics: [] });
  });
});

describe('metricData', () => {
  it.each([
    ['SampleCount', [2, 1]],
    ['Sum', [4, 9]],
    ['Average', [2, 9]],
    ['Maximum', [3, 9]],
    ['Minimum', [1, 9]],
    ['p50', [3, 9]],
  ])('has %s of each period with measurements, whatever the order of the dimensions', (statistic, values) => {
    const span = { from: 0, to: 600_000, isDescending: false };

    expect(metricData(all, query(statistic), span)).toEqual({ Timestamps: [0, 60], Values: values });
    expect(metricData(all, query(statistic), { ...span, isDescending: true }).Values).toEqual(values.toReversed());
  });

  it('has nothing outside the span', () => {
    expect(metricData(all, query('Sum'), { from: 70_000, to: 80_000, isDescending: false }).Values).toEqual([]);
  });
});
