import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Review, ReviewOffer } from '../domain/understanding/review.ts';
import { reviewDays } from '../retention.ts';
import { queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { ledgerSecondsOf, offerKey, offersPartition, reviewRowKey, reviewsPartition, ttlAfter } from './ledger-rows.ts';
import type { Settings } from './settings.ts';

/** Judgements of people on samples, in the ledger table; a later one replaces an earlier one. */
export function createReviews(dynamo: DynamoDBDocumentClient, table: string, environment?: Settings) {
  const rows: DynamoTable = { dynamo, table };
  return {
    async put(review: Review): Promise<void> {
      const ttl = ttlAfter(new Date(review.at), ledgerSecondsOf(environment));
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...reviewRowKey(review.eventId), review, ttl } }));
    },
    /** Lets a mail wait for a person; a repetition changes nothing. */
    async offer(offer: ReviewOffer): Promise<void> {
      const ttl = ttlAfter(new Date(offer.at), reviewDays * 86_400);
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
