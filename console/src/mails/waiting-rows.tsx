import { useQuery } from '@tanstack/preact-query';
import { sendToSandbox } from '../api.ts';
import type { Waiting } from '../contract.ts';
import { useSession } from '../session-context.ts';
import { sizeOf, spanOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';

/** Rows of unread mail that are shown at once. */
const shownRows = 3;

/** In ms: listing the mails takes longer than counting them. */
const renewMs = 3000;

/** The waiting mail with the ids of the newest, which a laptop can name: it lists its objects at no cost. */
function useNamedMails(waiting: Waiting): Waiting {
  const { sandbox, runToken } = useSession().settings;
  const named = useQuery({
    queryKey: ['unread-mails'],
    queryFn: () => sendToSandbox<Pick<Waiting, 'oldestSeconds' | 'mails'>>('GET', '/sandbox/unread', runToken),
    enabled: sandbox && (waiting.unread ?? 0) > 0,
    refetchInterval: renewMs,
  });
  return { ...waiting, ...named.data };
}

/** Mail that has arrived and that nothing has read yet: before all others, for it is the newest. */
export function WaitingRows({ waiting }: { readonly waiting: Waiting }) {
  const { unread = 0 } = waiting;
  const { oldestSeconds, mails = [] } = useNamedMails(waiting);
  if (unread === 0) return null;
  return (
    <section class="waiting" aria-label="Received, not read yet">
      <p>
        <Badge tone="wait">received, not read yet</Badge> <strong class="number">{unread.toLocaleString('en')}</strong>{' '}
        {unread === 1 ? 'mail' : 'mails'}
        {oldestSeconds !== undefined && `, the oldest since ${spanOf(oldestSeconds * 1000)}`}
      </p>
      <ul>
        {mails.slice(0, shownRows).map(({ mailId, storedAt, bytes }) => (
          <li key={mailId} id={`unread-${mailId}`}>
            <code>{mailId.slice(0, 12)}…</code> {bytes !== undefined && sizeOf(bytes)} <Time at={storedAt} />
          </li>
        ))}
      </ul>
      {oldestSeconds !== undefined && oldestSeconds > 300 && (
        <p class="quiet">
          That is long. <code>npx postern doctor</code> says why.
        </p>
      )}
    </section>
  );
}
