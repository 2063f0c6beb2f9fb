import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { type Review, reviewOf } from '../lambdas/domain/understanding/review.ts';
import {
  type Decisions,
  decisionsOf,
  deliveryOf,
  hasJudgement,
  judgementsOf,
  type VerdictOptions,
  verdictOf,
} from '../lambdas/operations/review-verdict.ts';
import { actorOf } from './actor.ts';
import { connectBackend } from './backend.ts';
import { print, printJson } from './output.ts';
import { reviewsOf } from './review.ts';

/** The verdicts of a person, as options have them. */
interface SayOptions extends VerdictOptions {
  readonly json?: boolean;
}

export async function runSay(eventId: string, options: SayOptions): Promise<void> {
  const verdict = verdictOf(options);
  const backend = connectBackend();
  const event = await backend.store.getEvent(eventId);
  if (event === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  const judgements = hasJudgement(options) ? judgementsOf(options, await decisionsAt(backend, event, options)) : [];
  const review = reviewOf(event, {
    at: new Date().toISOString(),
    by: await actorOf(backend.platform),
    ...verdict,
    judgements,
  });
  const reviews = reviewsOf(backend);
  await reviews.put(review, (await backend.reader.event(eventId))?.heldBy);
  for (const offer of await reviews.offers()) if (offer.eventId === eventId) await reviews.take(offer);
  if (options.json) printJson(review);
  else print(verdictLine(review));
}

async function decisionsAt(
  { reader, dynamo, controlTable }: Pick<ReturnType<typeof connectBackend>, 'reader' | 'dynamo' | 'controlTable'>,
  event: EmailReceived,
  { integration: key }: SayOptions,
): Promise<Decisions> {
  const [ledger, { integrations }] = await Promise.all([
    reader.event(event.eventId),
    readIntegrations(dynamo, controlTable),
  ]);
  return decisionsOf(event, deliveryOf(ledger?.deliveries ?? [], key), integrations);
}

/** A review in words. */
export function verdictLine({ eventId, kind, rightKind, rightIntent, judgements = [] }: Review): string {
  const corrections = [rightKind && `is ${rightKind}`, rightIntent && `means ${rightIntent}`].filter(Boolean);
  const verdict = corrections.length === 0 ? 'is right' : `is wrong: it ${corrections.join(', ')}`;
  const others = judgements.map(({ about, by, verdict: word }) => `; ${about} by ${by} is ${word}`);
  return `${eventId}: ${kind} ${verdict}${others.join('')}`;
}
