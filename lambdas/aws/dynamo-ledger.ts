import { BatchGetCommand, DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StepName, StepRecord } from '../domain/delivery.ts';
import { TransientError } from '../domain/errors.ts';
import type { Ledger } from '../domain/ports.ts';
import { createConditionalUpdate, isConditionFailure } from './conditional-update.ts';
import { createDynamoParking } from './dynamo-parking.ts';
import {
  type DeliveryItem,
  deliveryKey,
  doneTtlSeconds,
  type MarkerItem,
  mailKey,
  markerKey,
  personKey,
  personTtlSeconds,
  toDelivery,
  toMarker,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';
import { createRecordMail } from './record-mail.ts';

/** The ledger in DynamoDB: every transition is one conditional write. */
export function createDynamoLedger(platform: Pick<Platform, 'dynamo' | 'pause'>, table: string): Ledger {
  const { dynamo } = platform;
  const update = createConditionalUpdate(dynamo, table);
  return {
    recordMail: createRecordMail(platform, table),
    ...createDynamoParking(platform, table),

    async hasMail(mailId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: mailKey(mailId), ProjectionExpression: 'pk', ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async load(id, group) {
      const { person } = id;
      const Keys = [deliveryKey(id), markerKey(group), ...(person === undefined ? [] : [personKey(person)])];
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys?.[table] !== undefined)
        throw new TransientError(`the ledger throttled a read of ${id.eventId}`);
      const rows = Responses?.[table] ?? [];
      const delivery = rows.find(({ pk }) => pk === Keys[0]?.pk);
      const marker = rows.find(({ sk }) => sk === 'MARKER');
      const known = rows.find(({ sk }) => sk === 'PERSON');
      return {
        ...(delivery && { delivery: toDelivery(delivery as DeliveryItem) }),
        ...(marker && { marker: toMarker(marker as MarkerItem) }),
        ...(known && {
          known: { contact: known.contact, at: known.at, ...(known.company && { company: known.company }) },
        }),
      };
    },

    async lease(loaded, now, leaseMs, intents = {}) {
      const paths = Object.entries(intents);
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: deliveryKey(loaded),
            UpdateExpression: `SET ${['leaseUntil = :until', ...paths.map(([name]) => `steps.${name} = :${name}`)].join(', ')} ADD fence :one`,
            // A fence that moved on means steps that this worker has not seen.
            ConditionExpression:
              '#state <> :done AND fence = :fence AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':until': now.getTime() + leaseMs,
              ':now': now.getTime(),
              ':one': 1,
              ':done': 'done',
              ':fence': loaded.fence,
              ...Object.fromEntries(paths.map(([name, record]) => [`:${name}`, record])),
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { delivery: toDelivery(Attributes as DeliveryItem) };
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        // Gone, or taken by somebody: which of them the row tells.
        const { Item } = error as { Item?: { state?: { S?: string }; leaseUntil?: { N?: string } } };
        return Item?.state?.S === 'done'
          ? { done: true }
          : { busyUntil: new Date(Number(Item?.leaseUntil?.N ?? now.getTime())) };
      }
    },

    saveSteps: (id, fence, steps) =>
      update(deliveryKey(id), { set: stepPaths(steps), condition: '#fence = :fence' }, { ':fence': fence }),

    async settle(id, fence, { fate, reason, mappingVersion, steps = {}, at, remember }) {
      const ttl = Math.floor(at.getTime() / 1000);
      const expressions = {
        set: {
          state: 'done',
          fate,
          settledAt: at.toISOString(),
          ttl: ttl + doneTtlSeconds,
          ...(mappingVersion !== undefined && { mappingVersion }),
          ...(reason !== undefined && { reason }),
          ...stepPaths(steps),
        },
        remove: ['pendingShard', 'leaseUntil', 'waitsFor', ...(reason === undefined ? ['reason'] : [])],
        condition: '#fence = :fence',
      };
      const known = remember && {
        TableName: table,
        Item: { ...personKey(remember.person), ...remember.known, ttl: ttl + personTtlSeconds },
      };
      return update(deliveryKey(id), expressions, { ':fence': fence }, known);
    },

    async forget(person) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: personKey(person) }));
    },

    release: (id, fence, { reason, counts, steps = {}, errorClass, at }) =>
      update(
        deliveryKey(id),
        {
          set: { reason, ...stepPaths(steps), ...(errorClass && { errorClass, failedLastAt: at.toISOString() }) },
          ...(errorClass && { setOnce: { failedFirstAt: at.toISOString() } }),
          add: { attempts: counts ? 1 : 0 },
          remove: ['leaseUntil'],
          condition: '#fence = :fence',
        },
        { ':fence': fence },
      ),

    async giveUp(id, reason, now) {
      await update(
        deliveryKey(id),
        {
          set: { state: 'failed', fate: 'dead', reason, settledAt: now.toISOString() },
          remove: ['pendingShard', 'leaseUntil', 'waitsFor'],
          condition: '#state <> :done',
        },
        { ':done': 'done' },
      );
    },
  };
}

const stepPaths = (steps: Partial<Record<StepName, StepRecord>>): Record<string, StepRecord> =>
  Object.fromEntries(Object.entries(steps).map(([name, record]) => [`steps.${name}`, record]));
