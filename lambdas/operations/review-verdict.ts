import { compact } from '../compact.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import { ownRoutesOf } from '../domain/configuration/route.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import { ConfigError } from '../domain/errors.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import { intentLabels, mailKinds } from '../domain/mail/mail-kinds.ts';
import { mailContextOf } from '../domain/planning/mail-context.ts';
import { ownRulesOf } from '../domain/planning/own-rules.ts';
import { routeEvent } from '../domain/planning/route-event.ts';
import {
  type JudgedDecision,
  type Judgement,
  judgementWords,
  type Review,
  trustBand,
} from '../domain/understanding/review.ts';

/** The verdicts of a person. */
export interface VerdictOptions extends Partial<Record<JudgedDecision, string>> {
  readonly kind?: string;
  readonly intent?: string;
  readonly integration?: string;
  readonly note?: string;
}

const decisionNames = Object.keys(judgementWords) as JudgedDecision[];

/** Whether a person judged trust, conversation or contact. */
export const hasJudgement = (options: VerdictOptions): boolean =>
  decisionNames.some((name) => options[name] !== undefined);

/** @throws ConfigError for an unknown kind, intent or verdict */
export function verdictOf(options: VerdictOptions): Pick<Review, 'rightKind' | 'rightIntent' | 'note'> {
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
export type Decisions = Readonly<Record<JudgedDecision, string>>;

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
