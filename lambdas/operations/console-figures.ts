import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { compact } from '../compact.ts';
import type { Log } from '../domain/mail/log.ts';
import { conversationLateSeconds, metrics } from '../env.ts';
import { cloudWatchKpis } from './cloudwatch-kpis.ts';
import { inDeclaredOrder, type Kpi } from './kpi.ts';
import { kpiWords, targetSeconds } from './kpi-words.ts';
import { readSeries, type SeriesPoint, type SeriesQuestion, type SpanName, spanUntil } from './metric-series.ts';
import { createPartReader } from './read-part.ts';

interface FigurePorts {
  readonly client: Pick<CloudWatchClient, 'send'>;
  /** The name that all metrics of the stage carry. */
  readonly stage: string;
  /** How much waits now, by the kind of news. */
  readonly pending: (now: Date) => Promise<Readonly<Partial<Record<string, number>>>>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

/** In ms. */
const partLimitMs = 12_000;

/** The promises, in the order in which people read them; `limitSeconds`: the promised time. */
const promises = [
  {
    id: 'unsubscribe',
    title: 'Unsubscribes',
    sentence: 'An unsubscribe reaches every system within 2 minutes.',
    limitSeconds: 120,
  },
  { id: 'bounce', title: 'Bounces', sentence: 'A bounce reaches every system within 5 minutes.', limitSeconds: 300 },
  {
    id: 'complaint',
    title: 'Complaints',
    sentence: 'A complaint reaches every system within 2 minutes.',
    limitSeconds: 120,
  },
  {
    id: 'delivery',
    title: 'Mail',
    sentence: 'A mail has its fate within the hour, and most within seconds.',
    limitSeconds: conversationLateSeconds,
  },
] as const;
type PromiseId = (typeof promises)[number]['id'];

/** Figures of the stage for the boards. CloudWatch keeps them; on a laptop a stand-in reads them from the logs. */
export const createConsoleFigures = (ports: FigurePorts) => ({
  kpis: (since: SpanName) => readKpis(ports, since),
  promises: (since: SpanName) => readPromises(ports, since),
});

async function readKpis(ports: FigurePorts, since: SpanName) {
  const { client, stage } = ports;
  const { readPart, unavailable } = createPartReader({ limitMs: partLimitMs, ...ports });
  const span = spanUntil(since, ports.now());
  const kpis = (await readPart('figures', () => cloudWatchKpis(client, stage, span.from, span.to))) ?? [];
  const shown = inDeclaredOrder(kpis);
  const questions = shown.map(
    ({ metric, dimensions }, index): SeriesQuestion => ({
      id: `t${index}`,
      metric,
      dimensions,
      statistic: kpiWords(metric)?.trend ?? 'Average',
    }),
  );
  const trends =
    questions.length === 0 ? undefined : await readPart('trends', () => readSeries(client, stage, questions, span));
  return { since, kpis: shown.map((kpi, index) => shownKpi(kpi, trends?.get(`t${index}`) ?? [])), unavailable };
}

function shownKpi(kpi: Kpi, trend: readonly SeriesPoint[]) {
  const { metric, dimensions, maximum } = kpi;
  const { title, unit } = kpiWords(metric) ?? {};
  const target = targetSeconds(metric, dimensions);
  return compact({
    id: [metric, ...Object.values(dimensions)].join('.'),
    title,
    unit,
    ...kpi,
    target,
    isMet: target === undefined ? undefined : maximum <= target,
    trend,
  });
}

/** The statistics of one promise. */
const statistics = { p50: 'p50', p95: 'p95', worst: 'Maximum', count: 'SampleCount' } as const;
type Statistic = keyof typeof statistics;
const statisticNames = Object.keys(statistics) as readonly Statistic[];

/** The metric of a promise, and how many of its units a second has. */
const measured = (id: PromiseId) =>
  id === 'delivery'
    ? { metric: metrics.delivery.name, dimensions: {}, perSecond: 1000 }
    : { metric: metrics.lag.name, dimensions: { kind: id }, perSecond: 1 };

const kindOf = (id: PromiseId): string => (id === 'delivery' ? 'conversation' : id);

async function readPromises(ports: FigurePorts, since: SpanName) {
  const { client, stage } = ports;
  const now = ports.now();
  const { readPart, unavailable } = createPartReader({ limitMs: partLimitMs, ...ports });
  const questions = promises.flatMap(({ id }) => {
    const { metric, dimensions } = measured(id);
    return statisticNames.map((name) => ({ id: `${id}_${name}`, metric, dimensions, statistic: statistics[name] }));
  });
  const ages = promises.map(({ id }) => ({
    id,
    metric: metrics.oldestPendingAge.name,
    dimensions: { kind: kindOf(id) },
    statistic: 'Maximum',
  }));
  // The heartbeat measures the ages each minute.
  const lately = { from: new Date(now.getTime() - 600_000), to: now, period: 60 };
  const [series, pendingAges, pending] = await Promise.all([
    readPart('figures', () => readSeries(client, stage, questions, spanUntil(since, now))),
    readPart('ages', () => readSeries(client, stage, ages, lately)),
    readPart('pending', () => ports.pending(now)),
  ]);
  return {
    since,
    promises: promises.map((promise) => {
      const points = pointsOf(promise.id, series ?? new Map());
      const oldest = pendingAges?.get(promise.id)?.at(-1)?.value;
      const isLate = points.some(({ worst = 0 }) => worst > promise.limitSeconds);
      return {
        ...promise,
        now: compact({ oldestPendingSeconds: oldest, pending: pending?.[kindOf(promise.id)] ?? (pending && 0) }),
        points,
        isKept: !isLate && (oldest ?? 0) <= promise.limitSeconds,
      };
    }),
    unavailable,
  };
}

/** A point for each period with measurements, in s. */
function pointsOf(id: PromiseId, series: ReadonlyMap<string, readonly SeriesPoint[]>) {
  const { perSecond } = measured(id);
  const valueAt = (name: Statistic, at: string): number | undefined =>
    series.get(`${id}_${name}`)?.find((point) => point.at === at)?.value;
  const secondsAt = (name: Statistic, at: string): number | undefined => {
    const value = valueAt(name, at);
    return value === undefined ? undefined : value / perSecond;
  };
  return (series.get(`${id}_count`) ?? []).map(({ at, value: count }) =>
    compact({ at, p50: secondsAt('p50', at), p95: secondsAt('p95', at), worst: secondsAt('worst', at), count }),
  );
}
