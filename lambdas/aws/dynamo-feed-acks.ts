import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { ownerKeyOf } from '../domain/configuration/integrations.ts';
import type { FeedAcks, FeedConsumer, FeedPlace } from '../domain/delivery/feed-acks.ts';
import { conditionHolds } from './aws-error.ts';
import { getRows, queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { markKey } from './feed-rows.ts';
import { type Key, ledgerSecondsOf, ttlAfter } from './ledger-rows.ts';
import type { Settings } from './settings.ts';

/** Sequences in one row of confirmations. */
const perChunk = 100;
const chunkOf = (sequence: number): number => Math.floor(sequence / perChunk);

const digits = 14;
const prefix = 'ACKS#';
const partitionOf = ({ tenant, name }: FeedConsumer): string => `FEEDACKS#${tenant}#${name}`;
const chunkKey = (consumer: FeedConsumer, chunk: number): Key => ({
  pk: partitionOf(consumer),
  sk: `${prefix}${String(chunk).padStart(digits, '0')}`,
});
const upToKey = (consumer: FeedConsumer): Key => ({ pk: partitionOf(consumer), sk: `${prefix}up-to` });

/** Confirmations in the ledger table, a hundred in a row; they stay as long as its rows do, from the last one. */
export function createFeedAcks(table: DynamoTable, environment?: Settings): FeedAcks {
  const endOf = (now: Date): number => ttlAfter(now, ledgerSecondsOf(environment));
  return {
    places: (eventIds, integrations) => placesOf(table, eventIds, integrations),
    async acknowledge(consumer, sequences, now) {
      for (const [chunk, own] of Map.groupBy(sequences, chunkOf))
        await addToChunk(table, chunkKey(consumer, chunk), own, endOf(now));
    },
    acknowledgeUpTo: (consumer, sequence, now) => raise(table, upToKey(consumer), sequence, endOf(now)),
    upTo: (consumer) => readUpTo(table, consumer),
    between: (consumer, from, to) => readChunks(table, consumer, from, to),
  };
}

async function placesOf(
  table: DynamoTable,
  eventIds: readonly string[],
  integrations: readonly string[],
): Promise<FeedPlace[]> {
  // An event is confirmed with the entry about its records, where there is one.
  const types = [undefined, 'email.delivered/1'] as const;
  const keys = eventIds.flatMap((eventId) =>
    integrations.flatMap((integration) => types.map((type) => markKey(compact({ eventId, integration, type })))),
  );
  return getRows(table, keys, toPlace);
}

function toPlace(row: Row): FeedPlace {
  const { pk, sk, tenant, sequence } = decodeRow<FeedPlace & Key>(row, ['pk', 'sk', 'tenant', 'sequence']);
  return { eventId: pk.replace(/^EVENT#/, ''), integration: ownerKeyOf(sk.replace(/^FEED#/, '')), tenant, sequence };
}

/** Adding to a set is the same whoever does it, and however often. */
async function addToChunk(
  { dynamo, table }: DynamoTable,
  Key: Key,
  own: readonly number[],
  ttl: number,
): Promise<void> {
  await dynamo.send(
    new UpdateCommand({
      TableName: table,
      Key,
      UpdateExpression: 'ADD acked :own SET #ttl = :ttl',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':own': new Set(own), ':ttl': ttl },
    }),
  );
}

async function raise({ dynamo, table }: DynamoTable, Key: Key, sequence: number, ttl: number): Promise<void> {
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key,
        UpdateExpression: 'SET #sequence = :sequence, #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(#sequence) OR #sequence < :sequence',
        ExpressionAttributeNames: { '#sequence': 'sequence', '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':sequence': sequence, ':ttl': ttl },
      }),
    ),
  );
}

async function readUpTo({ dynamo, table }: DynamoTable, consumer: FeedConsumer): Promise<number> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: upToKey(consumer), ConsistentRead: true }),
  );
  return Item === undefined ? 0 : decodeRow<{ sequence: number }>(Item, ['sequence']).sequence;
}

async function readChunks(
  { dynamo, table }: DynamoTable,
  consumer: FeedConsumer,
  from: number,
  to: number,
): Promise<ReadonlySet<number>> {
  const chunks = await queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': partitionOf(consumer),
        ':first': chunkKey(consumer, chunkOf(from)).sk,
        ':last': chunkKey(consumer, chunkOf(to)).sk,
      },
      ConsistentRead: true,
    },
    ({ acked }) => (acked instanceof Set ? [...acked].map(Number) : []),
  );
  return new Set(chunks.flat());
}
