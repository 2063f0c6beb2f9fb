import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HeldMail, HoldKeeper } from '../domain/delivery/held-mail.ts';
import { conditionHolds, writtenRow } from './aws-error.ts';
import { getRows } from './dynamo-query.ts';
import type { Row } from './dynamo-row.ts';
import { eventKey } from './event-reader.ts';
import { heldByOf, marksOf } from './held-rows.ts';
import { endAfterHold, type HeldRow, heldRowsOf } from './hold-rows.ts';
import { eventRowKey, mailKey } from './ledger-rows.ts';
import type { LockedObject, SetObjectLocks } from './object-locks.ts';
import type { Platform } from './platform.ts';
import { receiptKey } from './s3-mail-store.ts';

interface KeeperDependencies extends Pick<Platform, 'dynamo' | 'environment' | 'now'> {
  readonly ledgerTable: string;
  readonly threadsTable: string;
  readonly mailBucket: string;
  readonly attachmentsBucket: string;
  readonly setLocks: SetObjectLocks;
}

/**
 * Keeps mail under legal holds: marks its rows, then locks its objects; off again in the opposite order, the row of the mail
 * last. So a crash at any point leaves a mark by which the mail is found again, and no object without a lock whose row says
 * that it is held.
 */
export function createHoldKeeper(dependencies: KeeperDependencies): HoldKeeper {
  return {
    put: (mail, holds) => put(dependencies, mail, holds),
    take: (mail, hold) => take(dependencies, mail, hold),
  };
}

async function put(dependencies: KeeperDependencies, mail: HeldMail, holds: readonly string[]): Promise<number> {
  const [own, ...others] = await existingRows(dependencies, mail);
  if (own !== undefined) await mark(dependencies, own, holds);
  await Promise.all(others.map((row) => mark(dependencies, row, holds)));
  return dependencies.setLocks([...ownObjects(dependencies, mail), ...eventObjects(dependencies, mail)], 'ON');
}

async function take(dependencies: KeeperDependencies, mail: HeldMail, hold: string): Promise<number> {
  const [own, ...others] = await existingRows(dependencies, mail);
  await Promise.all(others.map((row) => unmark(dependencies, row, mail, hold)));
  const unlocked = await unlock(dependencies, mail, hold);
  if (own !== undefined) await unmark(dependencies, own, mail, hold);
  return unlocked;
}

/** The rows that exist, that of the mail first. */
async function existingRows(dependencies: KeeperDependencies, mail: HeldMail): Promise<HeldRow[]> {
  const { dynamo } = dependencies;
  const rows = heldRowsOf(mail, dependencies);
  const found = await Promise.all(
    [...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) =>
      getRows(
        { dynamo, table },
        own.map(({ key }) => key),
        ({ pk, sk }) => nameOf({ table, key: { pk, sk } }),
      ),
    ),
  );
  const names = new Set(found.flat());
  return rows.filter((row) => row.isMadeForHold || names.has(nameOf(row)));
}

const nameOf = ({ table, key }: { readonly table: string; readonly key: Row }): string =>
  JSON.stringify([table, key.pk, key.sk]);

/** Marks a row that exists. */
async function mark(
  { dynamo }: KeeperDependencies,
  { table, key, isMadeForHold }: HeldRow,
  holds: readonly string[],
): Promise<void> {
  const { heldBy, heldUntil } = marksOf(holds);
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET heldUntil = :until REMOVE #ttl ADD heldBy :holds',
        ...(isMadeForHold ? {} : { ConditionExpression: 'attribute_exists(pk)' }),
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':until': heldUntil, ':holds': heldBy },
      }),
    ),
  );
}

/** Takes one hold off a row, and gives the row its end back with the last one. */
async function unmark(dependencies: KeeperDependencies, held: HeldRow, mail: HeldMail, hold: string): Promise<void> {
  const { dynamo, environment, now } = dependencies;
  const { table: TableName, key: Key } = held;
  const { row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'DELETE heldBy :hold',
        ConditionExpression: 'contains(heldBy, :id)',
        ExpressionAttributeValues: { ':hold': new Set([hold]), ':id': hold },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (row?.heldUntil === undefined || heldByOf(row) !== undefined) return;
  const ttl = endAfterHold(held.kind, row, { mail, environment, now: now() });
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: ttl === undefined ? 'REMOVE heldUntil, #ttl' : 'SET #ttl = :ttl REMOVE heldUntil',
        // Another hold may have been placed in between.
        ConditionExpression: 'attribute_exists(heldUntil) AND attribute_not_exists(heldBy)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ...(ttl === undefined ? {} : { ExpressionAttributeValues: { ':ttl': ttl } }),
      }),
    ),
  );
}

/** Unlocks the objects that no other hold is on. */
async function unlock(dependencies: KeeperDependencies, mail: HeldMail, hold: string): Promise<number> {
  const freeObjects = async (): Promise<LockedObject[]> => {
    const { isMailHeld, isEventHeld } = await othersOn(dependencies, mail, hold);
    return [
      ...(isMailHeld ? [] : ownObjects(dependencies, mail)),
      ...(isEventHeld ? [] : eventObjects(dependencies, mail)),
    ];
  };
  const objects = await freeObjects();
  const unlocked = await dependencies.setLocks(objects, 'OFF');
  // A hold that was put on meanwhile has marked the rows before it locked the objects.
  const free = new Set((await freeObjects()).map(({ key }) => key));
  await dependencies.setLocks(
    objects.filter(({ key }) => !free.has(key)),
    'ON',
  );
  return unlocked;
}

/** Whether holds other than this one are on the row of the mail and on that of its event. */
async function othersOn(
  { dynamo, ledgerTable: table }: KeeperDependencies,
  { mailId, event }: HeldMail,
  hold: string,
): Promise<{ readonly isMailHeld: boolean; readonly isEventHeld: boolean }> {
  const keys = [mailKey(mailId), ...(event === undefined ? [] : [eventRowKey(event.eventId)])];
  const rows = await getRows({ dynamo, table }, keys, (row) => row);
  const isHeld = (kind: string): boolean =>
    rows.some((row) => row.sk === kind && heldByOf(row)?.some((other) => other !== hold));
  return { isMailHeld: isHeld('MAIL'), isEventHeld: isHeld('EVENT') };
}

const ownObjects = (
  { mailBucket: bucket }: KeeperDependencies,
  { mailId, objectKey, hasReceipt }: HeldMail,
): LockedObject[] => [{ bucket, key: objectKey }, ...(hasReceipt ? [{ bucket, key: receiptKey(mailId) }] : [])];

const eventObjects = ({ mailBucket, attachmentsBucket }: KeeperDependencies, { event }: HeldMail): LockedObject[] =>
  event === undefined
    ? []
    : [
        { bucket: mailBucket, key: eventKey(event.eventId) },
        ...event.attachments.map((key) => ({ bucket: attachmentsBucket, key })),
      ];
