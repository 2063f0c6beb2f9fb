import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { ownRoutesOf } from '../lambdas/domain/configuration/route.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { intentLabels, mailKinds } from '../lambdas/domain/mail/mail-kinds.ts';
import { mailContextOf } from '../lambdas/domain/planning/mail-context.ts';
import { ownRulesOf } from '../lambdas/domain/planning/own-rules.ts';
import { routeEvent } from '../lambdas/domain/planning/route-event.ts';
import {
  type JudgedDecision,
  type Judgement,
  judgementWords,
  type Review,
  reviewOf,
  trustBand,
} from '../lambdas/domain/understanding/review.ts';
import { actorOf } from './actor.ts';
import { connectBackend } from './backend.ts';
import { print, printJson } from './output.ts';
import { reviewsOf } from './review.ts';

/** The verdicts of a person, as options have them. */
interface SayOptions extends Partial<Record<JudgedDecision, string>> {
  readonly kind?: string;
  readonly intent?: string;
  readonly integration?: string;
  readonly note?: string;
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

const decisionNames = Object.keys(judgementWords) as JudgedDecision[];

const hasJudgement = (options: SayOptions): boolean => decisionNames.some((name) => options[name] !== undefined);

/** @throws ConfigError for an unknown kind, intent or verdict */
export function verdictOf(options: SayOptions): Pick<Review, 'rightKind' | 'rightIntent' | 'note'> {
  const { kind, intent, note } = options;
  checkName('--kind', kind, mailKinds);
  checkName('--intent', intent, intentLabels);
  for (const name of decisionNames) checkName(`--${name}`, options[name], judgementWords[name]);
  return compact({ rightKind: kind, rightIntent: intent, note });
}

function checkName(option: string, name: string | undefined, known: readonly string[]): void {
  if (name !== undefined && !known.includes(name))
    throw new ConfigError(`${option}: found "${name}", wants one of ${known.join(', ')}`);
}

/** By what each decision on a delivery was made. */
type Decisions = Readonly<Record<JudgedDecision, string>>;

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

/**
 * The delivery that a verdict is about.
 *
 * @throws ConfigError where there is none, and where several may be meant
 */
export function deliveryOf(deliveries: readonly Delivery[], key: string | undefined): Delivery {
  const meant = deliveries.filter(({ integration }) => key === undefined || integration === key);
  const [first, ...others] = meant;
  const keys = deliveries.map(({ integration }) => integration).join(', ') || 'none';
  if (first === undefined) throw new ConfigError(`--integration: found "${key}", the mail went to ${keys}`);
  if (others.length > 0) throw new ConfigError(`the mail went to ${keys}: name one with --integration`);
  return first;
}

/** By what trust, conversation and person of a delivery were decided; the person by the integration of today. */
export async function decisionsOf(
  event: EmailReceived,
  delivery: Delivery,
  integrations: readonly Integration[],
): Promise<Decisions> {
  const integration = integrations.find(({ key }) => key === delivery.integration);
  const routed = routeEvent(event, delivery, integration, await ownRulesOf(integration));
  const { people } = mailContextOf(routed, integration?.trust, ownRoutesOf(integrations));
  return { trust: trustBand(routed.trust?.score), thread: delivery.matchedBy, person: people.rule };
}

/** The verdicts that a person gave, each with that by which Postern had decided. */
export const judgementsOf = (options: Partial<Record<JudgedDecision, string>>, decisions: Decisions): Judgement[] =>
  decisionNames.flatMap((about) => {
    const verdict = options[about];
    return verdict === undefined ? [] : [{ about, by: decisions[about], verdict }];
  });

/** A review in words. */
export function verdictLine({ eventId, kind, rightKind, rightIntent, judgements = [] }: Review): string {
  const corrections = [rightKind && `is ${rightKind}`, rightIntent && `means ${rightIntent}`].filter(Boolean);
  const verdict = corrections.length === 0 ? 'is right' : `is wrong: it ${corrections.join(', ')}`;
  const others = judgements.map(({ about, by, verdict: word }) => `; ${about} by ${by} is ${word}`);
  return `${eventId}: ${kind} ${verdict}${others.join('')}`;
}
