import { metricNamespace } from '../../lambdas/env.ts';
import { type Measurement, readMetricLine, summarize } from '../../lambdas/operations/measurements.ts';

const aLine = (changes: object = {}): string =>
  JSON.stringify({
    _aws: {
      Timestamp: 1_795_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [['service', 'kind']],
          Metrics: [{ Name: 'LagSeconds', Unit: 'Seconds' }, { Name: 'Mails' }],
        },
      ],
    },
    service: 'postern',
    kind: 'bounce',
    LagSeconds: 4.5,
    Mails: 1,
    ...changes,
  });

describe('readMetricLine', () => {
  it('reads each metric of a line with its dimensions', () => {
    const dimensions = { service: 'postern', kind: 'bounce' };

    expect(readMetricLine(aLine())).toEqual([
      { at: 1_795_000_000_000, metric: 'LagSeconds', dimensions, value: 4.5 },
      { at: 1_795_000_000_000, metric: 'Mails', dimensions, value: 1 },
    ]);
  });

  it.each([
    '',
    'a line',
    '{"level":"INFO"}',
    '{"_aws":',
    '{"_aws":{"Timestamp":1}}',
    '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]}}',
    aLine().replace(metricNamespace, 'Others'),
  ])('finds no measurements in %j', (line) => {
    expect(readMetricLine(line)).toEqual([]);
  });
});

describe('summarize', () => {
  const measured = (value: number, changes: Partial<Measurement> = {}): Measurement => ({
    at: 1,
    metric: 'LagSeconds',
    dimensions: { service: 'postern', stage: 'local', kind: 'bounce' },
    value,
    ...changes,
  });

  it('gives the figures of a metric, whatever the order of its measurements', () => {
    const values = Array.from({ length: 100 }, (_, nth) => measured(100 - nth));

    expect(summarize(values)).toEqual([
      {
        metric: 'LagSeconds',
        dimensions: { kind: 'bounce' },
        count: 100,
        average: 50.5,
        p50: 51,
        p95: 96,
        p99: 100,
        maximum: 100,
      },
    ]);
  });

  it('keeps metrics and dimensions apart', () => {
    const other = { dimensions: { service: 'postern', stage: 'local', kind: 'complaint' } };

    expect(
      summarize([measured(1), measured(2, other), measured(3), measured(4, { metric: 'Mails' })]).map(
        ({ metric, dimensions, count }) => [metric, dimensions.kind, count],
      ),
    ).toEqual([
      ['LagSeconds', 'bounce', 2],
      ['LagSeconds', 'complaint', 1],
      ['Mails', 'bounce', 1],
    ]);
  });

  it('has nothing to say of no measurements', () => {
    expect(summarize([])).toEqual([]);
  });
});
