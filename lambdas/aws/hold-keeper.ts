import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { HeldMail, HoldKeeper } from '../domain/delivery/held-mail.ts';
import { TransientError } from '../domain/errors.ts';
import { conditionHolds, writtenRow } from './aws-error.ts';
import { getRows } from './dynamo-query.ts';
import type { Row } from './dynamo-row.ts';
import { eventKey } from './event-reader.ts';
import { heldByOf, marksOf } from './held-rows.ts';
import { endAfterHold, type HeldRow, heldRowsOf, momentAttributes } from './hold-rows.ts';
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
  try {
    const [own, ...others] = await existingRows(dependencies, mail);
    if (own !== undefined) await mark(dependencies, own, holds);
    await Promise.all(others.map((row) => mark(dependencies, row, holds)));
    const objects = [...ownObjects(dependencies, mail), ...eventObjects(dependencies, mail)];
    return await dependencies.setLocks(objects, 'ON');
  } finally {
    // A process that was held up for minutes may come after the release of its hold, which has passed this mail by then.
    const kept = await heldBy(dependencies, mail);
    for (const hold of holds) if (!kept.includes(hold)) await take(dependencies, mail, hold);
  }
}

/** The holds on the row of a mail. */
async function heldBy({ dynamo, ledgerTable: table }: KeeperDependencies, { mailId }: HeldMail): Promise<string[]> {
  const [ids = []] = await getRows({ dynamo, table }, [mailKey(mailId)], (row) => heldByOf(row) ?? []);
  return ids;
}

async function take(dependencies: KeeperDependencies, mail: HeldMail, hold: string): Promise<number> {
  const [own, ...others] = await existingRows(dependencies, mail);
  await Promise.all(others.map((row) => unmark(dependencies, row, mail, hold)));
  let unlocked = 0;
  for (let trial = 0; trial < maxTrials; trial += 1) {
    const { count, isMailFree } = await unlock(dependencies, mail, hold);
    unlocked += count;
    // Two releases at once each find the mark of the other, and leave the objects to it: the second one unlocks them.
    if (own === undefined || (await unmark(dependencies, own, mail, hold, isMailFree))) return unlocked;
  }
  throw contended(mail);
}

/** A row of a mail, and what it holds; empty where it does not exist yet. */
interface StoredRow extends HeldRow {
  readonly row: Row;
}
type UpdateOf = Omit<UpdateCommandInput, 'TableName' | 'Key'>;

/** How often a row is tried while other holds change it. */
const maxTrials = 10;

/** The rows that exist, that of the mail first. */
async function existingRows(dependencies: KeeperDependencies, mail: HeldMail): Promise<StoredRow[]> {
  const { dynamo } = dependencies;
  const rows = heldRowsOf(mail, dependencies);
  const found = await Promise.all(
    [...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) =>
      getRows(
        { dynamo, table },
        own.map(({ key }) => key),
        (row) => [nameOf({ table, key: row }), row] as const,
      ),
    ),
  );
  const byName = new Map(found.flat());
  return rows.flatMap((held) => {
    const row = byName.get(nameOf(held));
    return row === undefined && !held.isMadeForHold ? [] : [{ ...held, row: row ?? {} }];
  });
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
        ...compact({ ConditionExpression: isMadeForHold ? undefined : 'attribute_exists(pk)' }),
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':until': heldUntil, ':holds': heldBy },
      }),
    ),
  );
}

/**
 * Takes one hold off a row; the last one gives the row its end back in the same write, so that no crash is in between.
 *
 * @returns false when the hold stays: it is the last, and `mayBeLast` is not set
 */
async function unmark(
  dependencies: KeeperDependencies,
  held: StoredRow,
  mail: HeldMail,
  hold: string,
  mayBeLast = true,
): Promise<boolean> {
  let { row } = held;
  for (let trial = 0; trial < maxTrials; trial += 1) {
    const ids = heldByOf(row);
    if (!ids?.includes(hold)) return true;
    // The row was read before the objects were unlocked: the first trial reads it again.
    if (ids.length === 1 && !mayBeLast && trial > 0) return false;
    const changed = await writtenRow(
      dependencies.dynamo.send(
        new UpdateCommand({
          TableName: held.table,
          Key: held.key,
          ...(ids.length > 1 || !mayBeLast ? withoutOne(hold) : withoutLast(dependencies, held.kind, row, mail, hold)),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    if (changed.isDone) return true;
    // Another hold was put on or taken off meanwhile, or the row has another end.
    row = changed.row ?? {};
  }
  throw contended(mail);
}

const contended = ({ mailId }: HeldMail): TransientError =>
  new TransientError(`the row of a held mail is contended: ${mailId}`);

const withoutOne = (hold: string): UpdateOf => ({
  UpdateExpression: 'DELETE heldBy :hold',
  ConditionExpression: 'contains(heldBy, :id) AND size(heldBy) > :one',
  ExpressionAttributeValues: { ':hold': new Set([hold]), ':id': hold, ':one': 1 },
});

/** The last hold off a row whose end counts from the moment that was read: a delivery may have been settled meanwhile. */
function withoutLast(
  { environment, now }: KeeperDependencies,
  kind: HeldRow['kind'],
  row: Row,
  mail: HeldMail,
  hold: string,
): UpdateOf {
  const ttl = endAfterHold(kind, row, { mail, environment, now: now() });
  const attribute = momentAttributes[kind];
  const moment = attribute === undefined ? undefined : row[attribute];
  const isSame = moment === undefined ? 'attribute_not_exists(#moment)' : '#moment = :moment';
  return {
    UpdateExpression: ttl === undefined ? 'REMOVE heldBy, heldUntil, #ttl' : 'SET #ttl = :ttl REMOVE heldBy, heldUntil',
    ConditionExpression: attribute === undefined ? 'heldBy = :hold' : `heldBy = :hold AND ${isSame}`,
    ExpressionAttributeNames: compact({ '#ttl': 'ttl', '#moment': attribute }),
    ExpressionAttributeValues: compact({ ':hold': new Set([hold]), ':ttl': ttl, ':moment': moment }),
  };
}

/** Unlocks the objects that no other hold is on; `isMailFree` when the mail's own are among them. */
async function unlock(
  dependencies: KeeperDependencies,
  mail: HeldMail,
  hold: string,
): Promise<{ readonly count: number; readonly isMailFree: boolean }> {
  const look = async () => {
    const { isMailHeld, isEventHeld } = await othersOn(dependencies, mail, hold);
    const objects = [
      ...(isMailHeld ? [] : ownObjects(dependencies, mail)),
      ...(isEventHeld ? [] : eventObjects(dependencies, mail)),
    ];
    return { objects, isMailHeld };
  };
  const before = await look();
  const count = await dependencies.setLocks(before.objects, 'OFF');
  // A hold that was put on meanwhile has marked the rows before it locked the objects.
  const after = await look();
  const free = new Set(after.objects.map(({ key }) => key));
  await dependencies.setLocks(
    before.objects.filter(({ key }) => !free.has(key)),
    'ON',
  );
  return { count, isMailFree: !before.isMailHeld && !after.isMailHeld };
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
