import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ForwardingRequest } from '../domain/delivery/forwarding-request.ts';
import { forwardingDays } from '../retention.ts';
import { queryAll } from './dynamo-query.ts';
import { decodeRow } from './dynamo-row.ts';
import { forwardingKey, forwardingsPartition, ttlAfter } from './ledger-rows.ts';

/** Requests of mailbox providers to confirm a forwarding address, in the ledger table. */
export function createForwardings(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Notes a request for an operator; a repetition changes nothing. */
    async note(request: ForwardingRequest): Promise<void> {
      const ttl = ttlAfter(new Date(request.at), forwardingDays * 86_400);
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...forwardingKey(request), request, ttl } }));
    },
    /** The requests of the last days, the newest last. */
    async all(): Promise<ForwardingRequest[]> {
      const requests = await queryAll(
        dynamo,
        {
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': forwardingsPartition },
        },
        (row) => decodeRow<{ request: ForwardingRequest }>(row, ['request']).request,
      );
      return requests.toSorted((a, b) => a.at.localeCompare(b.at));
    },
  };
}
