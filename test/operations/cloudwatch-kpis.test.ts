import type { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { cloudWatchKpis } from '../../lambdas/operations/cloudwatch-kpis.ts';

describe('cloudWatchKpis', () => {
  it('asks for the metrics that there are, over the whole range, a page at a time', async () => {
    const dimensions = [
      { Name: 'service', Value: 'postern' },
      { Name: 'stage', Value: 'prod' },
      { Name: 'kind', Value: 'bounce' },
    ];
    const asked: unknown[] = [];
    const periods = new Set<number | undefined>();
    const client = {
      async send(command: ListMetricsCommand | GetMetricDataCommand): Promise<object> {
        const { input } = command;
        if ('MetricDataQueries' in input) {
          const queries = input.MetricDataQueries ?? [];
          for (const { MetricStat } of queries) periods.add(MetricStat?.Period);
          // The second metric has no data in the range.
          return {
            MetricDataResults: queries.map(({ Id, MetricStat }) => ({
              Id,
              Values: Id?.startsWith('m0') ? [MetricStat?.Stat === 'p95' ? 42 : 7] : [],
            })),
          };
        }
        asked.push(input.Dimensions);
        return input.NextToken !== undefined
          ? { Metrics: [{ MetricName: 'Heartbeat', Dimensions: dimensions.slice(0, 2) }] }
          : { Metrics: [{ MetricName: 'LagSeconds', Dimensions: dimensions }], NextToken: 'more' };
      },
    };

    const figures = await cloudWatchKpis(
      client as never,
      'prod',
      new Date('2026-11-20T00:00:00Z'),
      new Date('2026-11-21T12:30:00Z'),
    );

    expect(figures).toEqual([
      {
        metric: 'LagSeconds',
        dimensions: { kind: 'bounce' },
        count: 7,
        average: 7,
        p50: 7,
        p95: 42,
        p99: 7,
        maximum: 7,
      },
    ]);
    // Another stage of the account has the same metrics.
    expect(asked).toEqual(Array(2).fill([{ Name: 'stage', Value: 'prod' }]));
    expect([...periods]).toEqual([37 * 3600]);
  });
});

describe('cloudWatchKpis, with many metrics', () => {
  it('asks for five hundred values a call at most', async () => {
    const calls: number[] = [];
    const Metrics = Array.from({ length: 100 }, (_, nth) => ({ MetricName: `m${nth}`, Dimensions: [] }));
    const client = {
      async send({ input }: ListMetricsCommand | GetMetricDataCommand): Promise<object> {
        if (!('MetricDataQueries' in input)) return { Metrics };
        calls.push(input.MetricDataQueries?.length ?? 0);
        return { MetricDataResults: input.MetricDataQueries?.map(({ Id }) => ({ Id, Values: [1] })) };
      },
    };
    const hour = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T00:10:00Z')] as const;

    expect(await cloudWatchKpis(client as never, 'prod', ...hour)).toHaveLength(100);
    expect(calls).toEqual([500, 100]);
  });
});
