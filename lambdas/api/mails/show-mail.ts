import { compact } from '../../compact.ts';
import type { Control } from '../../domain/configuration/control.ts';
import { crmIds, type Delivery } from '../../domain/delivery/delivery.ts';
import { storyOf } from '../../domain/delivery/event-story.ts';
import { mailIdAt, noTenant, placeOfMail, threadWord } from '../../domain/delivery/mail-cards.ts';
import type { MailIndex } from '../../domain/delivery/mail-index.ts';
import { aboveAll, readPlaces } from '../../domain/delivery/place-lists.ts';
import { explainStored } from '../../domain/understanding/explain-stored.ts';
import { eventView } from '../events.ts';
import { problem } from '../problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../request.ts';
import { type EventPorts, findEvent, findLedgerEvent, isEventId, ownMailsOf, whole } from '../visible-event.ts';
import { mailCardOf, type SeenMail } from './mail-card.ts';
import { type SeenMailPorts, seeMails } from './seen-mails.ts';
import type { FindSuppressions } from './suppressions.ts';
import { type FeedTimes, timelineOf } from './timeline.ts';

export interface ShowMailPorts extends SeenMailPorts {
  readonly events: EventPorts;
  readonly index: () => Promise<MailIndex>;
  /** When the deliveries of an event joined the feed, by integration. */
  readonly feedTimes: (eventId: string) => Promise<FeedTimes>;
  readonly suppressions: FindSuppressions;
  readonly connection: Control['connection'];
}

/** Mails of a conversation that are shown beside one of them. */
const mostSiblings = 50;
/** Reads of the index for them. */
const siblingReads = 4;

/** Shows one mail with all that is known of it, by its id or by that of its event. */
export const createShowMail =
  (ports: ShowMailPorts) =>
  async ({ path: { id = '' } }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const seen = await findMail(ports, id, tenant);
    if (seen === undefined) return unknownMail();
    const { mail, deliveries } = seen;
    const { eventId } = mail;
    if (eventId === undefined)
      return json(200, { card: mailCardOf(seen), timeline: timelineOf(mail, deliveries, new Map()), ...nothingMore });
    const [content, readAt, siblings, suppressions, records] = await Promise.all([
      contentOf(ports, eventId, tenant),
      ports.feedTimes(eventId),
      siblingsOf(ports, seen, tenant),
      ports.suppressions(deliveries),
      recordsOf(ports, deliveries),
    ]);
    const timeline = timelineOf(mail, deliveries, readAt);
    const answer = { card: mailCardOf(seen), ...content, timeline, siblings, suppressions, records };
    return whole(json(200, answer), eventId);
  };

const nothingMore = { siblings: { thread: [], copies: [] }, suppressions: [], records: [] };

/** The answer for a mail that does not exist, and for one of another tenant. */
export const unknownMail = (): ApiAnswer =>
  problem('not-found', 'no such mail; GET /v1/mails lists those that are kept');

/** A mail by its id, or the first of an event that the caller may see. */
export async function findMail(
  ports: Pick<ShowMailPorts, 'events' | keyof SeenMailPorts>,
  id: string,
  tenant: string | undefined,
): Promise<SeenMail | undefined> {
  if (!isEventId(id)) return (await seeMails(ports, [id], tenant))[0];
  const known = await ports.events.ledgerEvent(id);
  return known && (await seeMails(ports, known.mails, tenant))[0];
}

/** The event, its way and its decisions, as the routes of the event show them; absent parts are gone. */
async function contentOf({ events }: ShowMailPorts, eventId: string, tenant: string | undefined) {
  const question = { eventId, tenant, integration: undefined };
  const [found, known] = await Promise.all([findEvent(events, question), findLedgerEvent(events, question)]);
  const mails = known === undefined ? [] : await ownMailsOf(events, known);
  const trace = known && storyOf(compact({ eventId, event: found?.event, mails, deliveries: known.deliveries }));
  if (found === undefined) return compact({ trace });
  const event = await eventView(events, found);
  return compact({ event, trace, explain: { decisions: explainStored(event) } });
}

/** Other mails of the conversation, and other copies of the mail. */
async function siblingsOf(ports: ShowMailPorts, { mail, deliveries }: SeenMail, tenant: string | undefined) {
  const [first] = deliveries;
  const own = first?.tenant ?? noTenant;
  const budget = { left: siblingReads };
  const list = (await ports.index()).withWord(own, threadWord(first?.threadKey ?? ''), budget);
  const [{ places }, copies] = await Promise.all([
    first === undefined ? { places: [] } : readPlaces(list, aboveAll, mostSiblings),
    copiesOf(ports, mail.eventId ?? ''),
  ]);
  const ids = places.filter((place) => place !== placeOfMail(mail)).map(mailIdAt);
  const others = copies.filter((mailId) => mailId !== mail.mailId).slice(0, mostSiblings);
  const [thread, again] = await Promise.all([seeMails(ports, ids, tenant), seeMails(ports, others, tenant)]);
  return { thread: thread.map(mailCardOf), copies: again.map(mailCardOf) };
}

const copiesOf = async ({ events }: ShowMailPorts, eventId: string): Promise<readonly string[]> =>
  (await events.ledgerEvent(eventId))?.mails ?? [];

/** The records that each delivery wrote or found. */
async function recordsOf({ control, connection }: ShowMailPorts, deliveries: readonly Delivery[]) {
  const integrations = new Map((await control.integrations()).map((each) => [each.key, each]));
  const lists = await Promise.all(
    deliveries.map(async ({ integration, steps }) => {
      const key = integrations.get(integration)?.connection;
      const vendor = key === undefined ? undefined : (await connection(key))?.vendor;
      return Object.entries(crmIds(steps)).map(([name, id]) =>
        compact({ integration, connection: key, vendor, type: name.replace(/Id$/, ''), id }),
      );
    }),
  );
  return lists.flat();
}
