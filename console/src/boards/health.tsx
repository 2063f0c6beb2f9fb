import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { RedriveButton } from '../actions/mail-actions.tsx';
import { get } from '../api.ts';
import { spanOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';
import type { ConnectionHealth, Health, ParkedThread, QueueHealth } from './contract.ts';
import { Figure, Page } from './page.tsx';

const renewMs = 5000;

/** How the stage is, and what to do about it. */
export function HealthPage() {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => get<Health>('/v1/health', {}, signal),
    refetchInterval: renewMs,
  });
  const parked = useQuery({
    queryKey: ['parked'],
    queryFn: ({ signal }) => get<{ threads: readonly ParkedThread[]; hasMore?: boolean }>('/v1/parked', {}, signal),
    refetchInterval: renewMs,
  });
  return (
    <Page title="Health" lead="Queues, connections and waiting conversations, as postern doctor finds them.">
      <Loaded query={health} rows={8}>
        {(report) => <Report report={report} />}
      </Loaded>
      <section class="block">
        <h2>Parked conversations</h2>
        <Loaded query={parked}>{({ threads }) => <Parked threads={threads} />}</Loaded>
      </section>
    </Page>
  );
}

function Report({ report }: { readonly report: Health }) {
  const { healthy, findings, remarks, connections, queues } = report;
  return (
    <>
      <p class={healthy ? 'note good-note' : 'note bad-note'} role="status">
        <strong>
          {healthy ? 'All is well.' : `${findings.length} ${findings.length === 1 ? 'problem' : 'problems'}.`}
        </strong>{' '}
        {healthy ? 'Nothing needs a person.' : 'Each line below says what to do.'}
      </p>
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map(({ text, article }) => (
            <li key={text}>
              {text}
              {article !== undefined && <Article article={article} />}
            </li>
          ))}
        </ul>
      )}
      <Figures report={report} />
      <section class="block">
        <h2>Connections</h2>
        <Connections connections={connections} />
      </section>
      <section class="block">
        <h2>Queues</h2>
        <Queues queues={queues} />
      </section>
      {remarks.map((remark) => (
        <p key={remark} class="note">
          {remark}
        </p>
      ))}
      {report.unavailable?.map(({ part, reason }) => (
        <p key={part} class="note wait-note">
          Not known: {part}. {reason}
        </p>
      ))}
    </>
  );
}

function Figures({ report: { canary, deadLetters, stuck, unread, sweptAt } }: { readonly report: Health }) {
  return (
    <dl class="figures">
      <Figure
        label="Received, not read"
        value={(unread?.mails ?? 0).toLocaleString('en')}
        tone={unread !== undefined && unread.mails > 0 ? 'wait' : 'good'}
        note={unread?.oldestSeconds !== undefined ? `oldest since ${spanOf(unread.oldestSeconds * 1000)}` : undefined}
      />
      <Figure label="Dead letters" value={deadLetters ?? '?'} tone={deadLetters === 0 ? 'good' : 'bad'} />
      <Figure label="Stuck deliveries" value={stuck ?? '?'} tone={stuck === 0 ? 'good' : 'bad'} />
      <Figure
        label="Canary"
        value={canary?.state ?? 'none yet'}
        {...(canary === undefined ? {} : { tone: canary.state === 'late' ? ('bad' as const) : ('good' as const) })}
        note={canary === undefined ? 'a mail that tests the way, each quarter of an hour' : <Time at={canary.sentAt} />}
      />
      <Figure label="Last sweep" value={sweptAt === undefined ? 'none yet' : <Time at={sweptAt} />} />
    </dl>
  );
}

const Article = ({ article }: { readonly article: string }) => (
  <span class="quiet">
    {' '}
    See <code>{article}</code>
  </span>
);

function Connections({ connections }: { readonly connections: readonly ConnectionHealth[] }) {
  if (connections.length === 0) return <EmptyBox title="No connections" />;
  return (
    <ScrollBox label="Connections">
      <table>
        <thead>
          <tr>
            <th>Connection</th>
            <th>Circuit</th>
            <th class="right">Waiting</th>
            <th class="right">Next turn</th>
          </tr>
        </thead>
        <tbody>
          {connections.map(({ connection, vendor, circuit, reason, openedAt, nextProbeAt, waiting, queueSeconds }) => (
            <tr key={connection}>
              <td>
                {connection} <span class="quiet">{vendor}</span>
              </td>
              <td>
                <Badge tone={circuit === 'open' ? 'bad' : 'good'}>
                  {circuit === 'open' ? 'open: takes nothing' : 'closed: works'}
                </Badge>
                {circuit === 'open' && openedAt !== undefined && (
                  <p class="quiet">
                    {reason} since <Time at={openedAt} />
                    {nextProbeAt !== undefined && (
                      <>
                        ; next try <Time at={nextProbeAt} />
                      </>
                    )}
                  </p>
                )}
              </td>
              <td class="right number">{waiting}</td>
              <td class="right number">{spanOf(queueSeconds * 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const Queues = ({ queues }: { readonly queues: readonly QueueHealth[] }) => (
  <ScrollBox label="Queues">
    <table>
      <thead>
        <tr>
          <th>Queue</th>
          <th>Read by</th>
          <th class="right">Waiting</th>
          <th class="right">In work</th>
          <th class="right">Oldest</th>
          <th class="right">Dead letters</th>
        </tr>
      </thead>
      <tbody>
        {queues.map(({ queue, stage, eventSource, waiting, inFlight, delayed, oldestSeconds, deadLetters }) => (
          <tr key={queue}>
            <td>{queue}</td>
            <td>
              {stage} {eventSource !== 'Enabled' && <Badge tone="bad">{eventSource}</Badge>}
            </td>
            <td class="right number">{waiting + delayed}</td>
            <td class="right number">{inFlight}</td>
            <td class="right number">{oldestSeconds === undefined ? '–' : spanOf(oldestSeconds * 1000)}</td>
            <td class={deadLetters > 0 ? 'right number bad' : 'right number'}>{deadLetters}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollBox>
);

function Parked({ threads }: { readonly threads: readonly ParkedThread[] }) {
  if (threads.length === 0)
    return (
      <EmptyBox title="No conversation waits">
        <p>A mail that fails for good parks its conversation here, and says why.</p>
      </EmptyBox>
    );
  return (
    <ul class="plain-list">
      {threads.map((thread) => (
        <li key={thread.group} class="parked">
          <p class="line">
            <span class="grow">
              {thread.head === undefined ? (
                thread.group
              ) : (
                <Link href={`/mails/${thread.head}`}>{thread.reason ?? 'The first mail'}</Link>
              )}
            </span>
            <Badge tone="bad">{thread.kind}</Badge>
          </p>
          <p class="line">
            <span class="grow quiet">
              {thread.integration ?? thread.tenant}
              {thread.connection !== undefined && ` · ${thread.connection}`} · {thread.waiting} waiting since{' '}
              <Time at={thread.since} />
            </span>
            <RedriveButton body={{ thread: thread.group }} subject="this conversation" />
          </p>
        </li>
      ))}
    </ul>
  );
}
