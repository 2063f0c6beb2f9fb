import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Hold, noCounts, type ProviderCounts } from '../domain/consent/holds.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';
import { holdKey } from './consent-rows.ts';
import { queryAll } from './dynamo-query.ts';

const hourMs = 3_600_000;
/** Rows go when they are of no use to any rate. */
const ttlSeconds = 3 * 86_400;

const hourOf = (time: Date): string => time.toISOString().slice(0, 13);

/** Counters per tenant, hour and provider in the consent table, and a row for each provider that is held. */
export function createDynamoProviderBook(dynamo: DynamoDBDocumentClient, table: string): ProviderBook {
  return {
    async count(tenant, provider, at, what) {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `RATE#${tenant}`, sk: `${hourOf(at)}#${provider}` },
          UpdateExpression: 'SET #ttl = :ttl ADD #what :one',
          ExpressionAttributeNames: { '#ttl': 'ttl', '#what': what },
          ExpressionAttributeValues: { ':ttl': Math.floor(at.getTime() / 1000) + ttlSeconds, ':one': 1 },
        }),
      );
    },

    async lastDay(tenant, now) {
      const rows = await queryAll<Partial<ProviderCounts> & { sk: string }>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: {
          ':pk': `RATE#${tenant}`,
          ':from': hourOf(new Date(now.getTime() - 23 * hourMs)),
        },
      });
      const byProvider = Map.groupBy(rows, ({ sk }) => sk.slice(sk.indexOf('#') + 1));
      return new Map(
        [...byProvider].map(([provider, hours]) => [provider, hours.map((row) => ({ ...noCounts, ...row }))]),
      );
    },

    async holds(tenant) {
      const rows = await queryAll<{ hold: Hold }>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': holdKey(tenant, '').pk },
      });
      return rows.map(({ hold }) => hold);
    },

    async hold(tenant, hold) {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...holdKey(tenant, hold.provider), hold } }));
    },

    async release(tenant, provider) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: holdKey(tenant, provider) }));
    },
  };
}
