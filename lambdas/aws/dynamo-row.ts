import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';

/** A row as the SDK's document client returns it. */
export type Row = Readonly<Record<string, NativeAttributeValue>>;

/** A table and the client that reaches it: what every access to rows needs. */
export interface DynamoTable {
  readonly dynamo: DynamoDBDocumentClient;
  readonly table: string;
}

const hasAll = <T extends object>(row: Row, attributes: ReadonlyArray<keyof T & string>): row is Row & T =>
  attributes.every((attribute) => row[attribute] !== undefined);

/**
 * Reads a row as its writer put it there. Only our own code writes the tables, so the check is for the presence of the
 * attributes that every version has written.
 *
 * @throws TypeError for a row of another kind; it names attributes, never values
 */
export function decodeRow<T extends object>(row: Row, attributes: ReadonlyArray<keyof T & string>): T {
  if (hasAll<T>(row, attributes)) return row;
  throw new TypeError(`a row lacks one of the attributes ${attributes.join(', ')}`);
}
