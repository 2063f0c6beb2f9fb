import { Link } from 'wouter-preact';
import type { MailCard } from '../contract.ts';
import { worstFate } from '../fate-words.ts';
import { FateBadge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';

/** In pixels: every row of the list is as high. */
export const rowHeight = 66;

/** The sender as a list shows it. */
export const senderOf = ({ from }: MailCard): string => from?.name ?? from?.address ?? 'No sender';

/** One mail in the list. */
export function MailRow({
  mail,
  place,
  count,
  href,
  isChosen,
}: {
  readonly mail: MailCard;
  readonly place: number;
  readonly count: number;
  readonly href: string;
  readonly isChosen: boolean;
}) {
  const { subject, snippet, attachments, receivedAt, erased } = mail;
  return (
    <li style={{ top: place * rowHeight, height: rowHeight }} aria-posinset={place + 1} aria-setsize={count}>
      <Link href={href} class={isChosen ? 'mail-row chosen' : 'mail-row'} aria-current={isChosen ? 'true' : undefined}>
        <span class="line">
          <bdi class="sender">{erased ? 'Erased mail' : senderOf(mail)}</bdi>
          {attachments.count > 0 && (
            <span
              class="clip"
              title={`${attachments.count} attachments, the worst is ${attachments.worst ?? 'unknown'}`}
            >
              <Clip />
              {attachments.count}
            </span>
          )}
          <Time at={receivedAt} />
        </span>
        <span class="line">
          <span class="subject">
            <bdi>{subject === undefined || subject === '' ? '(no subject)' : subject.slice(0, 300)}</bdi>
            {snippet !== undefined && <bdi class="quiet"> {snippet}</bdi>}
          </span>
          <FateBadge fate={worstFate(mail)} />
        </span>
      </Link>
    </li>
  );
}

/** A paper clip: files are attached. */
const Clip = () => (
  <svg
    width="13"
    height="13"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    aria-hidden="true"
  >
    <path d="M13 7.5 7.8 12.7a3.2 3.2 0 0 1-4.5-4.5L9 2.5a2.1 2.1 0 0 1 3 3L6.4 11a1 1 0 0 1-1.5-1.5L10 4.5" />
  </svg>
);
