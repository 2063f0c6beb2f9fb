import type { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { readSeries, type SpanName, spanUntil } from '../../lambdas/operations/metric-series.ts';

const to = new Date('2026-11-20T12:00:00Z');
const at = (hours: number): Date => new Date(to.getTime() - 3_600_000 * hours);

function aCloudWatch(...pages: ReadonlyArray<object>) {
  const asked: GetMetricDataCommand['input'][] = [];
  const rest = [...pages];
  const send = async ({ input }: GetMetricDataCommand) => {
    asked.push(input);
    return rest.shift() ?? {};
  };
  return { asked, client: { send } as never };
}
const question = { id: 'a', metric: 'LagSeconds', dimensions: { kind: 'bounce' }, statistic: 'p95' };

describe('readSeries', () => {
  it('asks for the metric of the stage by its dimensions', async () => {
    const { asked, client } = aCloudWatch({});
    await readSeries(client, 'prod', [question], spanUntil('24h', to));

    expect(asked).toMatchObject([
      {
        StartTime: at(24),
        EndTime: to,
        MetricDataQueries: [
          {
            Id: 'a',
            MetricStat: {
              Period: 3600,
              Stat: 'p95',
              Metric: {
                Namespace: 'Postern',
                MetricName: 'LagSeconds',
                Dimensions: [
                  { Name: 'service', Value: 'postern' },
                  { Name: 'stage', Value: 'prod' },
                  { Name: 'kind', Value: 'bounce' },
                ],
              },
            },
          },
        ],
      },
    ]);
  });

  it('joins the pages of an answer', async () => {
    const { asked, client } = aCloudWatch(
      { MetricDataResults: [{ Id: 'a', Timestamps: [at(2)], Values: [4] }], NextToken: 'n' },
      { MetricDataResults: [{ Id: 'a', Timestamps: [at(1)], Values: [5] }] },
    );

    const series = await readSeries(client, 'prod', [question], spanUntil('24h', to));

    expect(series.get('a')).toEqual([
      { at: at(2).toISOString(), value: 4 },
      { at: at(1).toISOString(), value: 5 },
    ]);
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'n']);
  });

  it('asks for at most 500 series at once', async () => {
    const { asked, client } = aCloudWatch();
    const many = Array.from({ length: 501 }, (_, index) => ({ ...question, id: `a${index}` }));
    await readSeries(client, 'prod', many, spanUntil('24h', to));

    expect(asked.map(({ MetricDataQueries = [] }) => MetricDataQueries.length)).toEqual([500, 1]);
  });
});

describe('spanUntil', () => {
  it.each<[SpanName, number, number]>([
    ['24h', 24, 24],
    ['7d', 168, 28],
    ['30d', 720, 30],
  ])('%s has so many hours (%i) and points (%i)', (name, hours, points) => {
    const { from, period } = spanUntil(name, to);

    expect(from).toEqual(at(hours));
    expect((3600 * hours) / period).toBe(points);
  });
});
