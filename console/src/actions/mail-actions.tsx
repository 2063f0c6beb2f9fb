import { useState } from 'preact/hooks';
import type { MailDetail } from '../contract.ts';
import { useMay } from '../me.ts';
import { type Act, DryRunDialog } from './dry-run-dialog.tsx';
import { LegalHoldDialog } from './legal-hold-dialog.tsx';
import { ReviewDialog } from './review-dialog.tsx';

/** Acts on the mail that the caller's role allows. */
export function MailActions({ detail: { card } }: { readonly detail: MailDetail }) {
  const [open, setOpen] = useState<Act | 'review' | 'hold'>();
  const [mayRedrive, mayReplay] = [useMay('redrive:write', '/v1/redrives'), useMay('replays:write')];
  const [mayReview, mayHold] = [useMay('reviews:write', '/v1/reviews'), useMay('legal:write', '/v1/legal-holds')];
  const { eventId, deliveries } = card;
  if (eventId === undefined || !(mayRedrive || mayReplay || mayReview || mayHold)) return null;
  const waits = deliveries.some(({ fate }) => fate === 'parked' || fate === 'pending');
  const close = (): void => setOpen(undefined);
  return (
    <div class="buttons mail-actions">
      {mayRedrive && waits && (
        <>
          <button type="button" class="primary" onClick={() => setOpen(redriveOf({ event: eventId }, 'this mail'))}>
            Redrive
          </button>
          <button type="button" onClick={() => setOpen(skipOf(eventId))}>
            Skip
          </button>
        </>
      )}
      {mayReplay && !waits && deliveries.length > 0 && (
        <button type="button" onClick={() => setOpen(replayOf(eventId))}>
          Replay
        </button>
      )}
      {mayReview && (
        <button type="button" onClick={() => setOpen('review')}>
          Review
        </button>
      )}
      {mayHold && (
        <button type="button" onClick={() => setOpen('hold')}>
          Legal hold
        </button>
      )}
      {open === 'review' && <ReviewDialog card={card} onClose={close} />}
      {open === 'hold' && <LegalHoldDialog eventId={eventId} onClose={close} />}
      {typeof open === 'object' && <DryRunDialog act={open} onClose={close} />}
    </div>
  );
}

/** Offers to try waiting mail again. */
export function RedriveButton({ body, subject }: { readonly body: object; readonly subject: string }) {
  const mayRedrive = useMay('redrive:write', '/v1/redrives');
  const [isOpen, setOpen] = useState(false);
  if (!mayRedrive) return null;
  return (
    <>
      <button type="button" class="small" onClick={() => setOpen(true)}>
        Redrive
      </button>
      {isOpen && <DryRunDialog act={redriveOf(body, subject)} onClose={() => setOpen(false)} />}
    </>
  );
}

const redriveOf = (body: object, subject: string): Act => ({
  title: `Redrive ${subject}`,
  text: 'Delivers what waits once more, the oldest first. A mail that fails again stays parked; nothing is written twice.',
  path: '/v1/redrives',
  body,
  verb: 'Redrive',
});

const skipOf = (event: string): Act => ({
  title: 'Skip this mail',
  text: 'Gives the mail up, so that those behind it go on. Its fate is then “dead”; the raw mail is kept.',
  path: '/v1/redrives',
  body: { event, skip: true },
  verb: 'Skip it',
  isDangerous: true,
});

const replayOf = (eventId: string): Act => ({
  title: 'Replay this mail',
  text: 'Sends the mail once more: to a webhook, a bus or a queue with a mark. A CRM that has its records stays as it is.',
  path: '/v1/replays',
  body: { eventIds: [eventId], delivered: true },
  verb: 'Replay',
});
