import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { conditionHolds } from './aws-error.ts';
import { updateIf } from './conditional-update.ts';
import { queryAll } from './dynamo-query.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { deliveryPrefix, eventRowKey, ttlAfter } from './ledger-rows.ts';
import type { RowAction } from './row-actions.ts';

/** The reason of deliveries of a mail that was erased. */
const erasedReason = 'the mail was erased at the request of the person';

/** A legal hold may be placed at any moment, and it marks the rows. */
const unheld = 'attribute_not_exists(heldBy)';

/** Far more than the leases of one delivery: whoever holds one has lost it. */
const fenceStep = 1_000_000;

/** The attributes of a delivery that stay: that it was there, and ended. */
const keptOfDelivery = ['pk', 'sk', 'eventId', 'integration', 'tenant', 'lane', 'receivedAt', 'fence'];
/** Attributes that a worker may add between the read of a delivery and the write. */
const ofWorkers = ['pendingShard', 'leaseUntil', 'waitsFor', 'errorClass', 'failedFirstAt', 'failedLastAt'];
/** The attributes of an event that stay: that it was there. */
const keptOfEvent = ['pk', 'sk'];

/**
 * Ends the deliveries of an event, and takes out of their rows all but the ids. A worker that holds a delivery loses it at its
 * next write, a message of the queue finds the end, and a replay says why there is nothing to deliver. The rows expire like
 * those of any mail.
 *
 * @param keptSeconds how long the rows stay
 * @returns the rows that were changed: none, where all was done before
 */
export async function buryDeliveries(
  table: DynamoTable,
  eventId: string,
  at: Date,
  keptSeconds: number,
): Promise<number> {
  const rows = await unburiedRows(table, eventId);
  const deliveries = rows.filter(({ sk }) => String(sk).startsWith(deliveryPrefix));
  let count = 0;
  for (const row of deliveries) if (await buryDelivery(table, row, endOf(at, keptSeconds))) count += 1;
  return count;
}

/** Takes out of the row of an event all but its id, after its objects are gone: until then it leads to them. */
export async function buryEvent(table: DynamoTable, eventId: string, at: Date, keptSeconds: number): Promise<void> {
  const rows = await unburiedRows(table, eventId);
  for (const row of rows.filter(({ sk }) => sk === 'EVENT'))
    await keepOnly(table, row, keptOfEvent, endOf(at, keptSeconds));
}

interface End {
  readonly erasedAt: string;
  /** Epoch seconds. */
  readonly ttl: number;
}

const endOf = (at: Date, keptSeconds: number): End => ({ erasedAt: at.toISOString(), ttl: ttlAfter(at, keptSeconds) });

async function unburiedRows(table: DynamoTable, eventId: string): Promise<Row[]> {
  const rows = await rowsOf(table, eventRowKey(eventId).pk);
  return rows.filter(({ erasedAt }) => erasedAt === undefined);
}

const buryDelivery = (table: DynamoTable, row: Row, end: End) =>
  keepOnly(
    table,
    row,
    keptOfDelivery,
    {
      state: 'done',
      fate: 'dead',
      reason: erasedReason,
      settledAt: end.erasedAt,
      threadKey: 'erased',
      matchedBy: 'none',
      recipients: new Set(['erased']),
      attempts: 0,
      steps: {},
      ...end,
    },
    fenceStep,
  );

/** Removes the other attributes in one write, which a worker at the same row comes before or after. False: it is held. */
async function keepOnly(
  { dynamo, table }: DynamoTable,
  row: Row,
  kept: readonly string[],
  set: Row,
  addToFence?: number,
): Promise<boolean> {
  const present = [...new Set([...Object.keys(row), ...(addToFence === undefined ? [] : ofWorkers)])];
  const removed = present.filter((name) => !kept.includes(name) && !(name in set));
  const names = [...Object.keys(set), ...removed];
  const nameOf = (name: string): string => `#n${names.indexOf(name)}`;
  const sets = Object.keys(set).map((name, index) => `${nameOf(name)} = :v${index}`);
  const clauses = [
    `SET ${sets.join(', ')}`,
    ...(removed.length > 0 ? [`REMOVE ${removed.map(nameOf).join(', ')}`] : []),
    ...(addToFence === undefined ? [] : ['ADD fence :fence']),
  ];
  const write = dynamo.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: row.pk, sk: row.sk },
      UpdateExpression: clauses.join(' '),
      ConditionExpression: unheld,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [nameOf(name), name])),
      ExpressionAttributeValues: compact({
        ...Object.fromEntries(Object.values(set).map((value, index) => [`:v${index}`, value])),
        ':fence': addToFence,
      }),
    }),
  );
  return conditionHolds(write);
}

const rowsOf = ({ dynamo, table }: DynamoTable, pk: string): Promise<Row[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    },
    (row) => row,
  );

/** Carries out what was decided about a row; one that is gone by now stays gone, and one that was put under a hold stays. */
export async function applyRowAction(table: DynamoTable, row: Row, action: RowAction): Promise<void> {
  const Key = row.sk === undefined ? { pk: row.pk } : { pk: row.pk, sk: row.sk };
  if (action.kind === 'delete')
    await conditionHolds(
      table.dynamo.send(new DeleteCommand({ TableName: table.table, Key, ConditionExpression: unheld })),
    );
  if (action.kind === 'update') {
    const { set = {}, remove = [] } = action;
    await updateIf(table, Key, { set, remove, condition: `attribute_exists(#pk) AND ${unheld}` });
  }
}
