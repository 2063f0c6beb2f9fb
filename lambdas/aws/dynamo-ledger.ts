import { BatchGetCommand, DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { SenderConsent } from '../domain/consent/consent-ledger.ts';
import type { StepName } from '../domain/crm/crm-step.ts';
import type { DeliveryMessage, StepRecord } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import { createConditionalUpdate, isConditionFailure } from './conditional-update.ts';
import { consentKey, type TargetItem, targetKey, toProgress } from './consent-rows.ts';
import { toRecord } from './dynamo-consent-ledger.ts';
import { createDynamoParking } from './dynamo-parking.ts';
import { createDynamoSharedRecords } from './dynamo-shared-records.ts';
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
  toKnownPerson,
  toMarker,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';
import { createRecordMail } from './record-mail.ts';

/**
 * The ledger in DynamoDB: every transition is one conditional write.
 *
 * @param consentTable where a load looks up the sender's consent, in the same call
 */
export function createDynamoLedger(
  platform: Pick<Platform, 'dynamo' | 'pause'>,
  table: string,
  consentTable?: string,
): Ledger {
  const { dynamo } = platform;
  const update = createConditionalUpdate(dynamo, table);
  return {
    recordMail: createRecordMail(platform, table),
    ...createDynamoParking(platform, table),
    records: createDynamoSharedRecords(dynamo, table),

    async hasMail(mailId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: mailKey(mailId), ProjectionExpression: 'pk', ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async load(id, group) {
      const { person, subject } = id;
      const Keys = [deliveryKey(id), markerKey(group), ...(person === undefined ? [] : [personKey(person)])];
      const consentKeys = subject && [
        consentKey(subject.tenant, subject.hash),
        targetKey({ tenant: subject.tenant, subject: subject.hash, target: subject.connection }),
      ];
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({
          RequestItems: {
            [table]: { Keys, ConsistentRead: true },
            ...(consentTable !== undefined && consentKeys && { [consentTable]: { Keys: consentKeys } }),
          },
        }),
      );
      if (UnprocessedKeys?.[table] !== undefined)
        throw new TransientError(`the ledger throttled a read of ${id.eventId}`);
      const rows = Responses?.[table] ?? [];
      const delivery = rows.find(({ pk }) => pk === Keys[0]?.pk);
      const marker = rows.find(({ sk }) => sk === 'MARKER');
      const known = rows.find(({ sk }) => sk === 'PERSON');
      const consent = subject && consentOf(subject, (consentTable && Responses?.[consentTable]) || []);
      return compact({
        delivery: delivery && toDelivery(delivery as DeliveryItem),
        marker: marker && toMarker(marker as MarkerItem),
        known: known && toKnownPerson(known),
        consent: consent,
      });
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
        set: compact({
          state: 'done',
          fate,
          settledAt: at.toISOString(),
          ttl: ttl + doneTtlSeconds,
          mappingVersion,
          reason,
          ...stepPaths(steps),
        }),
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
        compact({
          set: { reason, ...stepPaths(steps), ...(errorClass && { errorClass, failedLastAt: at.toISOString() }) },
          setOnce: errorClass ? { failedFirstAt: at.toISOString() } : undefined,
          add: { attempts: counts ? 1 : 0 },
          remove: ['leaseUntil'],
          condition: '#fence = :fence',
        }),
        { ':fence': fence },
      ),

    async noteApplied(id, changeId, of, reason, now) {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: deliveryKey(id),
          UpdateExpression: 'ADD applied :changes',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':changes': new Set([changeId]) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const row = Attributes as DeliveryItem & { readonly applied: ReadonlySet<string> };
      if (row.state === 'done' || row.applied.size < of) return;
      await update(
        deliveryKey(id),
        {
          set: {
            state: 'done',
            fate: 'suppressed',
            reason,
            settledAt: now.toISOString(),
            ttl: Math.floor(now.getTime() / 1000) + doneTtlSeconds,
          },
          remove: ['pendingShard'],
          condition: '#state <> :done',
        },
        { ':done': 'done' },
      );
    },

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

function consentOf(
  { tenant, hash }: NonNullable<DeliveryMessage['subject']>,
  rows: ReadonlyArray<Record<string, unknown>>,
): SenderConsent | undefined {
  const item = rows.find(({ sk }) => sk === 'CONSENT');
  if (item === undefined) return undefined;
  const target = rows.find(({ sk }) => sk !== 'CONSENT');
  return compact({
    record: toRecord(tenant, hash, item),
    progress: target && toProgress(target as unknown as TargetItem),
  });
}

const stepPaths = (steps: Partial<Record<StepName, StepRecord>>): Record<string, StepRecord> =>
  Object.fromEntries(Object.entries(steps).map(([name, record]) => [`steps.${name}`, record]));
