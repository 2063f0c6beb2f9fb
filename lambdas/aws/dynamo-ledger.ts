import { BatchGetCommand, DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { SenderConsent } from '../domain/consent/consent-ledger.ts';
import type { Delivery, DeliveryId, DeliveryMessage, Steps } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import { writtenRow } from './aws-error.ts';
import { updateIf } from './conditional-update.ts';
import { consentKey, targetKey, toProgress, toRecord } from './consent-rows.ts';
import { createDynamoParking } from './dynamo-parking.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { createDynamoSharedRecords } from './dynamo-shared-records.ts';
import {
  appliedCount,
  askedKey,
  deliveryKey,
  leaseEndOf,
  ledgerSecondsOf,
  mailKey,
  markerKey,
  personKey,
  personTtlSeconds,
  toDelivery,
  toKnownPerson,
  toMarker,
  ttlAfter,
} from './ledger-rows.ts';
import { createRecordMail, type RecordPlatform } from './record-mail.ts';

/**
 * The ledger in DynamoDB: every transition is one conditional write.
 *
 * @param consentTable where a load looks up the sender's consent, in the same call
 */
export function createDynamoLedger(platform: RecordPlatform, table: string, consentTable?: string): Ledger {
  const { dynamo, environment } = platform;
  const rows: DynamoTable = { dynamo, table };
  const keptSeconds = ledgerSecondsOf(environment);
  return {
    recordMail: createRecordMail(platform, table),
    ...createDynamoParking(platform, table),
    records: createDynamoSharedRecords(dynamo, table),
    hasMail: (mailId) => hasMail(rows, mailId),
    load: (id, group) => load(rows, consentTable, id, group),
    lease: (loaded, now, leaseMs, intents = {}) => lease(rows, loaded, now, leaseMs, intents),
    saveSteps: (id, fence, steps) =>
      updateIf(rows, deliveryKey(id), { set: stepPaths(steps), condition: '#fence = :held' }, { ':held': fence }),
    settle: (id, fence, end) => settle(rows, id, fence, end, keptSeconds),
    release: (id, fence, failure) => release(rows, id, fence, failure),
    noteApplied: (id, changeId, total, reason, now) =>
      noteApplied(rows, id, changeId, total, { reason, settledAt: now.toISOString(), ttl: ttlAfter(now, keptSeconds) }),
    giveUp: (id, reason, now) =>
      giveUp(rows, id, { reason, settledAt: now.toISOString(), ttl: ttlAfter(now, keptSeconds) }),
    reopen: (loaded) => reopen(rows, loaded),
    async forget(person) {
      for (const Key of [personKey(person), askedKey(person)])
        await dynamo.send(new DeleteCommand({ TableName: table, Key }));
    },
  };
}

async function hasMail({ dynamo, table }: DynamoTable, mailId: string): Promise<boolean> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: mailKey(mailId), ProjectionExpression: 'pk', ConsistentRead: true }),
  );
  return Item !== undefined;
}

async function load(
  { dynamo, table }: DynamoTable,
  consentTable: string | undefined,
  id: Parameters<Ledger['load']>[0],
  group: string,
): ReturnType<Ledger['load']> {
  const { person, subject } = id;
  const deliveryRow = deliveryKey(id);
  const { Responses, UnprocessedKeys } = await dynamo.send(
    new BatchGetCommand({
      RequestItems: {
        [table]: {
          Keys: [deliveryRow, markerKey(group), ...(person === undefined ? [] : [personKey(person)])],
          ConsistentRead: true,
        },
        ...(consentTable !== undefined && subject && { [consentTable]: { Keys: senderKeys(subject) } }),
      },
    }),
  );
  if (UnprocessedKeys?.[table] !== undefined) throw new TransientError(`the ledger throttled a read of ${id.eventId}`);
  return compact({
    ...rowsOfDelivery(Responses?.[table] ?? [], deliveryRow.pk),
    consent: subject && consentOf(subject, (consentTable && Responses?.[consentTable]) || []),
  });
}

type Sender = NonNullable<DeliveryMessage['subject']>;

const senderKeys = ({ tenant, hash, connection }: Sender) => [
  consentKey(tenant, hash),
  targetKey({ tenant, subject: hash, target: connection }),
];

/** The delivery, the marker of its conversation and the known person among the rows of one read. */
function rowsOfDelivery(rows: readonly Row[], deliveryPk: string) {
  const delivery = rows.find(({ pk }) => pk === deliveryPk);
  const marker = rows.find(({ sk }) => sk === 'MARKER');
  const known = rows.find(({ sk }) => sk === 'PERSON');
  return compact({
    delivery: delivery && toDelivery(delivery),
    marker: marker && toMarker(marker),
    known: known && toKnownPerson(known),
  });
}

function consentOf({ tenant, hash }: Sender, rows: readonly Row[]): SenderConsent | undefined {
  const consent = rows.find(({ sk }) => sk === 'CONSENT');
  if (consent === undefined) return undefined;
  const target = rows.find(({ sk }) => sk !== 'CONSENT');
  return compact({ record: toRecord(tenant, hash, consent), progress: target && toProgress(target) });
}

async function lease(
  { dynamo, table }: DynamoTable,
  loaded: Delivery,
  now: Date,
  leaseMs: number,
  intents: Steps,
): ReturnType<Ledger['lease']> {
  const steps = Object.entries(intents);
  const assignments = ['leaseUntil = :until', ...steps.map(([name]) => `steps.${name} = :${name}`)];
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: deliveryKey(loaded),
        UpdateExpression: `SET ${assignments.join(', ')} ADD fence :one`,
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
          ...Object.fromEntries(steps.map(([name, record]) => [`:${name}`, record])),
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (isDone) return { delivery: toDelivery(row) };
  // The row says which: the delivery is done, or another worker holds it.
  return row?.state === 'done' ? { done: true } : { busyUntil: leaseEndOf(row, now) };
}

function settle(
  rows: DynamoTable,
  id: DeliveryId,
  fence: number,
  { fate, reason, mappingVersion, steps = {}, at, remember, isUnleased }: Parameters<Ledger['settle']>[2],
  keptSeconds: number,
): Promise<boolean> {
  const parts = compact({
    set: compact({
      state: 'done',
      fate,
      settledAt: at.toISOString(),
      mappingVersion,
      reason,
      ...stepPaths(steps),
    }),
    ttl: ttlAfter(at, keptSeconds),
    // Lease and end in one write: a worker that loaded the same row takes no lease after it.
    add: isUnleased ? { fence: 1 } : undefined,
    remove: ['pendingShard', 'leaseUntil', 'waitsFor', ...(reason === undefined ? ['reason'] : [])],
    condition: '#fence = :held',
  });
  const person = remember && {
    TableName: rows.table,
    Item: { ...personKey(remember.person), ...remember.known, ttl: ttlAfter(at, personTtlSeconds) },
  };
  return updateIf(rows, deliveryKey(id), parts, { ':held': fence }, person);
}

function release(
  rows: DynamoTable,
  id: DeliveryId,
  fence: number,
  { reason, counts, steps = {}, errorClass, at }: Parameters<Ledger['release']>[2],
): Promise<boolean> {
  const parts = compact({
    set: compact({ reason, ...stepPaths(steps), errorClass, failedLastAt: errorClass && at.toISOString() }),
    setOnce: errorClass && { failedFirstAt: at.toISOString() },
    add: { attempts: counts ? 1 : 0 },
    remove: ['leaseUntil'],
    condition: '#fence = :held',
  });
  return updateIf(rows, deliveryKey(id), parts, { ':held': fence });
}

/** The end of a delivery that nobody settles. */
interface End {
  readonly reason: string;
  readonly settledAt: string;
  readonly ttl: number;
}

/** Records that one of the changes of a delivery is effective; with the last of them the delivery is done. */
async function noteApplied(
  rows: DynamoTable,
  id: DeliveryId,
  changeId: string,
  total: number,
  { ttl, ...end }: End,
): Promise<void> {
  const { Attributes = {} } = await rows.dynamo.send(
    new UpdateCommand({
      TableName: rows.table,
      Key: deliveryKey(id),
      UpdateExpression: 'ADD applied :changes',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':changes': new Set([changeId]) },
      ReturnValues: 'ALL_NEW',
    }),
  );
  if (Attributes.state === 'done' || appliedCount(Attributes) < total) return;
  await updateIf(
    rows,
    deliveryKey(id),
    { set: { state: 'done', fate: 'suppressed', ...end }, ttl, remove: ['pendingShard'], condition: '#state <> :done' },
    { ':done': 'done' },
  );
}

async function giveUp(rows: DynamoTable, id: DeliveryId, { ttl, ...end }: End): Promise<void> {
  await updateIf(
    rows,
    deliveryKey(id),
    {
      set: { state: 'failed', fate: 'dead', ...end },
      ttl,
      remove: ['pendingShard', 'leaseUntil', 'waitsFor'],
      condition: '#state <> :done',
    },
    { ':done': 'done' },
  );
}

function reopen(rows: DynamoTable, loaded: Delivery): Promise<boolean> {
  // A shadow wrote to another account, where none of its records are those of the live mail.
  const isShadow = loaded.fate === 'shadowed';
  const emptySteps = isShadow
    ? []
    : Object.entries(loaded.steps).filter(([, step]) => step.state === 'done' && step.id === undefined);
  const parts = {
    set: compact({
      state: 'failed',
      fate: 'dead',
      reason: `was ${loaded.fate}, and is taken up again`,
      steps: isShadow ? {} : undefined,
    }),
    add: { fence: 1 },
    // A delivery without a fate does not expire.
    remove: ['ttl', 'settledAt', ...emptySteps.map(([name]) => `steps.${name}`)],
    condition: '#fence = :held AND #state = :done AND #fate = :before',
  };
  const values = { ':held': loaded.fence, ':done': 'done', ':before': loaded.fate };
  return updateIf(rows, deliveryKey(loaded), parts, values);
}

const stepPaths = (steps: Steps): Record<string, unknown> =>
  Object.fromEntries(Object.entries(steps).map(([name, record]) => [`steps.${name}`, record]));
