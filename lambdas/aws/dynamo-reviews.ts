import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Review } from '../domain/review.ts';
import { queryAll } from './dynamo-query.ts';

const partition = 'REVIEWS';

/** What people said of samples, in the ledger table; who says something else later is believed. */
export const createReviews = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async put(review: Review): Promise<void> {
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: partition, sk: review.eventId, review } }));
  },
  async all(): Promise<Review[]> {
    const rows = await queryAll<{ review: Review }>(dynamo, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partition },
    });
    return rows.map(({ review }) => review);
  },
});
