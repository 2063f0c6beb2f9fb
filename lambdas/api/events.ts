import { compact } from '../compact.ts';
import { crmIds, type Delivery } from '../domain/delivery/delivery.ts';
import { storyOf } from '../domain/delivery/event-story.ts';
import { explainStored } from '../domain/understanding/explain-stored.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';
import {
  type EventPorts,
  type EventRoutes,
  eventQuestionOf,
  findEvent,
  findLedgerEvent,
  ownMailsOf,
  scannedEvent,
  unknownEvent,
  type VisibleEvent,
  whole,
} from './visible-event.ts';

/**
 * The routes of one event. Each request is judged anew: by the caller's tenant, by the integration as it is configured now,
 * and by the verdicts. An event of another tenant and one that is unknown look alike.
 */
export const createEvents = (ports: EventPorts) =>
  ({
    show: (request, tenant) => showEvent(ports, request, tenant),
    trace: (request, tenant) => traceEvent(ports, request, tenant),
    explain: (request, tenant) => explainEvent(ports, request, tenant),
  }) satisfies EventRoutes;

async function showEvent(ports: EventPorts, request: ApiRequest, tenant?: string): Promise<ApiAnswer> {
  const found = await findEvent(ports, eventQuestionOf(request, tenant));
  if (found === undefined) return unknownEvent();
  return whole(json(200, await eventView(ports, found)), found.event.eventId);
}

/** The event with the state of its delivery. */
export const eventView = async (ports: EventPorts, { event, delivery }: VisibleEvent) => ({
  ...(await scannedEvent(ports, event)),
  delivery: shownDelivery(delivery),
});

/** The state of a delivery, as it is shown beside the event. */
const shownDelivery = (delivery: Delivery) => {
  const { integration, tenant, state, fate, reason, settledAt, steps } = delivery;
  return compact({ integration, tenant, state, fate: fate ?? 'pending', reason, settledAt, crm: crmIds(steps) });
};

async function traceEvent(ports: EventPorts, request: ApiRequest, tenant?: string): Promise<ApiAnswer> {
  const question = eventQuestionOf(request, tenant);
  const found = await findLedgerEvent(ports, question);
  if (found === undefined) return unknownEvent();
  const { eventId } = question;
  const { deliveries, conflictsWith } = found;
  // The event may be gone while the ledger still knows its way.
  const [event, mails] = await Promise.all([ports.mail.getEvent(eventId), ownMailsOf(ports, found)]);
  return whole(json(200, storyOf(compact({ eventId, event, mails, deliveries, conflictsWith }))), eventId);
}

async function explainEvent(ports: EventPorts, request: ApiRequest, tenant?: string): Promise<ApiAnswer> {
  const found = await findEvent(ports, eventQuestionOf(request, tenant));
  if (found === undefined) return unknownEvent();
  const event = await scannedEvent(ports, found.event);
  const { matchedBy, confidence, key } = event.thread!;
  return json(200, {
    eventId: event.eventId,
    integration: found.delivery.integration,
    thread: compact({ key, matchedBy, confidence }),
    delivery: shownDelivery(found.delivery),
    decisions: explainStored(event),
  });
}
