import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Hold, ProviderCounts } from '../domain/consent/holds.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';
import { rateDays } from '../retention.ts';
import { holdKey, rateKey, toHold, toHourOfProvider } from './consent-rows.ts';
import { queryAll } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { ttlAfter } from './ledger-rows.ts';

const hourMs = 3_600_000;
const ttlSeconds = rateDays * 86_400;

/** As in `2026-11-20T10`. */
const hourOf = (time: Date): string => time.toISOString().slice(0, 13);

/** Counters per tenant, hour and provider in the consent table, and a row for each provider that is held. */
export function createDynamoProviderBook(dynamo: DynamoDBDocumentClient, table: string): ProviderBook {
  const rows: DynamoTable = { dynamo, table };
  return {
    count: (tenant, provider, at, counter) => count(rows, tenant, provider, at, counter),
    lastDay: (tenant, now) => lastDay(rows, tenant, now),
    holds: (tenant) => holdsOf(rows, tenant),
    async hold(tenant, hold) {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...holdKey(tenant, hold.provider), hold } }));
    },
    async release(tenant, provider) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: holdKey(tenant, provider) }));
    },
  };
}

async function count(
  { dynamo, table }: DynamoTable,
  tenant: string,
  provider: string,
  at: Date,
  counter: keyof ProviderCounts,
): Promise<void> {
  await dynamo.send(
    new UpdateCommand({
      TableName: table,
      Key: rateKey(tenant, hourOf(at), provider),
      UpdateExpression: 'SET #ttl = :ttl ADD #what :one',
      ExpressionAttributeNames: { '#ttl': 'ttl', '#what': counter },
      ExpressionAttributeValues: { ':ttl': ttlAfter(at, ttlSeconds), ':one': 1 },
    }),
  );
}

async function lastDay(
  { dynamo, table }: DynamoTable,
  tenant: string,
  now: Date,
): Promise<Map<string, ProviderCounts[]>> {
  const firstHour = hourOf(new Date(now.getTime() - 23 * hourMs));
  const hours = await queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: { ':pk': rateKey(tenant, firstHour, '').pk, ':from': firstHour },
    },
    toHourOfProvider,
  );
  const byProvider = Map.groupBy(hours, ({ provider }) => provider);
  return new Map([...byProvider].map(([provider, rows]) => [provider, rows.map(({ counts }) => counts)]));
}

const holdsOf = ({ dynamo, table }: DynamoTable, tenant: string): Promise<Hold[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': holdKey(tenant, '').pk },
    },
    toHold,
  );
