import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';

/** Most keys that one BatchGetItem takes. */
export const keysPerBatch = 100;

/** The pages of a query, each read when it is asked for. */
export async function* queryPages<T>(
  dynamo: DynamoDBDocumentClient,
  input: QueryCommandInput,
  decode: (row: Row) => T,
): AsyncGenerator<T[]> {
  let start: Row | undefined;
  do {
    const page = await dynamo.send(new QueryCommand({ ...input, ...compact({ ExclusiveStartKey: start }) }));
    yield (page.Items ?? []).map(decode);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** Every row of a query. */
export async function queryAll<T>(
  dynamo: DynamoDBDocumentClient,
  input: QueryCommandInput,
  decode: (row: Row) => T,
): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of queryPages(dynamo, input, decode)) rows.push(...page);
  return rows;
}

/** The pages of a scan, each read when it is asked for. */
export async function* scanPages<T>(
  dynamo: DynamoDBDocumentClient,
  input: ScanCommandInput,
  decode: (row: Row) => T,
): AsyncGenerator<T[]> {
  let start: Row | undefined;
  do {
    const page = await dynamo.send(new ScanCommand({ ...input, ...compact({ ExclusiveStartKey: start }) }));
    yield (page.Items ?? []).map(decode);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** The rows that exist under the keys, in no particular order; keys that DynamoDB leaves unprocessed are asked for again. */
export async function getRows<T>(
  { dynamo, table }: DynamoTable,
  keys: ReadonlyArray<Row>,
  decode: (row: Row) => T,
): Promise<T[]> {
  const rows: T[] = [];
  for (let rest = [...keys]; rest.length > 0; ) {
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: rest.slice(0, keysPerBatch), ConsistentRead: true } } }),
    );
    rows.push(...(Responses?.[table] ?? []).map(decode));
    rest = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...rest.slice(keysPerBatch)];
  }
  return rows;
}
