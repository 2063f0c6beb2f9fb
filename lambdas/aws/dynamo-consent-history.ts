import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ConsentLedger, HistoryEntry } from '../domain/consent/consent-ledger.ts';
import { consentKey, historyPrefix, reviewKey, toHistoryEntry } from './consent-rows.ts';
import { queryAll, queryPages, scanPages } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';

/** Every change of consent on record: of one address, for review, and over all of them. */
export function createDynamoConsentHistory(
  dynamo: DynamoDBDocumentClient,
  table: string,
): Pick<ConsentLedger, 'history' | 'forReview' | 'statementsOf'> {
  const rows: DynamoTable = { dynamo, table };
  return {
    history: (tenant, subject) => historyOf(rows, tenant, subject),
    forReview: (tenant, since) => entriesForReview(rows, tenant, since),
    statementsOf: (tenant, which) => entriesOfSources(rows, tenant, which),
  };
}

const historyOf = ({ dynamo, table }: DynamoTable, tenant: string, subject: string): Promise<HistoryEntry[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': consentKey(tenant, subject).pk, ':prefix': historyPrefix },
      ConsistentRead: true,
    },
    toHistoryEntry,
  );

async function* entriesForReview(
  { dynamo, table }: DynamoTable,
  tenant: string,
  since: Date,
): AsyncGenerator<HistoryEntry> {
  const { pk } = reviewKey(tenant, { receivedAt: '', changeId: '' });
  const input = {
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND sk >= :since',
    ExpressionAttributeValues: { ':pk': pk, ':since': since.toISOString() },
  };
  for await (const page of queryPages(dynamo, input, toHistoryEntry)) yield* page;
}

async function* entriesOfSources(
  { dynamo, table }: DynamoTable,
  tenant: string,
  { sources, since, until }: Parameters<ConsentLedger['statementsOf']>[1],
): AsyncGenerator<HistoryEntry> {
  const input = {
    TableName: table,
    FilterExpression: 'begins_with(sk, :history) AND begins_with(pk, :tenant) AND receivedAt BETWEEN :since AND :until',
    ExpressionAttributeValues: {
      ':history': historyPrefix,
      ':tenant': consentKey(tenant, '').pk,
      ':since': since.toISOString(),
      ':until': until.toISOString(),
    },
  };
  for await (const page of scanPages(dynamo, input, toHistoryEntry))
    yield* page.filter(({ source }) => sources.includes(source));
}
