import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Review, ReviewOffer } from '../domain/understanding/review.ts';
import { queryAll } from './dynamo-query.ts';

const partition = 'REVIEWS';
const offered = 'OFFERS';
/** Nobody looks at a mail that has waited for so long. */
const offerTtlSeconds = 90 * 86_400;

/** What people said of samples, in the ledger table; who says something else later is believed. */
export const createReviews = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async put(review: Review): Promise<void> {
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: partition, sk: review.eventId, review } }));
  },
  /** Lets a mail wait for a person; a repetition changes nothing. */
  async offer(offer: ReviewOffer): Promise<void> {
    const ttl = Math.floor(Date.parse(offer.at) / 1000) + offerTtlSeconds;
    const sk = `${offer.eventId}#${offer.integration}`;
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: offered, sk, offer, ttl } }));
  },
  async offers(): Promise<ReviewOffer[]> {
    const rows = await queryAll<{ offer: ReviewOffer }>(dynamo, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': offered },
    });
    return rows.map(({ offer }) => offer);
  },
  /** A person has looked at it. */
  async take({ eventId, integration }: ReviewOffer): Promise<void> {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { pk: offered, sk: `${eventId}#${integration}` } }));
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
