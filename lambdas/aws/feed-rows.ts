import { compact } from '../compact.ts';
import { feedKey, isFeedKey, ownerKeyOf } from '../domain/configuration/integrations.ts';
import type { DeliveryId } from '../domain/delivery/delivery.ts';
import type { FeedEntry, FeedHead, FeedItem } from '../domain/delivery/feed-entry.ts';
import { decodeRow, type Row } from './dynamo-row.ts';
import { eventRowKey, type Key } from './ledger-rows.ts';

// Keys and rows of the feed in the ledger table: for each tenant a partition with its entries and its newest place.

/** Digits of the largest safe integer, so that the order of the keys is that of the numbers. */
const digits = 16;
const entryPrefix = 'ENTRY#';
export const feedPartition = (tenant: string): string => `FEED#${tenant}`;
export const entryKey = (tenant: string, sequence: number): Key => ({
  pk: feedPartition(tenant),
  sk: `${entryPrefix}${String(sequence).padStart(digits, '0')}`,
});
/** Behind all entries in the order of the keys, so that a read which comes to it has come to the end. */
export const headKey = (tenant: string): Key => ({ pk: feedPartition(tenant), sk: 'HEAD' });

/** The beginning of the sort keys of marks. */
export const feedMarkPrefix = 'FEED#';
/** Marks that a delivery has its entry, and says where. */
export const markKey = ({ eventId, integration, type }: DeliveryId & Pick<FeedItem, 'type'>): Key => ({
  ...eventRowKey(eventId),
  sk: `${feedMarkPrefix}${type === undefined ? integration : feedKey(integration)}`,
});

/** The row of an entry. @param ttl epoch seconds */
export const entryRow = (entry: FeedEntry, ttl: number): Row => ({
  ...entryKey(entry.tenant, entry.sequence),
  ...entry,
  ttl,
});

/** Reads a row under {@link entryKey}. */
export function toFeedEntry(row: Row): FeedEntry {
  const entry = decodeRow<FeedEntry>(row, ['eventId', 'integration', 'tenant', 'sequence', 'recordedAt']);
  const { eventId, integration, tenant, type, threadKey, lane, kind, receivedAt } = entry;
  const { sequence, recordedAt, previousAt } = entry;
  return compact({
    eventId,
    integration,
    tenant,
    type,
    threadKey,
    lane,
    kind,
    receivedAt,
    sequence,
    recordedAt,
    previousAt,
  });
}

/** Reads a row under {@link headKey}. */
export function toFeedHead(row: Row): FeedHead {
  const { sequence, recordedAt } = decodeRow<FeedHead>(row, ['sequence', 'recordedAt']);
  return { sequence, recordedAt };
}

export const isHeadRow = ({ sk }: Row): boolean => sk === 'HEAD';

/** Reads the row of a delivery, of any version, as an item of the feed. */
export function toFeedItem(row: Row): FeedItem {
  const delivery = decodeRow<FeedItem & { readonly mailKind?: FeedItem['kind'] }>(row, [
    'eventId',
    'integration',
    'tenant',
    'threadKey',
    'lane',
    'receivedAt',
  ]);
  const { eventId, integration: key, tenant, threadKey, lane, receivedAt, mailKind } = delivery;
  const isOfRecords = isFeedKey(key);
  const integration = isOfRecords ? ownerKeyOf(key) : key;
  const type = isOfRecords ? 'email.delivered/1' : undefined;
  return compact({ eventId, integration, tenant, type, threadKey, lane, receivedAt, kind: mailKind });
}
