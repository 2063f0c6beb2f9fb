import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { getText } from '../api.ts';
import type { MailDetail } from '../contract.ts';
import { useMay } from '../me.ts';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import { splitReply } from './reply-marks.ts';

/** In characters: the browser shows no more at once. */
const shownText = 200_000;

/** The words of the mail: as HTML in a frame without rights, or as text. */
export function MessageTab({ detail }: { readonly detail: MailDetail }) {
  const { event } = detail;
  const mayRead = useMay('events:raw');
  const hasHtml = event?.body?.html !== undefined && mayRead;
  const [view, setView] = useState<'html' | 'text'>(hasHtml ? 'html' : 'text');
  if (event === undefined)
    return (
      <EmptyBox title="No message">
        <p>The mail is not read yet, was kept out, or its content has been deleted. Its source may still be kept.</p>
      </EmptyBox>
    );
  const shown = hasHtml ? view : 'text';
  return (
    <>
      {hasHtml && (
        <fieldset class="switch" aria-label="View">
          {(['html', 'text'] as const).map((name) => (
            <button type="button" key={name} aria-pressed={shown === name} onClick={() => setView(name)}>
              {name === 'html' ? 'As sent' : 'Text'}
            </button>
          ))}
        </fieldset>
      )}
      {shown === 'html' ? (
        <HtmlFrame eventId={detail.card.eventId ?? ''} />
      ) : (
        <MessageText text={event.body?.text ?? ''} reply={event.body?.reply?.text} />
      )}
    </>
  );
}

/**
 * The sanitized HTML in a frame that may run no script, has no origin, opens no window and leads nowhere: `sandbox` without
 * any right, below the policy of the page.
 */
function HtmlFrame({ eventId }: { readonly eventId: string }) {
  const markup = useQuery({
    queryKey: ['html', eventId],
    queryFn: () => getText(`/v1/events/${eventId}/html`),
    staleTime: 45_000,
  });
  return (
    <Loaded query={markup} rows={8}>
      {(text) => (
        <iframe class="mail-frame" title="The mail as sent" sandbox="" srcDoc={text} referrerpolicy="no-referrer" />
      )}
    </Loaded>
  );
}

function MessageText({ text, reply }: { readonly text: string; readonly reply: string | undefined }) {
  if (text === '') return <EmptyBox title="The mail has no text" />;
  const { before, marked, after } = splitReply(text.slice(0, shownText), reply);
  return (
    <>
      {text.length > shownText && (
        <p class="note wait-note">
          The first {shownText.toLocaleString('en')} of {text.length.toLocaleString('en')} characters.
        </p>
      )}
      <pre class="mail-text" dir="auto">
        <span class="quiet">{before}</span>
        {marked !== '' && <mark title="The newest words: what the sender added">{marked}</mark>}
        <span class={marked === '' ? '' : 'quiet'}>{after}</span>
      </pre>
    </>
  );
}
