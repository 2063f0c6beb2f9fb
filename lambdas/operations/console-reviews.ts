import type { IntegrationsFile } from '../domain/configuration/integration.ts';
import { ConfigError } from '../domain/errors.ts';
import type { Log } from '../domain/mail/log.ts';
import { type Review, type ReviewOffer, reviewOf, summarize } from '../domain/understanding/review.ts';
import { createPartReader } from './read-part.ts';
import { type ReviewPorts, reviewQueue, type Sample } from './review-queue.ts';
import {
  decisionsOf,
  deliveryOf,
  hasJudgement,
  judgementsOf,
  type VerdictOptions,
  verdictOf,
} from './review-verdict.ts';
import { fileOfTenant } from './tenant-view.ts';

interface ConsoleReviewPorts extends Omit<ReviewPorts, 'reviews'> {
  readonly reviews: ReviewPorts['reviews'] & {
    readonly put: (review: Review, heldBy?: readonly string[]) => Promise<void>;
    readonly take: (offer: ReviewOffer) => Promise<void>;
  };
  readonly integrations: () => Promise<IntegrationsFile>;
  /** The share of all mail that is sampled, 0 to 100. */
  readonly percent: number;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

/** In ms: the samples are looked for among all stored mail. */
const partLimitMs = 15_000;
const notForTenants = 'it is about the whole stage, and the key belongs to one tenant';

/** Mail that is up for review, and the verdicts of people, as `postern review` has them. */
export const createConsoleReviews = (ports: ConsoleReviewPorts) => ({
  async list(tenant: string | undefined, { since, limit }: { readonly since: Date; readonly limit: number }) {
    const { readPart, unavailable } = createPartReader({
      limitMs: partLimitMs,
      ...ports,
      closed: new Map(tenant === undefined ? [] : [['accuracy', notForTenants]]),
    });
    const own = new Set(fileOfTenant(await ports.integrations(), tenant).integrations.map(({ key }) => key));
    const [queue, classes] = await Promise.all([
      readPart('mail', () => firstOf(ports, own, { since, limit })),
      readPart('accuracy', async () => summarize(await ports.reviews.all())),
    ]);
    return { offers: queue?.offers ?? [], samples: queue?.samples ?? [], accuracy: classes ?? [], unavailable };
  },
  /** @returns undefined for an event that is not known, or of another tenant; a text: what is wrong with the verdict */
  async say(
    { eventId, ...options }: VerdictOptions & { readonly eventId: string },
    by: string,
    tenant: string | undefined,
    dryRun: boolean,
  ): Promise<Review | string | undefined> {
    const [event, ledger] = await Promise.all([ports.store.getEvent(eventId), ports.reader.event(eventId)]);
    const deliveries = (ledger?.deliveries ?? []).filter((each) => tenant === undefined || each.tenant === tenant);
    if (event === undefined || (tenant !== undefined && deliveries.length === 0)) return undefined;
    try {
      const verdict = verdictOf(options);
      const { integrations } = await ports.integrations();
      const judgements = hasJudgement(options)
        ? judgementsOf(options, await decisionsOf(event, deliveryOf(deliveries, options.integration), integrations))
        : [];
      const review = reviewOf(event, { at: ports.now().toISOString(), by, ...verdict, judgements });
      if (!dryRun) await keep(ports, review, ledger?.heldBy);
      return review;
    } catch (error) {
      if (error instanceof ConfigError) return error.message.replace(/^--/, '');
      throw error;
    }
  },
});

async function keep(
  { reviews }: Pick<ConsoleReviewPorts, 'reviews'>,
  review: Review,
  heldBy: readonly string[] | undefined,
): Promise<void> {
  await reviews.put(review, heldBy);
  for (const offer of await reviews.offers()) if (offer.eventId === review.eventId) await reviews.take(offer);
}

/** Mail that waits for a person, and the first samples that nobody has reviewed, of these integrations. */
async function firstOf(
  ports: ReviewPorts & Pick<ConsoleReviewPorts, 'percent'>,
  own: ReadonlySet<string>,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<{ readonly offers: readonly ReviewOffer[]; readonly samples: readonly Sample[] }> {
  const offers: ReviewOffer[] = [];
  const samples: Sample[] = [];
  for await (const item of reviewQueue(ports, { since, percent: ports.percent, words: false })) {
    if ('offer' in item) {
      if (own.has(item.offer.integration) && offers.length < limit) offers.push(item.offer);
    } else if (item.sample.deliveries.some(({ integration }) => own.has(integration))) samples.push(item.sample);
    if (samples.length === limit) break;
  }
  return { offers, samples };
}
