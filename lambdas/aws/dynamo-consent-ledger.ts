import { BatchGetCommand, DeleteCommand, GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConsentChange } from '../domain/consent/change.ts';
import type { ConsentLedger, ConsentRecord } from '../domain/consent/consent-ledger.ts';
import type { ConsentPolicy } from '../domain/consent/eligibility.ts';
import { stateOfHistory } from '../domain/consent/state.ts';
import { isWaiting } from '../domain/consent/suppression-target.ts';
import { TransientError } from '../domain/errors.ts';
import { cancellationReasonsOf, isUnmet } from './aws-error.ts';
import {
  consentKey,
  contactKey,
  historyKey,
  holdKey,
  membershipsKey,
  toHold,
  toMemberships,
  toRecord,
} from './consent-rows.ts';
import { changeItems, historyEntryOf, newProgress, outdatedTargets, recordAfter } from './consent-transaction.ts';
import { createDynamoConsentHistory } from './dynamo-consent-history.ts';
import { queryAll } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { createDynamoSuppressionTargets, type SuppressionTargetRows } from './dynamo-suppression-targets.ts';
import type { Platform } from './platform.ts';

/** Workers that meet at one subject at the same moment: in each round one of them gets through. */
const maxRounds = 12;

/** The consent ledger in DynamoDB: a row per address of a tenant, its history, and a row per target. */
export function createDynamoConsentLedger(
  { dynamo, pause, random, serverNow }: Pick<Platform, 'dynamo' | 'pause' | 'random' | 'serverNow'>,
  table: string,
): ConsentLedger {
  const targets = createDynamoSuppressionTargets(dynamo, table, serverNow);
  const past = createDynamoConsentHistory(dynamo, table);
  const rows: ConsentRows = { dynamo, table, targets, past, pause, random };
  return {
    ...targets,
    ...past,
    read: (tenant, subject) => read(rows, tenant, subject),
    readWithHold: (tenant, subject, provider) => readWithHold(rows, tenant, subject, provider),
    apply: (change, policy, names) => apply(rows, change, policy, names),
    introduce: (tenant, subject, address) => introduce(rows, tenant, subject, address),
    erase: (tenant, subject) => erase(rows, tenant, subject),
  };
}

/** The consent table, and the parts of the ledger that a change needs. */
interface ConsentRows extends DynamoTable, Pick<Platform, 'pause' | 'random'> {
  readonly targets: Pick<SuppressionTargetRows, 'progress'>;
  readonly past: Pick<ConsentLedger, 'history'>;
}

async function read({ dynamo, table }: DynamoTable, tenant: string, subject: string): Promise<ConsentRecord> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: consentKey(tenant, subject), ConsistentRead: true }),
  );
  return toRecord(tenant, subject, Item);
}

async function readWithHold(
  { dynamo, table }: DynamoTable,
  tenant: string,
  subject: string,
  provider: string,
): ReturnType<ConsentLedger['readWithHold']> {
  const [heldKey, segmentsKey] = [holdKey(tenant, provider), membershipsKey(tenant, subject)];
  const { Responses, UnprocessedKeys } = await dynamo.send(
    new BatchGetCommand({
      RequestItems: { [table]: { Keys: [consentKey(tenant, subject), heldKey, segmentsKey], ConsistentRead: true } },
    }),
  );
  if (UnprocessedKeys?.[table] !== undefined) throw new TransientError('the consent ledger throttled a read');
  const rows = Responses?.[table] ?? [];
  const consent = rows.find(({ sk }) => sk === 'CONSENT');
  const hold = rows.find(({ pk }) => pk === heldKey.pk);
  const memberships = toMemberships(rows.find(({ sk }) => sk === segmentsKey.sk));
  return compact({ record: toRecord(tenant, subject, consent), memberships, hold: hold && toHold(hold) });
}

async function apply(
  rows: ConsentRows,
  change: ConsentChange,
  policy: ConsentPolicy,
  names: readonly string[],
): ReturnType<ConsentLedger['apply']> {
  const { tenant, subject } = change;
  for (let round = 0; round < maxRounds; round += 1) {
    const before = await read(rows, tenant, subject);
    // Only the history holds the statements that were hidden by changes that are taken back.
    const rebuilt =
      change.lifts && stateOfHistory([...(await rows.past.history(tenant, subject)), historyEntryOf(change)]);
    const record = recordAfter(before, change, rebuilt);
    const outdated = outdatedTargets(before, record, names, policy, change);
    try {
      const TransactItems = changeItems(rows.table, before, record, change, outdated);
      await rows.dynamo.send(new TransactWriteCommand({ TransactItems }));
      const waiting = outdated.map((target) => newProgress(record, target, change));
      return { how: 'now', record, waiting, peers: await peersOf(rows, record) };
    } catch (error) {
      const [historyReason] = cancellationReasonsOf(error);
      if (isUnmet(historyReason)) {
        const waiting = (await rows.targets.progress(tenant, subject)).filter(isWaiting);
        return { how: 'before', record: before, waiting, peers: await peersOf(rows, before) };
      }
      await rows.pause(rows.random() * 10 * 2 ** Math.min(round, 6));
    }
  }
  throw new TransientError(`the consent of subject ${subject} is contended`);
}

/** The other addresses of the same person. */
async function peersOf(
  { dynamo, table }: DynamoTable,
  { tenant, subject, state: { contactId } }: ConsentRecord,
): Promise<string[]> {
  if (contactId === undefined) return [];
  const subjects = await queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': contactKey(tenant, contactId, '').pk },
      // Two addresses that join at the same moment must not miss each other.
      ConsistentRead: true,
    },
    ({ sk }) => String(sk),
  );
  return subjects.filter((other) => other !== subject);
}

async function introduce(
  { dynamo, table }: DynamoTable,
  tenant: string,
  subject: string,
  address: string,
): Promise<void> {
  await dynamo.send(
    new UpdateCommand({
      TableName: table,
      Key: consentKey(tenant, subject),
      UpdateExpression:
        'SET address = :address, registers = if_not_exists(registers, :none), ' +
        'softBounces = if_not_exists(softBounces, :empty) REMOVE isErased ADD version :one',
      ExpressionAttributeValues: { ':address': address, ':none': {}, ':empty': [], ':one': 1 },
    }),
  );
}

async function erase(rows: ConsentRows, tenant: string, subject: string): Promise<void> {
  const { dynamo, table } = rows;
  const { state } = await read(rows, tenant, subject);
  await dynamo.send(
    new UpdateCommand({
      TableName: table,
      Key: consentKey(tenant, subject),
      UpdateExpression: 'SET isErased = :yes REMOVE address, contactId ADD version :one',
      ExpressionAttributeValues: { ':one': 1, ':yes': true },
    }),
  );
  for (const { at, changeId } of await rows.past.history(tenant, subject))
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: historyKey(tenant, subject, { at, changeId }),
        UpdateExpression: 'REMOVE contactId',
      }),
    );
  await dynamo.send(new DeleteCommand({ TableName: table, Key: membershipsKey(tenant, subject) }));
  const { contactId } = state;
  if (contactId === undefined) return;
  await dynamo.send(new DeleteCommand({ TableName: table, Key: contactKey(tenant, contactId, subject) }));
}
