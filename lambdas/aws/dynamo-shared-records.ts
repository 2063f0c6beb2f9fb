import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { SharedRecords } from '../domain/delivery/ledger.ts';
import { createConditionalUpdate, isConditionFailure } from './conditional-update.ts';
import { personTtlSeconds, recordKey } from './ledger-rows.ts';

/** A row of a shared record: held, remembered, or left by somebody whose write nobody knows the end of. Times in epoch ms. */
interface RecordItem {
  readonly id?: string;
  readonly holder?: string;
  readonly leaseUntil?: number;
  readonly unclearAt?: number;
  readonly madeAt?: number;
}

const ttlOf = (now: Date): number => Math.floor(now.getTime() / 1000) + personTtlSeconds;

/** Shared records in the ledger table: a claim is one conditional update. */
export function createDynamoSharedRecords(dynamo: DynamoDBDocumentClient, table: string): SharedRecords {
  const update = createConditionalUpdate(dynamo, table);
  return {
    async claim(record, holder, now, until) {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: recordKey(record),
            UpdateExpression: 'SET holder = :holder, leaseUntil = :until, #ttl = :ttl',
            ConditionExpression:
              'attribute_not_exists(id) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :holder)',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':holder': holder,
              ':until': until.getTime(),
              ':now': now.getTime(),
              ':ttl': ttlOf(now),
            },
            ReturnValues: 'ALL_OLD',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        // Whoever held it and did not give it back can have written until its lease was over.
        const { leaseUntil = 0, unclearAt = 0 } = (Attributes ?? {}) as RecordItem;
        const latest = Math.max(leaseUntil, unclearAt);
        return compact({ kind: 'mine', unclearAt: latest > 0 ? new Date(latest) : undefined });
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const { Item } = error as { Item?: { id?: { S?: string }; leaseUntil?: { N?: string } } };
        return Item?.id?.S === undefined
          ? { kind: 'busy', until: new Date(Number(Item?.leaseUntil?.N ?? now.getTime())) }
          : { kind: 'known', id: Item.id.S };
      }
    },

    made: (record, holder, id, now) =>
      update(
        recordKey(record),
        {
          set: { id, madeAt: now.getTime(), ttl: ttlOf(now) },
          remove: ['holder', 'leaseUntil', 'unclearAt'],
          condition: '#holder = :holder',
        },
        { ':holder': holder },
      ),

    async drop(record, holder, unclearAt) {
      const values = { ':holder': holder };
      if (unclearAt === undefined) {
        await dynamo
          .send(
            new DeleteCommand({
              TableName: table,
              Key: recordKey(record),
              ConditionExpression: 'holder = :holder',
              ExpressionAttributeValues: values,
            }),
          )
          .catch((error: unknown) => {
            if (!isConditionFailure(error)) throw error;
          });
        return;
      }
      const set = { unclearAt: unclearAt.getTime() };
      const parts = { set, remove: ['holder', 'leaseUntil'], condition: '#holder = :holder' };
      await update(recordKey(record), parts, values);
    },

    async forget(record) {
      // A look-up may not show it yet, so whoever is next waits as after an unclear write.
      await dynamo
        .send(
          new UpdateCommand({
            TableName: table,
            Key: recordKey(record),
            UpdateExpression: 'SET unclearAt = madeAt REMOVE id, madeAt',
            ConditionExpression: 'attribute_exists(id)',
          }),
        )
        .catch((error: unknown) => {
          if (!isConditionFailure(error)) throw error;
        });
    },
  };
}
