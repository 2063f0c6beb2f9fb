import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConsentLedger, TargetId } from '../domain/consent/consent-ledger.ts';
import { type LagKind, lagKinds } from '../domain/consent/signals.ts';
import type { TargetProgress } from '../domain/consent/suppression-target.ts';
import type { SuppressionProof } from '../domain/crm/suppression-target.ts';
import { conditionHolds, writtenRow } from './aws-error.ts';
import {
  consentKey,
  heldUntilOf,
  isDue,
  targetKey,
  targetPrefix,
  toProgress,
  waitingIndex,
  waitingShard,
  waitingShards,
} from './consent-rows.ts';
import { queryAll, queryPages } from './dynamo-query.ts';
import { type DynamoTable, decodeRow } from './dynamo-row.ts';
import { leaseEndOf } from './ledger-rows.ts';

export type SuppressionTargetRows = Pick<
  ConsentLedger,
  'progress' | 'claim' | 'arrived' | 'failed' | 'informAgain' | 'due' | 'oldestWaiting'
>;

/** The consent ledger's rows on the progress of each target, with leases and fences. */
export function createDynamoSuppressionTargets(
  dynamo: DynamoDBDocumentClient,
  table: string,
  now: () => Date,
): SuppressionTargetRows {
  const rows: DynamoTable = { dynamo, table };
  return {
    progress: (tenant, subject) => progressOf(rows, tenant, subject),
    claim: (id, at, leaseMs, lateMs) => claim(rows, id, at, leaseMs, lateMs),
    arrived: (held, version, proof, at) => arrived(rows, held, version, proof, at),
    failed: (held, failure) => failed(rows, held, failure),
    informAgain: (progress) => informAgain(rows, progress, now()),
    due: (before, at) => due(rows, before, at),
    oldestWaiting: () => oldestWaiting(rows),
  };
}

const progressOf = ({ dynamo, table }: DynamoTable, tenant: string, subject: string): Promise<TargetProgress[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': consentKey(tenant, subject).pk, ':prefix': targetPrefix },
      ConsistentRead: true,
    },
    toProgress,
  );

async function claim(
  { dynamo, table }: DynamoTable,
  id: TargetId,
  now: Date,
  leaseMs: number,
  lateMs: number,
): ReturnType<ConsentLedger['claim']> {
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: targetKey(id),
        UpdateExpression: 'SET heldUntil = if_not_exists(leaseUntil, :never), leaseUntil = :until ADD fence :one',
        ConditionExpression:
          'attribute_exists(pendingShard) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
        ExpressionAttributeValues: { ':until': now.getTime() + leaseMs, ':now': now.getTime(), ':one': 1, ':never': 0 },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (!isDone) return row?.pendingShard === undefined ? undefined : { busyUntil: leaseEndOf(row, now) };
  const progress = toProgress(row);
  const heldUntil = heldUntilOf(row);
  const landsUntil = heldUntil === 0 ? undefined : new Date(heldUntil + lateMs).toISOString();
  const latest = [landsUntil, progress.unclearUntil]
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);
  return { progress: { ...progress, ...compact({ unclearUntil: latest }) } };
}

async function arrived(
  rows: DynamoTable,
  held: TargetProgress,
  version: number,
  proof: SuppressionProof,
  at: Date,
): ReturnType<ConsentLedger['arrived']> {
  if (await noteArrival(rows, held, version, proof, at, true)) return 'done';
  return (await noteArrival(rows, held, version, proof, at, false)) ? 'behind' : 'lost';
}

/** @param isAll whether the target stops waiting, which holds as long as nothing newer is wanted */
const noteArrival = (
  { dynamo, table }: DynamoTable,
  held: TargetProgress,
  version: number,
  proof: SuppressionProof,
  at: Date,
  isAll: boolean,
): Promise<boolean> =>
  conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: targetKey(held),
        UpdateExpression: isAll
          ? 'SET done = :version, verifiedAt = :at, proof = :proof, attempts = :none REMOVE pendingShard, receivedAt, leaseUntil, heldUntil, unclearUntil, nextAt, reason'
          : 'SET done = :version, verifiedAt = :at, proof = :proof',
        ConditionExpression: `fence = :fence${isAll ? ' AND wanted <= :version' : ''}`,
        ExpressionAttributeValues: compact({
          ':version': version,
          ':at': at.toISOString(),
          ':proof': proof,
          ':fence': held.fence,
          ':none': isAll ? 0 : undefined,
        }),
      }),
    ),
  );

async function failed(
  { dynamo, table }: DynamoTable,
  held: TargetProgress,
  { reason, nextAt, counts, unclearUntil }: Parameters<ConsentLedger['failed']>[1],
): Promise<void> {
  const until = unclearUntil?.toISOString() ?? held.unclearUntil;
  const setUntil = until === undefined ? '' : ', unclearUntil = :until';
  // Under another fence another worker holds it, and that worker's result counts.
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: targetKey(held),
        UpdateExpression: `SET reason = :reason, nextAt = :next${setUntil} REMOVE leaseUntil ADD attempts :count`,
        ConditionExpression: 'fence = :fence',
        ExpressionAttributeValues: compact({
          ':reason': reason,
          ':next': nextAt.getTime(),
          ':count': counts ? 1 : 0,
          ':fence': held.fence,
          ':until': until,
        }),
      }),
    ),
  );
}

async function informAgain(
  { dynamo, table }: DynamoTable,
  progress: TargetProgress,
  now: Date,
): Promise<TargetProgress | undefined> {
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: targetKey(progress),
        UpdateExpression: 'SET pendingShard = :shard, receivedAt = :at REMOVE proof',
        ConditionExpression: 'attribute_not_exists(pendingShard) AND fence = :fence',
        // The lag counts only from now on: before, the target did not know the person.
        ExpressionAttributeValues: {
          ':shard': waitingShard(progress.subject),
          ':at': now.toISOString(),
          ':fence': progress.fence,
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return isDone ? toProgress(row) : undefined;
}

async function* due({ dynamo, table }: DynamoTable, before: Date, now: Date): AsyncGenerator<TargetProgress> {
  for (const shard of waitingShards) {
    const pages = queryPages(
      dynamo,
      {
        TableName: table,
        IndexName: waitingIndex,
        KeyConditionExpression: 'pendingShard = :shard AND receivedAt < :before',
        ExpressionAttributeValues: { ':shard': shard, ':before': before.toISOString() },
      },
      ({ pk, sk }) => ({ pk, sk }),
    );
    for await (const keys of pages) {
      for (const Key of keys) {
        // The index lags: only the row itself says whether the target still waits.
        const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        if (Item !== undefined && isDue(Item, now)) yield toProgress(Item);
      }
    }
  }
}

async function oldestWaiting(rows: DynamoTable): Promise<Partial<Record<LagKind, string>>> {
  const oldest: Partial<Record<LagKind, string>> = {};
  await Promise.all(
    waitingShards.map(async (shard) => {
      for (const [kind, receivedAt] of await oldestOfShard(rows, shard)) {
        const known = oldest[kind];
        if (known === undefined || receivedAt < known) oldest[kind] = receivedAt;
      }
    }),
  );
  return oldest;
}

interface WaitingRow {
  /** Absent in rows of earlier versions. */
  readonly kind?: LagKind;
  readonly receivedAt: string;
}

/** The oldest news of each kind. The index is sorted by receipt: the first of a kind is its oldest. */
async function oldestOfShard({ dynamo, table }: DynamoTable, shard: string): Promise<Map<LagKind, string>> {
  const oldest = new Map<LagKind, string>();
  const pages = queryPages(
    dynamo,
    {
      TableName: table,
      IndexName: waitingIndex,
      KeyConditionExpression: 'pendingShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
    },
    (row) => decodeRow<WaitingRow>(row, ['receivedAt']),
  );
  for await (const page of pages) {
    for (const { kind = 'consent', receivedAt } of page) if (!oldest.has(kind)) oldest.set(kind, receivedAt);
    // Once every kind was seen, the rest is younger.
    if (oldest.size === lagKinds.length) break;
  }
  return oldest;
}
