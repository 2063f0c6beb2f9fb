import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { type Act, DryRunDialog } from '../actions/dry-run-dialog.tsx';
import { get } from '../api.ts';
import { useMay } from '../me.ts';
import { spanOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';
import type { Gate, ShadowRecord, ShadowReport } from './contract.ts';
import { valueText } from './integration-words.ts';
import { Figure } from './page.tsx';

const renewMs = 15_000;

/** The shadow's records beside the live ones, and the gates to production. */
export function ShadowTab({ name }: { readonly name: string }) {
  const shadow = useQuery({
    queryKey: ['shadow', name],
    queryFn: ({ signal }) =>
      get<ShadowReport>(`/v1/integrations/${encodeURIComponent(name)}/shadow`, { limit: 50 }, signal),
    refetchInterval: renewMs,
  });
  return <Loaded query={shadow}>{(report) => <Comparison name={name} report={report} />}</Loaded>;
}

function Comparison({
  name,
  report: { figures, gates, records },
}: {
  readonly name: string;
  readonly report: ShadowReport;
}) {
  const agreeing = records.filter(({ agrees }) => agrees).length;
  return (
    <>
      <dl class="figures">
        <Figure label="Mails seen" value={(figures?.mails ?? 0).toLocaleString('en')} />
        <Figure label="Slowest of a hundred" value={figures?.p99Ms === undefined ? '–' : spanOf(figures.p99Ms)} />
        <Figure
          label="Records that agree"
          value={records.length === 0 ? '–' : `${agreeing} of ${records.length}`}
          {...(records.length === 0
            ? {}
            : { tone: agreeing === records.length ? ('good' as const) : ('wait' as const) })}
        />
      </dl>
      <section class="block">
        <h2>Gates</h2>
        <Gates gates={gates} />
        <Promote name={name} isOpen={gates.every(({ isOpen }) => isOpen)} />
      </section>
      <section class="block">
        <h2>Record by record</h2>
        <Records records={records} />
      </section>
    </>
  );
}

const Gates = ({ gates }: { readonly gates: readonly Gate[] }) => (
  <ul class="plain-list">
    {gates.map(({ gate, figure, wanted, isOpen }) => (
      <li key={gate} class="line">
        <Badge tone={isOpen ? 'good' : 'bad'}>{isOpen ? 'open' : 'shut'}</Badge>
        <span class="grow">{gate}</span>
        <span class="number">
          {figure} <span class="quiet">({wanted})</span>
        </span>
      </li>
    ))}
  </ul>
);

function Promote({ name, isOpen }: { readonly name: string; readonly isOpen: boolean }) {
  const mayPromote = useMay('config:write');
  const [percent, setPercent] = useState(100);
  const [act, setAct] = useState<Act>();
  if (!mayPromote) return <p class="quiet">Promoting needs the right config:write, which configurators have.</p>;
  return (
    <div class="buttons">
      <label class="choice">
        <span>Live share</span>
        <select value={percent} onChange={({ currentTarget }) => setPercent(Number(currentTarget.value))}>
          {[5, 10, 25, 50, 100].map((share) => (
            <option key={share} value={share}>
              {share} %
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="primary" onClick={() => setAct(promotionOf(name, percent))}>
        Promote …
      </button>
      {!isOpen && <span class="quiet">A gate is shut: the promotion will be refused.</span>}
      {act !== undefined && <DryRunDialog act={act} onClose={() => setAct(undefined)} />}
    </div>
  );
}

const promotionOf = (name: string, percent: number): Act => ({
  title: `Promote ${name}`,
  text: `From then on ${percent} of 100 mails of this integration are written to its CRM. The gates are looked at once more.`,
  path: `/v1/integrations/${encodeURIComponent(name)}/promote`,
  body: percent === 100 ? {} : { percent },
  verb: 'Promote',
});

function Records({ records }: { readonly records: readonly ShadowRecord[] }) {
  if (records.length === 0)
    return (
      <EmptyBox title="Nothing to compare yet">
        <p>
          Records appear once mail arrives while the integration has <code>mode: shadow</code>.
        </p>
      </EmptyBox>
    );
  return (
    <ul class="cards">
      {records.map(({ eventId, at, agrees, differences }) => (
        <li key={eventId} class="card">
          <p class="line">
            <Link href={`/mails/${eventId}`} class="grow">
              <code>{eventId.slice(0, 20)}…</code>
            </Link>
            <Badge tone={agrees ? 'good' : 'wait'}>{agrees ? 'agrees' : `${differences.length} differ`}</Badge>
            <Time at={at} />
          </p>
          {differences.length > 0 && (
            <ScrollBox label="Differences">
              <table>
                <thead>
                  <tr>
                    <th>Field</th>
                    <th>Live</th>
                    <th>Shadow</th>
                  </tr>
                </thead>
                <tbody>
                  {differences.map(({ object, field, live, shadow }) => (
                    <tr key={`${object} ${field}`}>
                      <td>
                        {object} <code>{field}</code>
                      </td>
                      <td>
                        <bdi>{valueText(live)}</bdi>
                      </td>
                      <td>
                        <bdi>{valueText(shadow)}</bdi>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )}
        </li>
      ))}
    </ul>
  );
}
