import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type FeedEntry, type FeedHead, type FeedItem, placeItems } from '../domain/delivery/feed-entry.ts';
import { TransientError } from '../domain/errors.ts';
import { cancellationReasonsOf, isUnmet } from './aws-error.ts';
import { entryRow, headKey, markKey, toFeedHead } from './feed-rows.ts';
import { ledgerSecondsOf, ttlAfter } from './ledger-rows.ts';
import type { Platform } from './platform.ts';
import type { TransactItem } from './thread-claims.ts';

/** Two rows each, and the head, within the 100 items of a transaction. */
const itemsPerTransaction = 49;
/** Writers of one tenant meet at its head; each round lets one of them through. */
const maxRounds = 60;
/** In ms: the longest pause between rounds. */
const longestPauseMs = 500;

/**
 * Adds items to the feed of a tenant, in their order.
 *
 * @throws TransientError when other writers were always first
 */
type AppendToFeed = (tenant: string, items: readonly FeedItem[]) => Promise<void>;

type WriterPlatform = Pick<Platform, 'dynamo' | 'pause' | 'random' | 'now' | 'environment'>;

interface Writer {
  readonly platform: WriterPlatform;
  readonly table: string;
  /** The newest places that this process has seen: a guess, which the condition of the write checks. */
  readonly heads: Map<string, FeedHead>;
}

/**
 * Writes entries in one transaction with the head of the feed, under the condition that the head is still where the entries
 * begin, and with a mark at each delivery that must not be there yet. So the numbers have no gap, no two entries share one,
 * and a delivery has one entry, however often its change is handed over and wherever a writer dies.
 */
export function createFeedWriter(platform: WriterPlatform, table: string): AppendToFeed {
  const writer: Writer = { platform, table, heads: new Map() };
  return async (tenant, wanted) => {
    // A transaction takes one item only once.
    const items = [...new Map(wanted.map((item) => [`${item.eventId} ${markKey(item).sk}`, item])).values()];
    for (let start = 0; start < items.length; start += itemsPerTransaction)
      await append(writer, tenant, items.slice(start, start + itemsPerTransaction));
  };
}

async function append(writer: Writer, tenant: string, wanted: readonly FeedItem[]): Promise<void> {
  const { dynamo, now, pause, random } = writer.platform;
  let items = wanted;
  for (let round = 0; round < maxRounds && items.length > 0; round += 1) {
    const before = writer.heads.get(tenant);
    const { entries, head } = placeItems(items, before, now());
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: rowsOf(writer, tenant, before, head!, entries) }));
      writer.heads.set(tenant, head!);
      return;
    } catch (error) {
      const [ofHead, ...ofEntries] = cancellationReasonsOf(error);
      if (isUnmet(ofHead)) {
        if (ofHead?.Item === undefined) writer.heads.delete(tenant);
        else writer.heads.set(tenant, toFeedHead(unmarshall(ofHead.Item)));
      }
      items = items.filter((_, nth) => !isUnmet(ofEntries[2 * nth + 1]));
      // The first meeting tells where the head is; later ones are with writers that are as fast as this one.
      if (round > 0) await pause(random() * Math.min(longestPauseMs, 5 * 2 ** Math.min(round, 10)));
    }
  }
  if (items.length > 0) throw new TransientError(`the feed of ${tenant} is contended`);
}

function rowsOf(
  { platform, table: TableName }: Writer,
  tenant: string,
  before: FeedHead | undefined,
  head: FeedHead,
  entries: readonly FeedEntry[],
): TransactItem[] {
  const ttl = ttlAfter(new Date(head.recordedAt), ledgerSecondsOf(platform.environment));
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const isUnmarked = { ConditionExpression: 'attribute_not_exists(sk)' };
  const isUnmoved = {
    ConditionExpression: '#sequence = :before',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: { ':before': before?.sequence },
  };
  return [
    {
      Put: {
        TableName,
        Item: { ...headKey(tenant), ...head },
        ...(before === undefined ? isNew : isUnmoved),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    ...entries.flatMap((entry): TransactItem[] => [
      { Put: { TableName, Item: entryRow(entry, ttl), ...isNew } },
      { Put: { TableName, Item: { ...markKey(entry), sequence: entry.sequence, tenant, ttl }, ...isUnmarked } },
    ]),
  ];
}
