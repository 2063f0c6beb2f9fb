import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DealMoveMarks } from '../domain/planning/move-deal.ts';
import { conditionHolds } from './aws-error.ts';
import { dealMoveKey, dealMoveTtlSeconds, toDealMove, ttlAfter } from './ledger-rows.ts';

/** The last move of each deal, in the ledger table: the mail that was received last writes last. */
export const createDealMoves = (dynamo: DynamoDBDocumentClient, table: string): DealMoveMarks => ({
  async last(connection, deal) {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: dealMoveKey(connection, deal), ConsistentRead: true }),
    );
    return Item && toDealMove(Item);
  },
  write: (connection, deal, mark) =>
    conditionHolds(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...dealMoveKey(connection, deal),
            ...mark,
            ttl: ttlAfter(new Date(mark.writtenAt), dealMoveTtlSeconds),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at OR eventId = :eventId',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': mark.at, ':eventId': mark.eventId },
        }),
      ),
    ),
});
