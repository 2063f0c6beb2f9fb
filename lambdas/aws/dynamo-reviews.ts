import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Review, ReviewOffer } from '../domain/understanding/review.ts';
import { reviewDays } from '../retention.ts';
import { queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { endOf } from './held-rows.ts';
import { ledgerSecondsOf, offerKey, offersPartition, reviewRowKey, reviewsPartition, ttlAfter } from './ledger-rows.ts';
import type { Settings } from './settings.ts';

/** Judgements of people on samples, in the ledger table; a later one replaces an earlier one. */
export function createReviews(dynamo: DynamoDBDocumentClient, table: string, environment?: Settings) {
  const rows: DynamoTable = { dynamo, table };
  return {
    /** @param heldBy the legal holds on the mail */
    async put(review: Review, heldBy?: readonly string[]): Promise<void> {
      const end = endOf(ttlAfter(new Date(review.at), ledgerSecondsOf(environment)), heldBy);
      await dynamo.send(
        new PutCommand({ TableName: table, Item: { ...reviewRowKey(review.eventId), review, ...end } }),
      );
    },
    /**
     * Lets a mail wait for a person; a repetition changes nothing.
     *
     * @param heldBy the legal holds on the mail
     */
    async offer(offer: ReviewOffer, heldBy?: readonly string[]): Promise<void> {
      const end = endOf(ttlAfter(new Date(offer.at), reviewDays * 86_400), heldBy);
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...offerKey(offer), offer, ...end } }));
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
