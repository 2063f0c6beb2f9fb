import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConsentChange } from '../domain/consent/change.ts';
import type { ConsentLedger, ConsentRecord } from '../domain/consent/consent-ledger.ts';
import type { Hold } from '../domain/consent/holds.ts';
import { lagKindOf } from '../domain/consent/signals.ts';
import { applyChange, type ConsentState, emptyConsent, stateOfHistory } from '../domain/consent/state.ts';
import {
  confirmationTarget,
  isSameForTargets,
  isWaiting,
  sesTarget,
  suppressionStateOf,
} from '../domain/consent/suppression-target.ts';
import { TransientError } from '../domain/errors.ts';
import {
  type ConsentItem,
  consentKey,
  contactKey,
  historyKey,
  holdKey,
  reviewKey,
  reviewSeconds,
  targetKey,
  waitingShard,
} from './consent-rows.ts';
import { createDynamoConsentHistory } from './dynamo-consent-history.ts';
import { queryAll } from './dynamo-query.ts';
import { createDynamoSuppressionTargets } from './dynamo-suppression-targets.ts';
import type { Platform } from './platform.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Workers that meet at one subject at the same moment; each round one of them gets through. */
const maxRounds = 12;

/** The consent ledger in DynamoDB: a row per address of a tenant, its history, and a row per target. */
export function createDynamoConsentLedger(
  { dynamo, pause, random, serverNow }: Pick<Platform, 'dynamo' | 'pause' | 'random' | 'serverNow'>,
  table: string,
): ConsentLedger {
  const targets = createDynamoSuppressionTargets(dynamo, table, serverNow);
  const past = createDynamoConsentHistory(dynamo, table);
  const { history } = past;
  const read = async (tenant: string, subject: string): Promise<ConsentRecord> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: consentKey(tenant, subject), ConsistentRead: true }),
    );
    return toRecord(tenant, subject, Item);
  };

  const peersOf = async ({ tenant, subject, state: { contactId } }: ConsentRecord): Promise<string[]> => {
    if (contactId === undefined) return [];
    const rows = await queryAll<{ sk: string }>(dynamo, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': contactKey(tenant, contactId, '').pk },
      // Two addresses that join at the same moment must not miss each other.
      ConsistentRead: true,
    });
    return rows.map(({ sk }) => sk).filter((other) => other !== subject);
  };

  const put = ({ tenant, subject, state, ...rest }: ConsentRecord, before: number): TransactItem => ({
    Put: compact({
      TableName: table,
      Item: { ...consentKey(tenant, subject), ...state, ...rest },
      ConditionExpression: before === 0 ? 'attribute_not_exists(pk)' : 'version = :before',
      ExpressionAttributeValues: before !== 0 ? { ':before': before } : undefined,
    }),
  });

  return {
    ...targets,
    ...past,
    read,

    async readWithHold(tenant, subject, provider) {
      const Keys = [consentKey(tenant, subject), holdKey(tenant, provider)];
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys?.[table] !== undefined) throw new TransientError('the consent ledger throttled a read');
      const rows = Responses?.[table] ?? [];
      const hold = rows.find(({ pk }) => pk === Keys[1]?.pk)?.hold as Hold | undefined;
      const record = toRecord(
        tenant,
        subject,
        rows.find(({ sk }) => sk === 'CONSENT'),
      );
      return compact({ record, hold: hold });
    },

    async apply(change, policy, names) {
      const { tenant, subject } = change;
      const { address: _address, schema: _schema, ...entry } = change;
      const { contactId: _contactId, ...anonymous } = entry;
      for (let round = 0; round < maxRounds; round += 1) {
        const before = await read(tenant, subject);
        // What was hidden by changes that are taken back only the history knows.
        const rebuilt = change.lifts && stateOfHistory([...(await history(tenant, subject)), entry]);
        const record = recordAfter(before, change, rebuilt);
        const told = targetsToTell(before, record, names, policy, change);
        const { contactId } = record.state;
        const items: TransactItem[] = [
          {
            Put: {
              TableName: table,
              Item: { ...historyKey(tenant, subject, change), ...(before.isErased ? anonymous : entry) },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          put(record, before.version),
          ...(isForReview(change) ? [{ Put: { TableName: table, Item: reviewItem(change) } }] : []),
          ...told.map((target) => ({ Update: wantUpdate(table, record, target, change) })),
          ...(contactId === undefined || contactId === before.state.contactId
            ? []
            : [{ Put: { TableName: table, Item: contactKey(tenant, contactId, subject) } }]),
        ];
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems: items }));
          // Nobody can have claimed what did not wait a moment ago, so that the rows need not be read.
          const fresh = { tenant, subject, wanted: record.version, done: 0, attempts: 0, fence: -1 };
          const { receivedAt } = change;
          const waiting = told.map((target) => ({ ...fresh, target, kind: lagKindOf(change.signal), receivedAt }));
          return { how: 'now', record, waiting, peers: await peersOf(record) };
        } catch (error) {
          if ((error as Error).name !== 'TransactionCanceledException') throw error;
          const [history] = (error as TransactionCanceledException).CancellationReasons ?? [];
          if (history?.Code === 'ConditionalCheckFailed') {
            const waiting = (await targets.progress(tenant, subject)).filter(isWaiting);
            return { how: 'before', record: before, waiting, peers: await peersOf(before) };
          }
          await pause(random() * 10 * 2 ** Math.min(round, 6));
        }
      }
      throw new TransientError(`the consent of subject ${subject} is contended`);
    },

    async introduce(tenant, subject, address) {
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
    },

    async erase(tenant, subject) {
      const { state } = await read(tenant, subject);
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: consentKey(tenant, subject),
          UpdateExpression: 'SET isErased = :yes REMOVE address, contactId ADD version :one',
          ExpressionAttributeValues: { ':one': 1, ':yes': true },
        }),
      );
      for (const { at, changeId } of await history(tenant, subject))
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: historyKey(tenant, subject, { at, changeId }),
            UpdateExpression: 'REMOVE contactId',
          }),
        );
      const { contactId } = state;
      if (contactId === undefined) return;
      await dynamo.send(new DeleteCommand({ TableName: table, Key: contactKey(tenant, contactId, subject) }));
    },
  };
}

/** A row as the domain knows it. */
export function toRecord(tenant: string, subject: string, item: Record<string, unknown> | undefined): ConsentRecord {
  if (item === undefined) return { tenant, subject, version: 0, state: emptyConsent };
  const { pk, sk, version, address, isErased, ...state } = item as unknown as ConsentItem;
  return compact({
    tenant,
    subject,
    version,
    state: { ...emptyConsent, ...state },
    address,
    isErased: isErased || undefined,
  });
}

/** What nobody proved, whether it holds meanwhile or not. */
const isForReview = ({ standing }: ConsentChange): boolean => standing === 'unproven' || standing === 'hint';

/** A row without the address: whose it is the subject's own row says, until the person is erased. */
function reviewItem(change: ConsentChange): Record<string, unknown> {
  const { address: _address, schema: _schema, delivery: _delivery, ...entry } = change;
  const ttl = Math.floor(Date.parse(change.receivedAt) / 1000) + reviewSeconds;
  return { ...reviewKey(change.tenant, change), ...entry, ttl };
}

function recordAfter(before: ConsentRecord, change: ConsentChange, rebuilt?: ConsentState): ConsentRecord {
  // Whoever was erased stays a hash, also when a late report names them once more.
  const { address, contactId, ...anonymous } = change;
  const isErased = before.isErased === true;
  const known = before.address ?? (isErased ? undefined : address);
  return compact({
    tenant: before.tenant,
    subject: before.subject,
    version: before.version + 1,
    state: rebuilt ?? applyChange(before.state, isErased ? anonymous : change),
    address: known,
    isErased: isErased ? (true as const) : undefined,
  });
}

/** Targets that would see a difference: the sending account only cares for dead addresses and complaints. */
function targetsToTell(
  before: ConsentRecord,
  after: ConsentRecord,
  targets: readonly string[],
  policy: Parameters<ConsentLedger['apply']>[1],
  { signal, source }: ConsentChange,
): readonly string[] {
  const view = ({ tenant, subject, address = '', version, state }: ConsentRecord) =>
    suppressionStateOf({ tenant, subject, address, version }, state, policy);
  const [old, wanted] = [view(before), view(after)];
  const wasNothing = old.suppressed.length === 0 && wanted.suppressed.length === 0;
  const isSame = wasNothing || isSameForTargets(old, wanted);
  return targets.filter((target) => {
    // Nobody is asked by an import, whose rows were signed up long ago.
    if (target === confirmationTarget)
      return signal === 'unconfirmed' && source !== 'import' && wanted.unconfirmed.length > 0;
    return !isSame && (target !== sesTarget || old.block !== wanted.block);
  });
}

function wantUpdate(
  table: string,
  { tenant, subject, version }: ConsentRecord,
  target: string,
  { signal, receivedAt }: ConsentChange,
) {
  return {
    TableName: table,
    Key: targetKey({ tenant, subject, target }),
    UpdateExpression:
      'SET tenant = :tenant, subject = :subject, target = :target, wanted = :version, pendingShard = :shard, ' +
      'receivedAt = if_not_exists(receivedAt, :receivedAt), kind = :kind',
    ExpressionAttributeValues: {
      ':tenant': tenant,
      ':subject': subject,
      ':target': target,
      ':version': version,
      ':shard': waitingShard(subject),
      ':receivedAt': receivedAt,
      ':kind': lagKindOf(signal),
    },
  };
}
