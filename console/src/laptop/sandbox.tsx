import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { sendToSandbox } from '../api.ts';
import { Page } from '../boards/page.tsx';
import { useSession } from '../session-context.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyBox, ErrorBox, Loaded } from '../ui/state-boxes.tsx';
import { faultWords } from './fault-words.ts';

interface Fault {
  readonly match?: string;
  readonly action: string;
  readonly times?: number;
  readonly probability?: number;
}

const renewMs = 3000;

/** Faults of the sandbox CRMs, and the records that they hold. */
export function SandboxPage() {
  const { runToken } = useSession().settings;
  const faults = useQuery({
    queryKey: ['faults'],
    queryFn: () => sendToSandbox<readonly Fault[]>('GET', '/sandbox/faults', runToken),
    refetchInterval: renewMs,
  });
  return (
    <Page
      title="Sandbox"
      lead="Play-acts a CRM in trouble: switch a fault on, send mail, and watch what the pipeline does about it."
    >
      <Loaded query={faults}>{(list) => <Faults list={list} runToken={runToken} />}</Loaded>
      <section class="block">
        <h2>Records of the sandbox CRM</h2>
        <Records runToken={runToken} />
      </section>
    </Page>
  );
}

function Faults({ list, runToken }: { readonly list: readonly Fault[]; readonly runToken: string | undefined }) {
  const client = useQueryClient();
  const [action, setAction] = useState('500');
  const [match, setMatch] = useState('.*');
  const set = useMutation({
    mutationFn: (next: readonly Fault[]) =>
      sendToSandbox<readonly Fault[]>('PUT', '/sandbox/faults', runToken, {
        type: 'application/json',
        content: JSON.stringify(next),
      }),
    onSuccess: (next) => client.setQueryData(['faults'], next),
  });
  return (
    <>
      {list.length === 0 && <EmptyBox title="No fault is on: the CRM works" />}
      <ul class="plain-list">
        {list.map((fault, place) => (
          <li key={`${place} ${fault.action} ${fault.match}`} class="line">
            <Badge tone="bad">{fault.action}</Badge>
            <span class="grow">
              {faultWords[fault.action] ?? fault.action} <code>{fault.match}</code>
            </span>
            <button type="button" class="small" onClick={() => set.mutate(list.filter((_, other) => other !== place))}>
              Switch off
            </button>
          </li>
        ))}
      </ul>
      {set.error != null && <ErrorBox error={set.error} />}
      <form
        class="form look-up"
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate([...list, { action, match }]);
        }}
      >
        <label>
          <span>Fault</span>
          <select value={action} onChange={({ currentTarget }) => setAction(currentTarget.value)}>
            {Object.entries(faultWords).map(([name, words]) => (
              <option key={name} value={name}>
                {name}: {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Requests (pattern)</span>
          <input value={match} onInput={({ currentTarget }) => setMatch(currentTarget.value)} />
        </label>
        <button type="submit" class="primary">
          Switch on
        </button>
      </form>
    </>
  );
}

interface SandboxRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

function Records({ runToken }: { readonly runToken: string | undefined }) {
  const records = useQuery({
    queryKey: ['sandbox-records'],
    queryFn: () =>
      sendToSandbox<Readonly<Record<string, readonly SandboxRecord[]>>>('GET', '/sandbox/records', runToken),
    refetchInterval: renewMs,
  });
  return (
    <Loaded query={records}>
      {(byType) => (
        <>
          <p class="quiet number">
            {['contacts', 'companies', 'deals', 'emails']
              .map((type) => `${type}: ${byType[type]?.length ?? 0}`)
              .join(' · ')}
          </p>
          <ul class="plain-list">
            {(byType.contacts ?? [])
              .toReversed()
              .slice(0, 50)
              .map(({ id, properties }) => (
                <li key={id} class="line">
                  <a href={`/crm/contacts/${encodeURIComponent(id)}`} class="grow" target="_blank" rel="noreferrer">
                    <bdi>{properties.email ?? id}</bdi>
                  </a>
                  <bdi class="quiet">{[properties.firstname, properties.lastname].filter(Boolean).join(' ')}</bdi>
                </li>
              ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
