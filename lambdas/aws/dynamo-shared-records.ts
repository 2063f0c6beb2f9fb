import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Claim, SharedRecords } from '../domain/delivery/ledger.ts';
import { conditionHolds, writtenRow } from './aws-error.ts';
import { updateIf } from './conditional-update.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { leaseEndOf, personTtlSeconds, recordKey, ttlAfter } from './ledger-rows.ts';

// A row of a shared record is held (`holder`, `leaseUntil`), remembered (`id`, `madeAt`), or left behind by a worker with a
// write of unknown outcome (`unclearAt`). Times are epoch ms.

/** Shared records in the ledger table: a claim is one conditional update. */
export function createDynamoSharedRecords(dynamo: DynamoDBDocumentClient, table: string): SharedRecords {
  const rows: DynamoTable = { dynamo, table };
  return {
    claim: (record, holder, now, until) => claim(rows, record, holder, now, until),
    remember: (record, holder, id, now) => remember(rows, record, holder, id, now),
    drop: (record, holder, unclearAt) => drop(rows, record, holder, unclearAt),
    forget: (record) => forget(rows, record),
  };
}

async function claim(
  { dynamo, table }: DynamoTable,
  record: string,
  holder: string,
  now: Date,
  until: Date,
): Promise<Claim> {
  const { isDone, row } = await writtenRow(
    dynamo.send(
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
          ':ttl': ttlAfter(now, personTtlSeconds),
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (!isDone)
    return typeof row?.id === 'string' ? { kind: 'known', id: row.id } : { kind: 'busy', until: leaseEndOf(row, now) };
  // A holder that did not give it back can have written until its lease was over.
  const latest = Math.max(Number(row.leaseUntil ?? 0), Number(row.unclearAt ?? 0));
  return compact({ kind: 'acquired', unclearAt: latest > 0 ? new Date(latest) : undefined });
}

const remember = (rows: DynamoTable, record: string, holder: string, id: string, now: Date): Promise<boolean> =>
  updateIf(
    rows,
    recordKey(record),
    {
      set: { id, madeAt: now.getTime(), ttl: ttlAfter(now, personTtlSeconds) },
      remove: ['holder', 'leaseUntil', 'unclearAt'],
      condition: '#holder = :holder',
    },
    { ':holder': holder },
  );

async function drop(rows: DynamoTable, record: string, holder: string, unclearAt: Date | undefined): Promise<void> {
  const values = { ':holder': holder };
  if (unclearAt === undefined) {
    await conditionHolds(
      rows.dynamo.send(
        new DeleteCommand({
          TableName: rows.table,
          Key: recordKey(record),
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: values,
        }),
      ),
    );
    return;
  }
  const set = { unclearAt: unclearAt.getTime() };
  await updateIf(
    rows,
    recordKey(record),
    { set, remove: ['holder', 'leaseUntil'], condition: '#holder = :holder' },
    values,
  );
}

async function forget({ dynamo, table }: DynamoTable, record: string): Promise<void> {
  // A look-up may not show it yet, so the next holder waits as after an unclear write.
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: recordKey(record),
        UpdateExpression: 'SET unclearAt = madeAt REMOVE id, madeAt',
        ConditionExpression: 'attribute_exists(id)',
      }),
    ),
  );
}
