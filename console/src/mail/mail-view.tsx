import { useQuery } from '@tanstack/preact-query';
import { Link, useLocation, useSearch } from 'wouter-preact';
import { MailActions } from '../actions/mail-actions.tsx';
import type { Forwarding, MailDetail } from '../contract.ts';
import { kindWords } from '../fate-words.ts';
import { Badge, FateBadge } from '../ui/badge.tsx';
import { Loaded } from '../ui/state-boxes.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Time } from '../ui/time.tsx';
import { AttachmentsTab } from './attachments-tab.tsx';
import { JsonTab } from './json-tab.tsx';
import { MessageTab } from './message-tab.tsx';
import { readMail } from './read-mail.ts';
import { RecordsTab } from './records-tab.tsx';
import { SourceTab } from './source-tab.tsx';
import { StoryTab } from './story-tab.tsx';
import { ThreadTab } from './thread-tab.tsx';
import { WhyTab } from './why-tab.tsx';

/** In ms: how often an open mail is read again while it is on its way, and later. */
const [busyMs, calmMs] = [2000, 15_000];

const isOpen = ({ card }: MailDetail): boolean =>
  card.deliveries.some(({ fate }) => fate === 'pending' || fate === 'parked');

/** Reads one mail, by its id or by that of its event. */
const useMail = (id: string) =>
  useQuery({
    queryKey: ['mail', id],
    queryFn: ({ signal }) => readMail(id, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isOpen(state.data) ? busyMs : calmMs),
  });

/** One mail with all that is known of it. */
export function MailView({ id, backHref }: { readonly id: string; readonly backHref: string }) {
  const mail = useMail(id);
  return (
    <article class="mail">
      <Link href={backHref} class="back-link">
        ← All mails
      </Link>
      <Loaded query={mail} rows={8} height={34}>
        {(detail) => <MailContent id={id} detail={detail} />}
      </Loaded>
    </article>
  );
}

function MailContent({ id, detail }: { readonly id: string; readonly detail: MailDetail }) {
  const search = new URLSearchParams(useSearch());
  const [path, navigate] = useLocation();
  const choose = (tab: string): void => {
    search.set('tab', tab);
    navigate(`${path}?${search}`, { replace: true });
  };
  const { card, event } = detail;
  const files = event?.attachments?.length ?? card.attachments.count;
  const tabs = [
    { id: 'story', title: 'Story', content: () => <StoryTab detail={detail} /> },
    { id: 'message', title: 'Message', content: () => <MessageTab detail={detail} /> },
    { id: 'why', title: 'Why', content: () => <WhyTab detail={detail} /> },
    { id: 'files', title: `Files ${files}`, content: () => <AttachmentsTab detail={detail} /> },
    { id: 'thread', title: 'Thread', content: () => <ThreadTab detail={detail} /> },
    { id: 'records', title: 'Records', content: () => <RecordsTab detail={detail} /> },
    { id: 'source', title: 'Source', content: () => <SourceTab id={id} /> },
    { id: 'json', title: 'JSON', content: () => <JsonTab id={id} detail={detail} /> },
  ];
  return (
    <>
      <MailHead detail={detail} />
      <MailActions detail={detail} />
      <Tabs label="Parts of the mail" tabs={tabs} chosen={search.get('tab') ?? 'story'} onChoose={choose} />
    </>
  );
}

function MailHead({ detail: { card, event } }: { readonly detail: MailDetail }) {
  const { subject, from, to, receivedAt, kind, intent, trust, deliveries, state, reason, erased } = card;
  const title = erased === true ? 'Erased mail' : subject === undefined || subject === '' ? '(no subject)' : subject;
  return (
    <header class="mail-head">
      <h2 title={title.slice(0, 1000)}>
        <bdi>{title.slice(0, 300)}</bdi>
      </h2>
      <p>
        <bdi>{from?.name}</bdi> <bdi class="quiet">{from === undefined ? 'no sender' : `<${from.address}>`}</bdi> to{' '}
        <bdi>{to.length === 0 ? 'no recipient' : to.slice(0, 5).join(', ')}</bdi>
        {to.length > 5 && ` and ${to.length - 5} more`}
      </p>
      <p class="quiet">
        <Time at={receivedAt} full />
      </p>
      <p class="badges">
        {deliveries.map(({ integration, fate }) => (
          <span key={integration} class="delivery">
            {integration} <FateBadge fate={fate} />
          </span>
        ))}
        {deliveries.length === 0 && <FateBadge fate={state === 'quarantined' ? 'quarantined' : 'unrouted'} />}
        {kind !== undefined && <Badge>{kindWords(kind)}</Badge>}
        {intent !== undefined && <Badge>intent: {intent}</Badge>}
        {trust !== undefined && <Badge>trust: {trust}</Badge>}
      </p>
      {reason !== undefined && <p class="note bad-note">{reason}</p>}
      {event?.classification?.forwarding !== undefined && (
        <ForwardingNote forwarding={event.classification.forwarding} />
      )}
      {event?.body?.leftOut?.map(({ part, reason: why, bytes }) => (
        <p key={part} class="note wait-note">
          The {part} of about {bytes.toLocaleString('en')} bytes is only in the source: {why.replace('-', ' ')}.
        </p>
      ))}
    </header>
  );
}

/** A request to confirm a forwarding: its link leads to a page of the provider. */
const ForwardingNote = ({
  forwarding: { service, account = 'a mailbox', url, code },
}: {
  readonly forwarding: Forwarding;
}) => (
  <p class="note wait-note">
    {service} asks whether {account} may forward its mail here. If you know the mailbox:{' '}
    {url?.startsWith('https://') === true && (
      <a href={url} target="_blank" rel="noreferrer">
        Confirm at {service}
      </a>
    )}
    {code !== undefined && (
      <>
        {' '}
        Code: <code>{code}</code>
      </>
    )}
  </p>
);
