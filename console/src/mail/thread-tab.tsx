import { Link } from 'wouter-preact';
import type { MailCard, MailDetail } from '../contract.ts';
import { worstFate } from '../fate-words.ts';
import { senderOf } from '../mails/mail-row.tsx';
import { FateBadge } from '../ui/badge.tsx';
import { EmptyBox } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';

/** The conversation of the mail, and its copies. */
export function ThreadTab({ detail: { siblings, card } }: { readonly detail: MailDetail }) {
  const { thread = [], copies = [] } = siblings ?? {};
  if (thread.length + copies.length === 0)
    return (
      <EmptyBox title="No other mail">
        <p>Replies to this mail will be listed here.</p>
      </EmptyBox>
    );
  return (
    <>
      {thread.length > 0 && <Cards title="Conversation" cards={thread} current={card.mailId} />}
      {copies.length > 0 && <Cards title="Copies of this mail" cards={copies} current={card.mailId} />}
    </>
  );
}

const Cards = ({
  title,
  cards,
  current,
}: {
  readonly title: string;
  readonly cards: readonly MailCard[];
  readonly current: string;
}) => (
  <section>
    <h3>{title}</h3>
    <ul class="plain-list">
      {cards.map((card) => (
        <li key={card.mailId} class="line">
          <Link href={`/mails/${card.mailId}`} class="grow">
            <bdi>{senderOf(card)}</bdi>: <bdi>{card.subject?.slice(0, 200) ?? '(no subject)'}</bdi>
          </Link>
          {card.mailId === current && <span class="quiet">this one</span>}
          <FateBadge fate={worstFate(card)} />
          <Time at={card.receivedAt} />
        </li>
      ))}
    </ul>
  </section>
);
