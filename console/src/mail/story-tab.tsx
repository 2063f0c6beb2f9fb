import type { CardDelivery, MailDetail, TimelineHop } from '../contract.ts';
import { fateOf, fateWords } from '../fate-words.ts';
import { fullTimeOf, spanOf } from '../time-words.ts';
import { FateBadge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';

const hopWords: Readonly<Record<string, string>> = {
  received: 'Received and stored',
  read: 'Read: the mail became an event',
  queued: 'Queued for delivery',
  attempted: 'Tried at the CRM',
  written: 'Written to the CRM',
  settled: 'Done',
  parked: 'Parked',
  quarantined: 'Kept out for safety',
  failed: 'Failed at the CRM',
};

const stateWords = { done: '', waits: 'waits here', failed: 'failed here', dead: 'ended here' } as const;

/** The way of the mail, hop by hop. */
export function StoryTab({ detail: { timeline, card } }: { readonly detail: MailDetail }) {
  return (
    <>
      {card.deliveries.map((delivery) => (
        <DeliveryLine key={delivery.integration} delivery={delivery} />
      ))}
      {card.deliveries.length === 0 && <p>{fateWords[card.state === 'quarantined' ? 'quarantined' : 'unrouted']}</p>}
      <ol class="timeline" aria-label="Timeline">
        {timeline.map((hop, place) => (
          <Hop key={`${hop.hop} ${hop.integration} ${hop.at} ${place}`} hop={hop} />
        ))}
      </ol>
    </>
  );
}

const DeliveryLine = ({ delivery: { integration, fate, reason } }: { readonly delivery: CardDelivery }) => (
  <p class={fate === 'parked' || fate === 'dead' ? 'note bad-note' : 'note'}>
    <strong>{integration}</strong> <FateBadge fate={fate} /> {fateWords[fateOf(fate)]}
    {reason !== undefined && <> Reason: {reason}</>}
  </p>
);

function Hop({ hop: { hop, at, ms, integration, state, detail } }: { readonly hop: TimelineHop }) {
  return (
    <li class={`hop ${state}`}>
      <span class="hop-name">
        {hopWords[hop] ?? hop}
        {integration !== undefined && <span class="quiet"> · {integration}</span>}
        {state !== 'done' && <strong> — {stateWords[state]}</strong>}
      </span>
      <span class="hop-time quiet number" title={fullTimeOf(at)}>
        {ms === undefined ? <Time at={at} /> : `+ ${spanOf(ms)}`}
      </span>
      {detail !== undefined && <span class="hop-detail">{detail}</span>}
    </li>
  );
}
