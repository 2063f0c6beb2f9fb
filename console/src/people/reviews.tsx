import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { ReviewDialog } from '../actions/review-dialog.tsx';
import { get, post } from '../api.ts';
import { Page } from '../boards/page.tsx';
import type { MailCard } from '../contract.ts';
import { useKeys } from '../keys.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, ErrorBox, Loaded } from '../ui/state-boxes.tsx';
import type { ReviewedClass, ReviewSample, Reviews } from './contract.ts';
import { SampleCard } from './sample-card.tsx';

/** Samples that are reviewed at a time. */
const atATime = 5;

/** Five mails at a time: was each understood rightly? */
export function ReviewsPage() {
  const reviews = useQuery({
    queryKey: ['reviews'],
    queryFn: ({ signal }) => get<Reviews>('/v1/reviews', { limit: atATime }, signal),
    refetchOnWindowFocus: false,
  });
  return (
    <Page
      title="Reviews"
      lead="Was each mail understood rightly? y says yes, n corrects it, j and k move. Five at a time are enough."
    >
      <Loaded query={reviews} rows={5} height={92}>
        {({ samples, offers, accuracy }) => (
          <>
            {offers.length > 0 && (
              <p class="note wait-note">
                {offers.length} mails wait for a decision: <code>npx postern review queue</code> lists them.
              </p>
            )}
            <Samples key={samples.map(({ eventId }) => eventId).join()} samples={samples.slice(0, atATime)} />
            <Accuracy accuracy={accuracy} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Samples({ samples }: { readonly samples: readonly ReviewSample[] }) {
  const client = useQueryClient();
  const [place, setPlace] = useState(0);
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [corrected, setCorrected] = useState<ReviewSample>();
  const keep = useMutation({
    mutationFn: (sample: ReviewSample) => post('/v1/reviews', { eventId: sample.eventId, right: true, dryRun: false }),
    onSuccess: (_answer, sample) => finish(sample),
  });
  const finish = (sample: ReviewSample): void => {
    setDone((before) => new Set([...before, sample.eventId]));
    setPlace((before) => Math.min(before + 1, samples.length - 1));
  };
  const current = samples[place];
  const say = (sample: ReviewSample | undefined): void => {
    if (sample !== undefined && !done.has(sample.eventId) && !keep.isPending) keep.mutate(sample);
  };
  useKeys({
    j: () => setPlace(Math.min(place + 1, samples.length - 1)),
    k: () => setPlace(Math.max(place - 1, 0)),
    y: () => say(current),
    n: () => setCorrected(current),
  });
  if (samples.length === 0)
    return (
      <EmptyBox title="No sample waits">
        <p>Samples are drawn from mail as it arrives. Come back after more mail.</p>
      </EmptyBox>
    );
  return (
    <>
      {keep.error != null && <ErrorBox error={keep.error} retry={() => say(current)} />}
      <ol class="samples" aria-label="Samples">
        {samples.map((sample, index) => (
          <SampleCard
            key={sample.eventId}
            sample={sample}
            isCurrent={index === place}
            isDone={done.has(sample.eventId)}
            onRight={() => say(sample)}
            onWrong={() => setCorrected(sample)}
          />
        ))}
      </ol>
      <p class="buttons" aria-live="polite">
        <span class="quiet number">
          {done.size} of {samples.length} reviewed
        </span>
        {done.size === samples.length && (
          <button
            type="button"
            class="primary"
            onClick={() => void client.invalidateQueries({ queryKey: ['reviews'] })}
          >
            The next five
          </button>
        )}
      </p>
      {corrected !== undefined && (
        <ReviewDialog
          card={cardOf(corrected)}
          onClose={() => {
            finish(corrected);
            setCorrected(undefined);
          }}
        />
      )}
    </>
  );
}

const cardOf = (sample: ReviewSample): MailCard => ({
  mailId: sample.mailId ?? sample.eventId,
  state: 'parsed',
  to: [],
  attachments: { count: 0 },
  deliveries: [],
  ...sample,
});

function Accuracy({ accuracy }: { readonly accuracy: readonly ReviewedClass[] }) {
  if (accuracy.length === 0) return null;
  return (
    <section class="block">
      <h2>Accuracy by these reviews</h2>
      <ScrollBox label="Accuracy">
        <table>
          <thead>
            <tr>
              <th>Class</th>
              <th class="right">Reviewed</th>
              <th class="right">Right</th>
              <th class="right">Share</th>
            </tr>
          </thead>
          <tbody>
            {accuracy.map((each) => (
              <tr key={each.class}>
                <td>{each.class}</td>
                <td class="right number">{each.reviewed}</td>
                <td class="right number">{each.right}</td>
                <td class="right number">{((each.right / Math.max(1, each.reviewed)) * 100).toFixed(0)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
