import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Review, ReviewOffer } from '../domain/understanding/review.ts';
import { queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { offerKey, offersPartition, reviewRowKey, reviewsPartition, ttlAfter } from './ledger-rows.ts';

/** In s: nobody reviews a mail that has waited longer. */
const offerTtlSeconds = 90 * 86_400;

/** Judgements of people on samples, in the ledger table; a later one replaces an earlier one. */
export function createReviews(dynamo: DynamoDBDocumentClient, table: string) {
  const rows: DynamoTable = { dynamo, table };
  return {
    async put(review: Review): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...reviewRowKey(review.eventId), review } }));
    },
    /** Lets a mail wait for a person; a repetition changes nothing. */
    async offer(offer: ReviewOffer): Promise<void> {
      const ttl = ttlAfter(new Date(offer.at), offerTtlSeconds);
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...offerKey(offer), offer, ttl } }));
    },
    offers: () => rowsOf(rows, offersPartition, (row) => decodeRow<{ offer: ReviewOffer }>(row, ['offer']).offer),
    /** A person has looked at the mail. */
    async take(offer: ReviewOffer): Promise<void> {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: offerKey(offer) }));
    },
    all: () => rowsOf(rows, reviewsPartition, (row) => decodeRow<{ review: Review }>(row, ['review']).review),
  };
}

const rowsOf = <T>({ dynamo, table }: DynamoTable, pk: string, decode: (row: Row) => T): Promise<T[]> =>
  queryAll(
    dynamo,
    { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
    decode,
  );
