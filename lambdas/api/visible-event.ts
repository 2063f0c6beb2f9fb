import type { Control } from '../domain/configuration/control.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { MailRecord } from '../domain/delivery/ledger.ts';
import type { EmailReceived, RoutedEvent } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import { type ScanResults, withScans } from '../domain/mail/object-scan.ts';
import { ownRulesOf } from '../domain/planning/own-rules.ts';
import { routeEvent } from '../domain/planning/route-event.ts';
import { problem } from './problem.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

/** An event in the ledger: the mails that brought it, and its deliveries. */
interface LedgerEvent {
  readonly mails: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly conflictsWith?: string;
}

export interface EventPorts {
  readonly control: Pick<Control, 'integrations'>;
  readonly ledgerEvent: (eventId: string) => Promise<LedgerEvent | undefined>;
  readonly mails: (mailIds: readonly string[]) => Promise<ReadonlyMap<string, MailRecord>>;
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** The results of the antivirus scans that a mail's attachments wait for. */
  readonly findScans: (mail: Pick<EmailReceived, 'eventId' | 'attachments'>) => Promise<ScanResults>;
}

/** The question for one event. */
interface EventQuestion {
  readonly eventId: string;
  /** The only tenant that the caller may read; absent: all. */
  readonly tenant: string | undefined;
  /** The integration whose view of the event is wanted; absent: the first that got it. */
  readonly integration: string | undefined;
}

/** An event in the ledger, as far as a caller may see it. */
interface VisibleLedgerEvent {
  /** Those of the caller's integrations. */
  readonly deliveries: readonly Delivery[];
  readonly mails: readonly string[];
  readonly conflictsWith?: string;
  /** The delivery that is asked for, and its integration. */
  readonly delivery: Delivery;
  readonly integration: Integration;
}

/** An event, as one integration may see it. */
export interface VisibleEvent extends VisibleLedgerEvent {
  readonly event: RoutedEvent;
}

type EventRoute = (request: ApiRequest, tenant: string | undefined) => Promise<ApiAnswer>;
export type EventRoutes = Readonly<Record<string, EventRoute>>;

const eventIdShape = /^evt_[0-9a-f]{32}$/;

/** Whether a text is the id of an event. */
export const isEventId = (text: string): boolean => eventIdShape.test(text);

/**
 * Finds an event in the ledger; undefined when there is none, when it did not reach the caller's tenant, or when no
 * integration that got it is configured any more. The three look alike.
 */
export async function findLedgerEvent(
  { control, ledgerEvent }: EventPorts,
  { eventId, tenant, integration: wanted }: EventQuestion,
): Promise<VisibleLedgerEvent | undefined> {
  if (!isEventId(eventId)) return undefined;
  const [integrations, known] = await Promise.all([control.integrations(), ledgerEvent(eventId)]);
  if (known === undefined) return undefined;
  const own = new Map(
    integrations.filter((each) => tenant === undefined || each.tenant === tenant).map((each) => [each.key, each]),
  );
  // Deliveries that notify another connection have no integration of their own, but a tenant.
  const tenants = new Set([...own.values()].map((each) => each.tenant));
  const deliveries = known.deliveries.filter((each) => tenants.has(each.tenant));
  const delivery = deliveries.find(
    (each) => own.get(each.integration)?.tenant === each.tenant && (wanted ?? each.integration) === each.integration,
  );
  const integration = delivery && own.get(delivery.integration);
  return delivery && integration && { ...known, deliveries, delivery, integration };
}

/** Finds an event with its content; undefined, beside the reasons of {@link findLedgerEvent}, when its object is gone. */
export async function findEvent(ports: EventPorts, question: EventQuestion): Promise<VisibleEvent | undefined> {
  const visible = await findLedgerEvent(ports, question);
  if (visible === undefined) return undefined;
  const { delivery, integration } = visible;
  const [event, ownRules] = await Promise.all([ports.mail.getEvent(question.eventId), ownRulesOf(integration)]);
  return event && { ...visible, event: routeEvent(event, delivery, integration, ownRules) };
}

/** The event with its attachments as the scans have judged them until now. */
export const scannedEvent = async ({ findScans }: EventPorts, event: RoutedEvent): Promise<RoutedEvent> =>
  withScans(event, await findScans(event));

/** The mails that brought the event to the caller's integrations, with their recipients. */
export async function ownMailsOf(
  { mails }: EventPorts,
  { mails: mailIds, deliveries }: VisibleLedgerEvent,
): Promise<MailRecord[]> {
  const own = new Set(deliveries.map(({ integration }) => integration));
  return [...(await mails(mailIds)).values()].flatMap((mail) => {
    const recipients = mail.recipients.filter(({ integration }) => integration !== undefined && own.has(integration));
    return recipients.length === 0 ? [] : [{ ...mail, recipients }];
  });
}

/** The question of a request for `/v1/events/{id}` or what is below it. */
export const eventQuestionOf = ({ path, query }: ApiRequest, tenant: string | undefined): EventQuestion => ({
  eventId: path.id ?? '',
  tenant,
  integration: query.integration,
});

/** The answer for an event that does not exist, and for one of another tenant. */
export const unknownEvent = (): ApiAnswer =>
  problem('not-found', 'no such event; GET /v1/events lists those that are kept');

/**
 * In bytes: the longest answer. Lambda answers with 6 MB at most, in which a quote or a line break of the body takes two
 * bytes; the rest is for headers.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const longestAnswer = 5_900_000;

/** An answer that Lambda can give, or the problem that it is too long with the ways to the content. */
export function whole(answer: ApiAnswer, eventId: string): ApiAnswer {
  if (Buffer.byteLength(JSON.stringify(answer.body)) <= longestAnswer) return answer;
  const links = { raw: `/v1/events/${eventId}/raw`, trace: `/v1/events/${eventId}/trace` };
  return problem('too-large', 'the content is too long for one answer; the raw mail can be streamed', {
    more: { links },
  });
}
