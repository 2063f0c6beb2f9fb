import { useMemo } from 'preact/hooks';
import type { MailDetail } from '../contract.ts';
import { curlOf } from '../curl.ts';
import { useSession } from '../session-context.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SourceBox } from '../ui/scroll-box.tsx';

/** In characters: the browser shows no more at once. */
const shownJson = 300_000;

/** The answer of the API, and how to ask for it in a terminal. */
export function JsonTab({ id, detail }: { readonly id: string; readonly detail: MailDetail }) {
  const { settings } = useSession();
  const text = useMemo(() => JSON.stringify(detail, null, 2), [detail]);
  const curl = curlOf(location.origin, `/v1/mails/${encodeURIComponent(id)}`, settings.home === 'laptop');
  return (
    <>
      <p class="line">
        <code class="grow">{curl}</code> <CopyButton text={curl} label="Copy as curl" />
      </p>
      <p class="line">
        <span class="grow quiet">{text.length > shownJson && 'The begin of it; the copy has all.'}</span>
        <CopyButton text={text} label="Copy JSON" />
      </p>
      <SourceBox label="JSON" text={text.slice(0, shownJson)} />
    </>
  );
}
