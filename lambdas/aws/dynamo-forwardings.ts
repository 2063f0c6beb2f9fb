import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ForwardingRequest } from '../domain/delivery/forwarding-request.ts';
import { forwardingDays } from '../retention.ts';
import { queryAll } from './dynamo-query.ts';
import { decodeRow } from './dynamo-row.ts';
import { endOf } from './held-rows.ts';
import { forwardingKey, forwardingsPartition, ttlAfter } from './ledger-rows.ts';

/** Requests of mailbox providers to confirm a forwarding address, in the ledger table. */
export function createForwardings(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * Notes a request for an operator; a repetition changes nothing.
     *
     * @param heldBy the legal holds on its mail
     */
    async note(request: ForwardingRequest, heldBy?: readonly string[]): Promise<void> {
      const end = endOf(ttlAfter(new Date(request.at), forwardingDays * 86_400), heldBy);
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...forwardingKey(request), request, ...end } }));
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
