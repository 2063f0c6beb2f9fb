import type { Waiting } from '../contract.ts';
import { sizeOf, spanOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';

/** Rows of unread mail that are shown at once. */
const shownRows = 3;

/** Mail that has arrived and that nothing has read yet: before all others, for it is the newest. */
export function WaitingRows({ waiting }: { readonly waiting: Waiting }) {
  const { unread = 0, oldestSeconds, mails = [] } = waiting;
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
