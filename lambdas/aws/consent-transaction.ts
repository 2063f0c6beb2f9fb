import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConsentChange } from '../domain/consent/change.ts';
import type { ConsentRecord, HistoryEntry } from '../domain/consent/consent-ledger.ts';
import type { ConsentPolicy } from '../domain/consent/eligibility.ts';
import { lagKindOf } from '../domain/consent/signals.ts';
import { applyChange, type ConsentState } from '../domain/consent/state.ts';
import {
  confirmationTarget,
  isSameForTargets,
  isUnsuppressed,
  sesTarget,
  suppressionStateOf,
  type TargetProgress,
} from '../domain/consent/suppression-target.ts';
import {
  consentKey,
  contactKey,
  historyKey,
  reviewKey,
  reviewSeconds,
  targetKey,
  waitingShard,
} from './consent-rows.ts';
import type { Row } from './dynamo-row.ts';
import { ttlAfter } from './ledger-rows.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The transaction of one change; its history comes first, so that a repetition fails there. */
export function changeItems(
  table: string,
  before: ConsentRecord,
  record: ConsentRecord,
  change: ConsentChange,
  outdated: readonly string[],
): TransactItem[] {
  const { tenant, subject } = change;
  const entry = historyEntryOf(change);
  const { contactId: _contactId, ...anonymous } = entry;
  const joined = record.state.contactId;
  return [
    {
      Put: {
        TableName: table,
        Item: { ...historyKey(tenant, subject, change), ...(before.isErased ? anonymous : entry) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    recordPut(table, record, before.version),
    ...(isForReview(change) ? [{ Put: { TableName: table, Item: reviewItem(change) } }] : []),
    ...outdated.map((target) => ({ Update: wantUpdate(table, record, target, change) })),
    ...(joined === undefined || joined === before.state.contactId
      ? []
      : [{ Put: { TableName: table, Item: contactKey(tenant, joined, subject) } }]),
  ];
}

/** @param versionBefore 0: the subject has no row yet */
const recordPut = (
  table: string,
  { tenant, subject, state, ...rest }: ConsentRecord,
  versionBefore: number,
): TransactItem => ({
  Put: compact({
    TableName: table,
    Item: { ...consentKey(tenant, subject), ...state, ...rest },
    ConditionExpression: versionBefore === 0 ? 'attribute_not_exists(pk)' : 'version = :before',
    ExpressionAttributeValues: versionBefore === 0 ? undefined : { ':before': versionBefore },
  }),
});

/** A target as the change has made it wait. Nobody can have claimed it meanwhile, so that its row need not be read. */
export const newProgress = (
  { tenant, subject, version }: ConsentRecord,
  target: string,
  { signal, receivedAt }: ConsentChange,
): TargetProgress => ({
  tenant,
  subject,
  target,
  wanted: version,
  done: 0,
  attempts: 0,
  fence: -1,
  kind: lagKindOf(signal),
  receivedAt,
});

/** A change as the history keeps it: without the address. */
export function historyEntryOf({ address: _address, schema: _schema, ...entry }: ConsentChange): HistoryEntry {
  return entry;
}

/** Nobody proved the change, whether it holds meanwhile or not. */
const isForReview = ({ standing }: ConsentChange): boolean => standing === 'unproven' || standing === 'hint';

/** A row without the address, which the subject's own row has until the person is erased. */
function reviewItem(change: ConsentChange): Row {
  const { delivery: _delivery, ...entry } = historyEntryOf(change);
  const ttl = ttlAfter(new Date(change.receivedAt), reviewSeconds);
  return { ...reviewKey(change.tenant, change), ...entry, ttl };
}

/**
 * The record of a subject after a change.
 *
 * @param rebuilt the state by the whole history, where the change takes others back
 */
export function recordAfter(before: ConsentRecord, change: ConsentChange, rebuilt?: ConsentState): ConsentRecord {
  // A person who was erased stays a hash, also when a late report names them once more.
  const { address, contactId, ...anonymous } = change;
  const isErased = before.isErased === true;
  const currentAddress = before.address ?? (isErased ? undefined : address);
  return compact({
    tenant: before.tenant,
    subject: before.subject,
    version: before.version + 1,
    state: rebuilt ?? applyChange(before.state, isErased ? anonymous : change),
    address: currentAddress,
    isErased: isErased ? (true as const) : undefined,
  });
}

/** Targets that would see a difference: the sending account only cares for dead addresses and complaints. */
export function outdatedTargets(
  before: ConsentRecord,
  after: ConsentRecord,
  targets: readonly string[],
  policy: ConsentPolicy,
  { signal, source }: ConsentChange,
): readonly string[] {
  const view = ({ tenant, subject, address = '', version, state }: ConsentRecord) =>
    suppressionStateOf({ tenant, subject, address, version }, state, policy);
  const [old, wanted] = [view(before), view(after)];
  const wasNothing = isUnsuppressed(old) && isUnsuppressed(wanted);
  const isSame = wasNothing || isSameForTargets(old, wanted);
  return targets.filter((target) => {
    // An import asks nobody: its people were signed up long ago.
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
