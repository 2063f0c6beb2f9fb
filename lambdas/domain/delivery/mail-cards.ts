import { canaryTenant } from '../configuration/canary-integration.ts';
import type { Delivery, Fate } from './delivery.ts';
import type { MailRecord } from './ledger.ts';

/** Stands for the tenant of mail that reached none: no tenant's name is so short. Only callers of all tenants see it. */
export const noTenant = '-';

/** The end of a delivery, or that it has none yet. */
type CardFate = Fate | 'pending';

/** One mail in the list of one tenant. */
export interface MailCardFacts {
  readonly tenant: string;
  readonly mailId: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  /** Each fate that the mail has there, in text order. */
  readonly fates: readonly CardFate[];
  /** Those that the mail was routed to there. */
  readonly integrations: readonly string[];
}

/** The place of a mail in every list: the newest has the largest. */
export const placeOfMail = ({ receivedAt, mailId }: Pick<MailCardFacts, 'receivedAt' | 'mailId'>): string =>
  `${receivedAt}#${mailId}`;
/** The id of the mail at a place. */
export const mailIdAt = (place: string): string => place.slice(place.indexOf('#') + 1);
/** ISO 8601 UTC. */
export const timeAt = (place: string): string => place.split('#', 1)[0]!;

type CardDelivery = Pick<Delivery, 'integration' | 'tenant' | 'fate' | 'erasedAt'>;

/**
 * The cards of mails with one event: a mail is in the list of each tenant that it was routed to. A recipient whom nobody has, and a
 * mail that was quarantined before it had an event, are in the list of {@link noTenant}. Mail of the canary and mail that was
 * erased are in none.
 *
 * @param mails those that brought the event
 */
export const cardsOf = (mails: readonly MailRecord[], deliveries: readonly CardDelivery[]): MailCardFacts[] =>
  mails.flatMap((mail) => {
    const { mailId, receivedAt, recipients, state } = mail;
    const own = new Set(recipients.flatMap(({ integration }) => integration ?? []));
    const routed = deliveries.filter(
      ({ integration, tenant, erasedAt }) => own.has(integration) && tenant !== canaryTenant && erasedAt === undefined,
    );
    const cards = [...Map.groupBy(routed, ({ tenant }) => tenant)].map(([tenant, group]) => ({
      tenant,
      mailId,
      receivedAt,
      fates: [...new Set(group.map(({ fate }) => fate ?? 'pending'))].toSorted(),
      integrations: group.map(({ integration }) => integration).toSorted(),
    }));
    const isQuarantined = state === 'quarantined';
    const isUnrouted = recipients.length === 0 || recipients.some(({ integration }) => integration === undefined);
    if (!isQuarantined && !isUnrouted) return cards;
    const fates: CardFate[] = [isQuarantined ? 'quarantined' : 'unrouted'];
    return [...cards, { tenant: noTenant, mailId, receivedAt, fates, integrations: [] }];
  });

/** The filters of the list, which become words that no text can have: a word of a text holds no colon. */
interface CardFilters {
  readonly kind?: string | undefined;
  readonly trust?: string | undefined;
  readonly attachments?: 'yes' | 'no' | undefined;
}

export const fateWord = (fate: string): string => `fate:${fate}`;
/** The word of a conversation, by which its mails are found. */
export const threadWord = (threadKey: string): string => `thread:${threadKey}`;
export const integrationWord = (integration: string): string => `integration:${integration}`;

/** The words of facts that never change. */
export const filterWords = ({ kind, trust, attachments }: CardFilters): string[] =>
  [
    ['kind', kind],
    ['trust', trust],
    ['attachments', attachments],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));

/** Bands of trust in a sender, in words. */
export const trustBands = ['suspicious', 'doubtful', 'neutral', 'trusted'] as const;

/** The band of a score of trust, 0 to 100; undefined where the mail has none. */
export function trustBandOf(score: number | undefined): (typeof trustBands)[number] | undefined {
  if (score === undefined) return undefined;
  const place = score < 20 ? 0 : score < 50 ? 1 : score < 80 ? 2 : 3;
  return trustBands[place];
}
