import { isFeedKey, ownerKeyOf } from '../configuration/integrations.ts';
import type { Delivery } from './delivery.ts';
import type { FeedEntry } from './feed-entry.ts';
import type { FeedSight } from './feed-reading.ts';
import type { ReplayOrder, ReplayPlace, ReplaySelection } from './replay-job.ts';

export interface ReplayScanPorts {
  /** At most so many entries of a tenant's feed behind a sequence. */
  readonly read: (tenant: string, after: number, limit: number) => Promise<FeedSight>;
  /** The deliveries of an event; undefined where it is not known. */
  readonly event: (eventId: string) => Promise<{ readonly deliveries: readonly Delivery[] } | undefined>;
}

/** One event of a replay. */
interface ScannedEvent {
  readonly deliveries: readonly Delivery[];
  /** The place behind it. */
  readonly place: ReplayPlace;
}

/** Some events of a replay, in the order of their receipt, or of their ids. */
interface ReplayStretch {
  /** Those with a delivery that the replay is about. */
  readonly events: readonly ScannedEvent[];
  /** The place behind all that was looked at. */
  readonly place: ReplayPlace;
  readonly isEnd: boolean;
}

type Scanned = Pick<ReplayOrder, 'tenants' | 'selection' | 'ranges'>;

/**
 * Reads the next events of a replay. The same place gives the same events, so that a worker can go on where another one died.
 *
 * @param most events that are looked at
 */
export async function scanReplay(
  ports: ReplayScanPorts,
  order: Scanned,
  place: ReplayPlace,
  most: number,
): Promise<ReplayStretch> {
  const { eventIds } = order.selection;
  return eventIds === undefined ? scanFeed(ports, order, place, most) : scanIds(ports, order, eventIds, place, most);
}

async function scanIds(
  ports: ReplayScanPorts,
  order: Scanned,
  eventIds: readonly string[],
  { nth }: ReplayPlace,
  most: number,
): Promise<ReplayStretch> {
  const wanted = eventIds.slice(nth, nth + most);
  const end = nth + wanted.length;
  const events = await Promise.all(
    wanted.map(async (eventId, index): Promise<ScannedEvent> => {
      const { deliveries = [] } = (await ports.event(eventId)) ?? {};
      return { deliveries: meantOf(deliveries, order), place: { nth: nth + index + 1 } };
    }),
  );
  return { events: events.filter(isMeant), place: { nth: end }, isEnd: end >= eventIds.length };
}

async function scanFeed(
  ports: ReplayScanPorts,
  order: Scanned,
  { nth, after: done }: ReplayPlace,
  most: number,
): Promise<ReplayStretch> {
  const range = order.ranges[nth];
  const isLast = nth + 1 >= order.ranges.length;
  if (range === undefined) return { events: [], place: { nth }, isEnd: true };
  const from = done ?? range.after;
  const sight = await ports.read(range.tenant, from, most);
  const entries = sight.entries.filter(({ sequence }) => sequence <= range.upTo);
  const last = entries.at(-1)?.sequence ?? range.upTo;
  // Entries past their age are gone, so the numbers may have gaps.
  const isOver = entries.length < sight.entries.length || sight.isEnd || last >= range.upTo;
  const events = await Promise.all(
    entries.filter((entry) => mayMatch(entry, order.selection)).map((entry) => scannedEntry(ports, order, nth, entry)),
  );
  return {
    events: events.filter(isMeant),
    place: isOver ? { nth: nth + 1 } : { nth, after: last },
    isEnd: isOver && isLast,
  };
}

async function scannedEntry(
  ports: ReplayScanPorts,
  order: Scanned,
  nth: number,
  { eventId, integration, sequence }: FeedEntry,
): Promise<ScannedEvent> {
  const { deliveries = [] } = (await ports.event(eventId)) ?? {};
  // The feed has one entry for a mail at an integration; its rules may have notified connections of it.
  const own = deliveries.filter((delivery) => ownerKeyOf(delivery.integration) === integration);
  return { deliveries: meantOf(own, order), place: { nth, after: sequence } };
}

const isMeant = ({ deliveries }: ScannedEvent): boolean => deliveries.length > 0;

/** Whether the deliveries of an entry can be among those that are wanted. */
const mayMatch = (
  { type, integration, threadKey, receivedAt }: FeedEntry,
  { integration: wanted, thread, since, until }: ReplaySelection,
): boolean =>
  // The entry about the records of a mail is beside that of the mail.
  type === undefined &&
  (wanted === undefined || integration === ownerKeyOf(wanted)) &&
  (thread === undefined || threadKey === thread) &&
  (since === undefined || receivedAt >= since) &&
  (until === undefined || receivedAt < until);

/** The deliveries that a replay is about, those that it refuses among them. */
const meantOf = (deliveries: readonly Delivery[], { tenants, selection }: Scanned): Delivery[] =>
  deliveries.filter(
    (delivery) =>
      tenants.includes(delivery.tenant) && !isFeedKey(delivery.integration) && isWanted(delivery, selection),
  );

function isWanted(delivery: Delivery, selection: ReplaySelection): boolean {
  const { integration, thread, errorClass, since, until, eventIds, delivered } = selection;
  const passes =
    (integration === undefined || [delivery.integration, ownerKeyOf(delivery.integration)].includes(integration)) &&
    (thread === undefined || delivery.threadKey === thread) &&
    (errorClass === undefined || delivery.errorClass === errorClass) &&
    (since === undefined || delivery.receivedAt >= since) &&
    (until === undefined || delivery.receivedAt < until);
  // A filter alone means what was given up, and with `delivered` all mail: whatever may not go is refused by name.
  return passes && (eventIds !== undefined || delivered || delivery.fate === 'dead');
}
