import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ConsentLedger, HistoryEntry } from '../domain/consent/consent-ledger.ts';
import { consentKey, reviewKey } from './consent-rows.ts';
import { queryAll } from './dynamo-query.ts';

/** What was ever said, by address and over all of them. */
export function createDynamoConsentHistory(
  dynamo: DynamoDBDocumentClient,
  table: string,
): Pick<ConsentLedger, 'history' | 'forReview' | 'said'> {
  return {
    async history(tenant, subject) {
      const rows = await queryAll<Row>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': consentKey(tenant, subject).pk, ':prefix': 'HISTORY#' },
        ConsistentRead: true,
      });
      return rows.map(toEntry);
    },

    async *forReview(tenant, since) {
      const { pk } = reviewKey(tenant, { receivedAt: '', changeId: '' });
      let from: QueryCommandInput['ExclusiveStartKey'];
      do {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk >= :since',
            ExpressionAttributeValues: { ':pk': pk, ':since': since.toISOString() },
            ExclusiveStartKey: from,
          }),
        );
        for (const row of Items) yield toEntry(row as Row);
        from = LastEvaluatedKey;
      } while (from !== undefined);
    },

    async *said(tenant, { sources, since, until }) {
      let from: QueryCommandInput['ExclusiveStartKey'];
      do {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new ScanCommand({
            TableName: table,
            FilterExpression:
              'begins_with(sk, :history) AND begins_with(pk, :tenant) AND receivedAt BETWEEN :since AND :until',
            ExpressionAttributeValues: {
              ':history': 'HISTORY#',
              ':tenant': consentKey(tenant, '').pk,
              ':since': since.toISOString(),
              ':until': until.toISOString(),
            },
            ExclusiveStartKey: from,
          }),
        );
        for (const entry of Items.map((row) => toEntry(row as Row))) if (sources.includes(entry.source)) yield entry;
        from = LastEvaluatedKey;
      } while (from !== undefined);
    },
  };
}

type Row = HistoryEntry & { readonly pk: string; readonly sk: string; readonly ttl?: number };

const toEntry = ({ pk, sk, ttl, ...entry }: Row): HistoryEntry => entry;
