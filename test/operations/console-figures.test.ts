import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { createConsoleFigures } from '../../lambdas/operations/console-figures.ts';
import { silentLog } from '../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00Z');
const at = new Date('2026-11-20T11:00:00Z');
const metric = (MetricName: string, kind?: string) => ({
  MetricName,
  Dimensions: [
    { Name: 'service', Value: 'postern' },
    { Name: 'stage', Value: 'prod' },
    ...(kind === undefined ? [] : [{ Name: 'kind', Value: kind }]),
  ],
});

/** A CloudWatch in which each statistic of a metric has this value. */
function figures(valueAt: (id: string, name: string) => number | undefined, fails = false) {
  const send = async (command: unknown) => {
    if (fails) throw Object.assign(new Error('x'), { name: 'Throttling' });
    if (command instanceof ListMetricsCommand)
      return { Metrics: [metric('webhook_delivery_latency_ms'), metric('LagSeconds', 'bounce')] };
    if (!(command instanceof GetMetricDataCommand)) throw new TypeError('unknown');
    return {
      MetricDataResults: (command.input.MetricDataQueries ?? []).map(({ Id = '', MetricStat }) => {
        const value = valueAt(Id, MetricStat?.Metric?.MetricName ?? '');
        return value === undefined ? { Id, Timestamps: [], Values: [] } : { Id, Timestamps: [at], Values: [value] };
      }),
    };
  };
  return createConsoleFigures({
    client: { send } as never,
    stage: 'prod',
    pending: async () => ({ bounce: 3 }),
    now: () => now,
    pause: () => new Promise(() => {}),
    log: silentLog,
  });
}

describe('createConsoleFigures', () => {
  it('has each figure with words, its target and its trend, in the declared order', async () => {
    const { kpis, unavailable } = await figures(() => 250).kpis('24h');

    expect(unavailable).toEqual([]);
    expect(kpis.map(({ id }) => id)).toEqual(['LagSeconds.bounce', 'webhook_delivery_latency_ms']);
    expect(kpis[0]).toEqual({
      id: 'LagSeconds.bounce',
      title: expect.stringContaining('From the receipt'),
      unit: 's',
      metric: 'LagSeconds',
      dimensions: { kind: 'bounce' },
      count: 250,
      average: 250,
      p50: 250,
      p95: 250,
      p99: 250,
      maximum: 250,
      target: 240,
      isMet: false,
      trend: [{ at: at.toISOString(), value: 250 }],
    });
    expect(kpis[1]).not.toHaveProperty('isMet');
  });

  it('has the promises in seconds, with what waits now', async () => {
    const { promises } = await figures((_id, name) => (name === 'webhook_delivery_latency_ms' ? 4000 : 40)).promises(
      '7d',
    );

    expect(promises.map(({ id, isKept }) => [id, isKept])).toEqual([
      ['unsubscribe', true],
      ['bounce', true],
      ['complaint', true],
      ['delivery', true],
    ]);
    expect(promises[1]).toMatchObject({
      limitSeconds: 300,
      now: { oldestPendingSeconds: 40, pending: 3 },
      points: [{ at: at.toISOString(), p50: 40, p95: 40, worst: 40, count: 40 }],
    });
    expect(promises[3]).toMatchObject({ now: { pending: 0 }, points: [{ p50: 4, worst: 4, count: 4000 }] });
  });

  it.each([
    ['a slow arrival', (id: string) => (id === 'bounce_worst' || id === 'bounce_count' ? 301 : undefined), 'bounce'],
    ['news that waits', (id: string) => (id === 'complaint' ? 121 : undefined), 'complaint'],
  ])('breaks a promise by %s', async (_case, valueAt, broken) => {
    const { promises } = await figures(valueAt).promises('24h');

    expect(promises.filter(({ isKept }) => !isKept).map(({ id }) => id)).toEqual([broken]);
  });

  it('shows what waits while CloudWatch throttles', async () => {
    const { promises, unavailable } = await figures(() => 1, true).promises('24h');

    expect(unavailable.map(({ part }) => part).toSorted()).toEqual(['ages', 'figures']);
    expect(promises[1]).toMatchObject({ now: { pending: 3 }, points: [] });
    expect(await figures(() => 1, true).kpis('24h')).toMatchObject({ kpis: [], unavailable: [{ part: 'figures' }] });
  });
});
