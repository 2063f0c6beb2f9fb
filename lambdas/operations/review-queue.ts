import type { createReviews } from '../aws/dynamo-reviews.ts';
import type { LedgerReader } from '../aws/ledger-reader.ts';
import type { S3MailStore } from '../aws/s3-mail-store.ts';
import { compact } from '../compact.ts';
import { crmIds } from '../domain/delivery/delivery.ts';
import { isSampled, type ReviewOffer } from '../domain/understanding/review.ts';
import { eventsSince } from './events-since.ts';

/** The stores that a review reads. */
export interface ReviewPorts {
  readonly store: Pick<S3MailStore, 'rawMails' | 'getEvent'>;
  readonly reader: Pick<LedgerReader, 'mails' | 'event'>;
  readonly reviews: Pick<ReturnType<typeof createReviews>, 'all' | 'offers'>;
}

/** One entry of the queue: a mail that waits for a person, or a sample. */
type QueueItem = { readonly offer: ReviewOffer } | { readonly sample: Sample };

/** Lists the mail that waits for a person, then the samples that nobody has reviewed. */
export async function* reviewQueue(
  ports: ReviewPorts,
  { since, percent, words }: { readonly since: Date; readonly percent: number; readonly words: boolean },
): AsyncGenerator<QueueItem> {
  const reviewed = new Set((await ports.reviews.all()).map(({ eventId }) => eventId));
  for (const offer of await ports.reviews.offers()) yield { offer };
  for await (const eventIds of eventsSince(ports, since)) {
    for (const eventId of eventIds) {
      if (reviewed.has(eventId) || !isSampled(eventId, percent)) continue;
      const sample = await sampleOf(ports, eventId, words);
      if (sample !== undefined) yield { sample };
    }
  }
}

/** A mail that nobody has reviewed. */
export type Sample = NonNullable<Awaited<ReturnType<typeof sampleOf>>>;

async function sampleOf({ store, reader }: ReviewPorts, eventId: string, withWords: boolean) {
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  if (event === undefined) return undefined;
  const { classification, message, body, receivedAt } = event;
  return compact({
    eventId,
    receivedAt,
    kind: classification.kind,
    rules: classification.reasons,
    intent: classification.intent?.label,
    deliveries: (ledger?.deliveries ?? []).map(({ integration, fate, steps }) => ({
      integration,
      fate: fate ?? 'pending',
      crm: crmIds(steps),
    })),
    subject: withWords ? message.subject : undefined,
    words: withWords ? (body.reply?.text ?? body.text) : undefined,
  });
}
