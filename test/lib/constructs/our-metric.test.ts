import { Duration } from 'aws-cdk-lib';
import { metricsOf } from '../../../lib/constructs/our-metric.ts';

describe('metricsOf', () => {
  const metric = metricsOf('acme/prod');

  it('names a metric as the functions emit it, with the stage among its dimensions', () => {
    const { metricStat } = metric('lag', { kind: 'bounce' }, 'p95').toMetricConfig();

    expect(metricStat).toMatchObject({ namespace: 'Postern', statistic: 'p95' });
    expect(metricStat!.dimensions).toEqual([
      { name: 'kind', value: 'bounce' },
      { name: 'service', value: 'postern' },
      { name: 'stage', value: 'acme/prod' },
    ]);
  });

  it.each([
    [undefined, 60],
    [Duration.hours(1), 3600],
  ] as const)('covers the period %s', (period, seconds) => {
    const { metricStat } = metric('heartbeat', {}, 'Sum', period).toMetricConfig();

    expect(metricStat!.period.toSeconds()).toBe(seconds);
  });
});
