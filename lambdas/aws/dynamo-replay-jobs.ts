import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { newProgress, type ReplayJob, type ReplayOrder } from '../domain/delivery/replay-job.ts';
import type { ReplayJobs } from '../domain/delivery/replay-jobs.ts';
import { replayDays } from '../retention.ts';
import { conditionHolds, writtenRow } from './aws-error.ts';
import { updateIf } from './conditional-update.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { type Key, pendingIndex, ttlAfter } from './ledger-rows.ts';

const prefix = 'REPLAY#';
const keyOf = (id: string): Key => ({ pk: `${prefix}${id}`, sk: 'REPLAY' });
/** The shard of replays in the index of what has not ended. */
const shard = 'replays';
/** Replays that one run sees. */
const mostOpen = 100;

/** Replays in the ledger table: the order and the progress in one row, which its workers change under a fence. */
export function createDynamoReplayJobs(table: DynamoTable): ReplayJobs {
  return {
    create: (order) => create(table, order),
    get: (id) => get(table, id),
    open: () => openIds(table),
    claim: (id, now, leaseMs) => claim(table, id, now, leaseMs),
    save: (job, until) => save(table, job, until),
  };
}

async function create(rows: DynamoTable, order: ReplayOrder): Promise<ReplayJob> {
  const { dynamo, table } = rows;
  const { id, createdAt } = order;
  const job: ReplayJob = { ...order, ...newProgress, state: 'waiting', fence: 0 };
  const { fence, ...body } = job;
  const Item = {
    ...keyOf(id),
    job: body,
    fence,
    pendingShard: shard,
    receivedAt: createdAt,
    ttl: ttlAfter(new Date(createdAt), replayDays * 86_400),
  };
  const isNew = await conditionHolds(
    dynamo.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
  return isNew ? job : ((await get(rows, id)) ?? job);
}

async function get({ dynamo, table }: DynamoTable, id: string): Promise<ReplayJob | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }));
  return Item && toJob(Item);
}

function toJob(row: Row): ReplayJob {
  const { job, fence } = decodeRow<{ job: Omit<ReplayJob, 'fence'>; fence: number }>(row, ['job', 'fence']);
  return { ...job, fence };
}

async function openIds({ dynamo, table }: DynamoTable): Promise<string[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      IndexName: pendingIndex,
      KeyConditionExpression: 'pendingShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
      Limit: mostOpen,
    }),
  );
  return Items.map((row) => decodeRow<Key>(row, ['pk']).pk.slice(prefix.length));
}

async function claim(
  { dynamo, table }: DynamoTable,
  id: string,
  now: Date,
  leaseMs: number,
): Promise<ReplayJob | undefined> {
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: keyOf(id),
        UpdateExpression: 'SET leaseUntil = :until ADD fence :one',
        ConditionExpression:
          'attribute_exists(pendingShard) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
        ExpressionAttributeValues: { ':until': now.getTime() + leaseMs, ':now': now.getTime(), ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return isDone ? toJob(row) : undefined;
}

function save(table: DynamoTable, { fence, ...job }: ReplayJob, until: Date | undefined): Promise<boolean> {
  const hasEnded = job.state === 'done' || job.state === 'stopped';
  const remove = [...(hasEnded ? ['pendingShard'] : []), ...(until === undefined ? ['leaseUntil'] : [])];
  const parts = compact({
    set: compact({ job, leaseUntil: until?.getTime() }),
    remove: remove.length > 0 ? remove : undefined,
    condition: '#fence = :held',
  });
  return updateIf(table, keyOf(job.id), parts, { ':held': fence });
}
