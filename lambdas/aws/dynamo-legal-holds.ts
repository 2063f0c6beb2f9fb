import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { LegalHold } from '../domain/delivery/legal-hold.ts';
import { conditionHolds } from './aws-error.ts';
import { queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';

const partition = 'LEGALHOLD';

/** How far the work on the stored mail has come. */
export interface HoldProgress {
  /** Where the scan of the ledger goes on; absent: it has not begun, or has ended. */
  readonly cursor?: Readonly<Record<string, string>>;
  /** Mails that the hold was put on or taken off so far. */
  readonly mails: number;
  /** Versions of objects that were locked or unlocked so far. */
  readonly objects: number;
}

/** A hold with its progress, as the control table keeps them. */
export interface LegalHoldRecord {
  readonly hold: LegalHold;
  readonly progress: HoldProgress;
}

const noProgress: HoldProgress = { mails: 0, objects: 0 };

/** Legal holds, in the control table: few rows, which every reader reads together. */
export interface LegalHolds {
  /** All holds, oldest first, those included that are being placed or released; always the newest state. */
  list(): Promise<LegalHold[]>;
  /** The same with their progress. */
  records(): Promise<LegalHoldRecord[]>;
  /** Adds a hold. False: its id is taken. */
  add(hold: LegalHold): Promise<boolean>;
  /** Keeps the progress of work in a state. False: the hold is in another state by now, or gone. */
  advance(id: string, state: LegalHold['state'], progress: HoldProgress): Promise<boolean>;
  /**
   * Moves a hold to its next state. False: it was in none of the first states.
   *
   * @param progress in the next state; default: none
   */
  move(
    id: string,
    from: ReadonlyArray<LegalHold['state']>,
    to: LegalHold['state'],
    progress?: HoldProgress,
  ): Promise<boolean>;
  /** Deletes a hold that has been released. False: it is not being released. */
  remove(id: string): Promise<boolean>;
}

/** The holds of a stage. Each change is one conditional write, so that two people cannot place and release at the same time. */
export function createLegalHolds({ dynamo, table: TableName }: DynamoTable): LegalHolds {
  const keyOf = (id: string): Readonly<Record<'pk' | 'sk', string>> => ({ pk: partition, sk: id });
  const records = async (): Promise<LegalHoldRecord[]> => {
    const rows = await queryAll(
      dynamo,
      {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partition },
        ConsistentRead: true,
      },
      toRecord,
    );
    return rows.toSorted((left, right) => (left.hold.placedAt < right.hold.placedAt ? -1 : 1));
  };
  return {
    records,
    list: async () => (await records()).map(({ hold }) => hold),
    add: ({ id, state, ...value }) =>
      conditionHolds(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(id), value: { id, ...value }, state, progress: noProgress },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    advance: (id, state, progress) =>
      conditionHolds(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(id),
            UpdateExpression: 'SET progress = :progress',
            ConditionExpression: '#state = :state',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':progress': compact({ ...progress }), ':state': state },
          }),
        ),
      ),
    move: (id, from, to, progress = noProgress) =>
      conditionHolds(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(id),
            UpdateExpression: 'SET #state = :to, progress = :progress',
            ConditionExpression: `#state IN (${from.map((_state, nth) => `:from${nth}`).join(', ')})`,
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':to': to,
              ':progress': progress,
              ...Object.fromEntries(from.map((state, nth) => [`:from${nth}`, state])),
            },
          }),
        ),
      ),
    remove: (id) =>
      conditionHolds(
        dynamo.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(id),
            ConditionExpression: '#state = :releasing',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':releasing': 'releasing' },
          }),
        ),
      ),
  };
}

/** Holds change rarely, and a warm function should not read them for every mail. */
const holdsCacheMs = 30_000;

/** All holds, read again once they are older than half a minute; a failed read fails, and is tried again. */
export function createHoldsInForce(table: DynamoTable, now: () => number): () => Promise<readonly LegalHold[]> {
  const { list } = createLegalHolds(table);
  let cached: { readonly until: number; readonly holds: Promise<readonly LegalHold[]> } | undefined;
  return () => {
    if (cached === undefined || cached.until < now()) {
      const holds = list();
      cached = { until: now() + holdsCacheMs, holds };
      holds.catch(() => {
        cached = undefined;
      });
    }
    return cached.holds;
  };
}

interface HoldRow {
  readonly value: Omit<LegalHold, 'state'>;
  readonly state: LegalHold['state'];
  readonly progress: HoldProgress;
}

function toRecord(row: Row): LegalHoldRecord {
  const { value, state, progress } = decodeRow<HoldRow>(row, ['value', 'state', 'progress']);
  return { hold: { ...value, state } as LegalHold, progress };
}
