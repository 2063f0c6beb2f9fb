import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { get } from '../api.ts';
import { fullTimeOf, spanOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Chart, type ChartLine, Legend } from '../ui/chart.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import type { PromiseLine } from './contract.ts';
import { Page, type Span, SpanSwitch } from './page.tsx';

const renewMs = 15_000;

/** The promises to senders and customers, against their limits, in words. */
export function PromisesPage() {
  const [span, setSpan] = useState<Span>('24h');
  const promises = useQuery({
    queryKey: ['promises', span],
    queryFn: ({ signal }) => get<{ promises: readonly PromiseLine[] }>('/v1/promises', { since: span }, signal),
    refetchInterval: renewMs,
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="Promises"
      lead="How long people wait until what they asked for has effect everywhere, against the limits we keep."
    >
      <SpanSwitch span={span} onChange={setSpan} />
      <Loaded query={promises} rows={4} height={220}>
        {(answer) =>
          answer.promises.length === 0 ? (
            <EmptyBox title="Nothing was measured yet" />
          ) : (
            answer.promises.map((promise) => <PromiseCard key={promise.id} promise={promise} />)
          )
        }
      </Loaded>
    </Page>
  );
}

const secondsOf = (value: number): string => spanOf(value * 1000);

function PromiseCard({ promise }: { readonly promise: PromiseLine }) {
  const { id, title, sentence, limitSeconds, now, points, isKept } = promise;
  const times = useMemo(() => points.map(({ at }) => at), [points]);
  const lines = useMemo<ChartLine[]>(
    () => [
      { label: 'slowest', color: '--accent', values: points.map(({ worst }) => worst) },
      { label: 'typical (median)', color: '--good', values: points.map(({ p50 }) => p50) },
      {
        label: `limit, ${secondsOf(limitSeconds)}`,
        color: '--bad',
        values: points.map(() => limitSeconds),
        isDashed: true,
      },
    ],
    [points, limitSeconds],
  );
  const worst = Math.max(0, ...points.map((point) => point.worst ?? 0));
  const count = points.reduce((sum, point) => sum + point.count, 0);
  const { pending, oldestPendingSeconds } = now;
  return (
    <section class="card promise" id={`promise-${id}`}>
      <p class="line">
        <h2 class="grow">{title}</h2>
        <Badge tone={isKept ? 'good' : 'bad'}>{isKept ? 'kept' : 'not kept'}</Badge>
      </p>
      <p>{sentence}</p>
      <p class="quiet number">
        {pending === 0
          ? 'Nothing waits now.'
          : `${pending.toLocaleString('en')} wait now${oldestPendingSeconds === undefined ? '' : `, the oldest since ${secondsOf(oldestPendingSeconds)}`}.`}{' '}
        {count === 0
          ? 'None in this time.'
          : `${count.toLocaleString('en')} in this time; the slowest took ${secondsOf(worst)} of ${secondsOf(limitSeconds)}.`}
      </p>
      {count > 0 && (
        <>
          <Chart
            times={times}
            lines={lines}
            format={secondsOf}
            summary={`${title} over time: ${count} in all, the slowest took ${secondsOf(worst)}, the limit is ${secondsOf(limitSeconds)}.`}
          />
          <Legend lines={lines} />
          <Values points={promise.points} />
        </>
      )}
    </section>
  );
}

const Values = ({ points }: { readonly points: PromiseLine['points'] }) => (
  <details>
    <summary>The values as a table</summary>
    <ScrollBox label="Values">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th class="right">Count</th>
            <th class="right">Median</th>
            <th class="right">95 of 100</th>
            <th class="right">Slowest</th>
          </tr>
        </thead>
        <tbody>
          {points
            .filter(({ count }) => count > 0)
            .map(({ at, count, p50, p95, worst }) => (
              <tr key={at}>
                <td>{fullTimeOf(at, 'UTC')}</td>
                <td class="right number">{count}</td>
                {[p50, p95, worst].map((value, column) => (
                  <td key={column} class="right number">
                    {value === undefined ? '–' : secondsOf(value)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  </details>
);
