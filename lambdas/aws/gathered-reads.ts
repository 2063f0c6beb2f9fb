import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { TransientError } from '../domain/errors.ts';
import { keysPerBatch } from './dynamo-query.ts';
import type { Row } from './dynamo-row.ts';
import type { Platform } from './platform.ts';

/** Reads the rows that exist under keys of a table, strongly consistent and in no particular order. */
export type ReadRows = (table: string, keys: readonly Row[]) => Promise<Row[]>;

/** Keys that somebody has requested, and the answer that they wait for. */
interface Request {
  readonly table: string;
  readonly keys: readonly Row[];
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A key of a table, with a text that identifies it. */
interface TableKey {
  readonly table: string;
  readonly id: string;
  readonly key: Row;
}

/** How often keys that DynamoDB left unprocessed are requested again without a single row in between. */
const maxRounds = 8;
const firstPauseMs = 20;

/**
 * Gathers the reads of one turn of the event loop into one BatchGetItem, across tables: ports that know nothing of each
 * other share a call when their reads start together. Reads that start apart are as correct, and only cost more calls.
 */
export function createGatheredReads(platform: Pick<Platform, 'dynamo' | 'pause'>): ReadRows {
  let gathered: Request[] = [];

  async function readGathered(): Promise<void> {
    const requests = gathered;
    gathered = [];
    try {
      const rows = await readAll(platform, distinctKeys(requests));
      for (const { table, keys, resolve } of requests) resolve(idsOf(table, keys).flatMap((id) => rows.get(id) ?? []));
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }

  return function readRows(table, keys) {
    if (keys.length === 0) return Promise.resolve([]);
    const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
    if (gathered.length === 0) setImmediate(readGathered);
    gathered.push({ table, keys, resolve, reject });
    return promise;
  };
}

/** BatchGetItem refuses a key that is named twice. */
function distinctKeys(requests: readonly Request[]): TableKey[] {
  const distinct = new Map<string, TableKey>();
  for (const { table, keys } of requests)
    for (const key of keys) {
      const id = idOf(table, Object.keys(key), key);
      distinct.set(id, { table, id, key });
    }
  return [...distinct.values()];
}

/** @returns the rows that exist, by the text that identifies their key */
async function readAll(
  { dynamo, pause }: Pick<Platform, 'dynamo' | 'pause'>,
  keys: readonly TableKey[],
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  let fruitless = 0;
  for (let rest = keys; rest.length > 0; ) {
    const batch = rest.slice(0, keysPerBatch);
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(
      new BatchGetCommand({ RequestItems: requestItemsOf(batch) }),
    );
    for (const [table, answers] of Object.entries(Responses)) {
      const names = keyNamesOf(table, batch);
      for (const row of answers) rows.set(idOf(table, names, row), row);
    }
    const left = new Set(Object.entries(UnprocessedKeys).flatMap(([table, { Keys = [] }]) => idsOf(table, Keys)));
    const unprocessed = batch.filter(({ id }) => left.has(id));
    rest = [...unprocessed, ...rest.slice(keysPerBatch)];
    fruitless = unprocessed.length === batch.length ? fruitless + 1 : 0;
    if (fruitless === maxRounds) throw new TransientError('DynamoDB throttles the reads of a mail');
    if (unprocessed.length > 0) await pause(firstPauseMs * 2 ** fruitless);
  }
  return rows;
}

const requestItemsOf = (batch: readonly TableKey[]) =>
  Object.fromEntries(
    [...Map.groupBy(batch, ({ table }) => table)].map(([table, keys]) => [
      table,
      { Keys: keys.map(({ key }) => key), ConsistentRead: true },
    ]),
  );

const keyNamesOf = (table: string, batch: readonly TableKey[]): readonly string[] =>
  Object.keys(batch.find((each) => each.table === table)?.key ?? {});

const idsOf = (table: string, keys: readonly Row[]): string[] => keys.map((key) => idOf(table, Object.keys(key), key));

/** Identifies a row by its table and the values of its key. */
const idOf = (table: string, keyNames: readonly string[], row: Row): string =>
  JSON.stringify([table, ...keyNames.toSorted().map((name) => row[name])]);
