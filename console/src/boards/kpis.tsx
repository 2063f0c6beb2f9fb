import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { get } from '../api.ts';
import { useSession } from '../session-context.ts';
import { Badge } from '../ui/badge.tsx';
import { Sparkline } from '../ui/chart.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import type { Kpi } from './contract.ts';
import { figureOf, targetTextOf } from './kpi-words.ts';
import { Page, type Span, SpanSwitch } from './page.tsx';

const renewMs = 15_000;

/** The measured figures with their targets. */
export function KpisPage() {
  const [span, setSpan] = useState<Span>('24h');
  const kpis = useQuery({
    queryKey: ['kpis', span],
    queryFn: ({ signal }) => get<{ since: string; kpis: readonly Kpi[] }>('/v1/kpis', { since: span }, signal),
    refetchInterval: renewMs,
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="KPIs"
      lead="What is measured today, with its target. Half of all are below p50; five of a hundred are above p95."
    >
      <SpanSwitch span={span} onChange={setSpan} />
      <Loaded query={kpis} rows={12}>
        {(answer) => (answer.kpis.length === 0 ? <NothingMeasured /> : <KpiTable kpis={answer.kpis} />)}
      </Loaded>
    </Page>
  );
}

function NothingMeasured() {
  const { home } = useSession().settings;
  return (
    <EmptyBox title="Nothing was measured in this time">
      <p>
        {home === 'laptop' ? (
          <>
            Send mail: <code>npx postern send fixtures/emails --wait</code>.
          </>
        ) : (
          'Figures come with the first mail; choose a longer time.'
        )}
      </p>
    </EmptyBox>
  );
}

const KpiTable = ({ kpis }: { readonly kpis: readonly Kpi[] }) => (
  <ScrollBox label="KPIs">
    <table class="kpis">
      <thead>
        <tr>
          <th>Figure</th>
          <th>Target</th>
          <th class="right">Count</th>
          <th class="right">p50</th>
          <th class="right">p95</th>
          <th class="right">p99</th>
          <th class="right">Most</th>
          <th>Trend</th>
        </tr>
      </thead>
      <tbody>
        {kpis.map((kpi) => (
          <KpiRow key={`${kpi.id} ${Object.values(kpi.dimensions).join(' ')}`} kpi={kpi} />
        ))}
      </tbody>
    </table>
  </ScrollBox>
);

function KpiRow({ kpi }: { readonly kpi: Kpi }) {
  const { title, metric, dimensions, unit, count, p50, p95, p99, maximum, isMet, trend = [] } = kpi;
  const target = targetTextOf(kpi);
  return (
    <tr>
      <td>
        {title ?? metric}
        <div class="quiet small-text">{Object.values(dimensions).join(' · ')}</div>
      </td>
      <td>
        {target} {isMet !== undefined && <Badge tone={isMet ? 'good' : 'bad'}>{isMet ? 'met' : 'missed'}</Badge>}
      </td>
      <td class="right number">{count.toLocaleString('en')}</td>
      <td class="right number">{figureOf(p50, unit)}</td>
      <td class="right number">{figureOf(p95, unit)}</td>
      <td class="right number">{figureOf(p99, unit)}</td>
      <td class="right number">{figureOf(maximum, unit)}</td>
      <td>
        <Sparkline values={trend.map(({ value }) => value)} />
      </td>
    </tr>
  );
}
