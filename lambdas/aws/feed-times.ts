import { getRows, queryAll } from './dynamo-query.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { entryKey, feedMarkPrefix, toFeedEntry } from './feed-rows.ts';
import { eventRowKey } from './ledger-rows.ts';

/** Reads when the deliveries of an event joined the feed: by integration, ISO 8601 UTC. */
export const createFeedTimes =
  (rows: DynamoTable) =>
  async (eventId: string): Promise<ReadonlyMap<string, string>> => {
    const marks = await queryAll(
      rows.dynamo,
      {
        TableName: rows.table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :mark)',
        ExpressionAttributeValues: { ':pk': eventRowKey(eventId).pk, ':mark': feedMarkPrefix },
      },
      (row: Row) => entryKey(String(row.tenant), Number(row.sequence)),
    );
    const entries = marks.length === 0 ? [] : await getRows(rows, marks, toFeedEntry);
    return new Map(
      entries.flatMap(({ type, integration, recordedAt }) => (type === undefined ? [[integration, recordedAt]] : [])),
    );
  };
