import { useQuery } from '@tanstack/preact-query';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { kindWords } from '../fate-words.ts';
import { readMail } from '../mail/read-mail.ts';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import type { ReviewSample } from './contract.ts';

/** In characters: enough to judge a mail. */
const shownWords = 600;

interface SampleCardProps {
  readonly sample: ReviewSample;
  readonly isCurrent: boolean;
  readonly isDone: boolean;
  readonly onRight: () => void;
  readonly onWrong: () => void;
}

/** One mail with how it was understood. */
export function SampleCard({ sample, isCurrent, isDone, onRight, onWrong }: SampleCardProps) {
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const { eventId, subject, from, kind, intent, rules = [], receivedAt } = sample;
  return (
    <li ref={element} class={isCurrent ? 'card sample current' : 'card sample'} aria-current={isCurrent}>
      <p class="line">
        <Link href={`/mails/${eventId}`} class="grow">
          <bdi>{subject?.slice(0, 200) ?? '(no subject)'}</bdi>
        </Link>
        {isDone && <Badge tone="good">reviewed</Badge>}
        <Time at={receivedAt} />
      </p>
      <p class="quiet">
        <bdi>{from?.name ?? from?.address}</bdi>
      </p>
      <SampleWords sample={sample} />
      <p class="badges">
        <Badge>{kind === undefined ? 'kind unknown' : kindWords(kind)}</Badge>
        {intent !== undefined && <Badge>{intent}</Badge>}
        <span class="quiet small-text">{rules.join(', ')}</span>
      </p>
      {!isDone && (
        <p class="buttons">
          <button type="button" onClick={onRight}>
            Right <kbd>y</kbd>
          </button>
          <button type="button" onClick={onWrong}>
            Wrong … <kbd>n</kbd>
          </button>
        </p>
      )}
    </li>
  );
}

/** The newest words of the sample: as the list has them, else from the mail itself. */
function SampleWords({ sample: { eventId, words, snippet } }: { readonly sample: ReviewSample }) {
  const given = words ?? snippet;
  const mail = useQuery({
    queryKey: ['mail', eventId],
    queryFn: ({ signal }) => readMail(eventId, signal),
    enabled: words === undefined,
    staleTime: 60_000,
  });
  const body = mail.data?.event?.body;
  const text = words ?? body?.reply?.text ?? body?.text ?? given ?? '';
  return (
    <p class="sample-words" dir="auto">
      {text.slice(0, shownWords)}
      {text.length > shownWords && ' …'}
    </p>
  );
}
