import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  type PutCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** Whether DynamoDB refused a write because its condition did not hold. */
export const isConditionFailure = (error: unknown): boolean =>
  (error as Error).name === 'ConditionalCheckFailedException';

export interface UpdateParts {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Only where nothing stands yet. */
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  readonly condition: string;
}

/**
 * One conditional UpdateItem, spelled by paths such as `steps.contact`; with a row beside it one transaction, which is
 * one call as well.
 *
 * @returns a function that answers false when the condition failed
 */
export function createConditionalUpdate(dynamo: DynamoDBDocumentClient, table: string) {
  return async (
    Key: Record<string, string>,
    parts: UpdateParts,
    values: Record<string, unknown> = {},
    beside?: PutCommandInput,
  ): Promise<boolean> => {
    const Update = { TableName: table, Key, ...expressionsOf(parts, values) };
    try {
      if (beside === undefined) await dynamo.send(new UpdateCommand(Update));
      else await dynamo.send(new TransactWriteCommand({ TransactItems: [{ Update }, { Put: beside }] }));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      if ((error as Error).name !== 'TransactionCanceledException') throw error;
      const [reason] = (error as TransactionCanceledException).CancellationReasons ?? [];
      if (reason?.Code === 'ConditionalCheckFailed') return false;
      // Somebody writes the other row at this moment, which matters less than ours.
      return createConditionalUpdate(dynamo, table)(Key, parts, values);
    }
  };
}

function expressionsOf(
  { set = {}, setOnce = {}, add = {}, remove = [], condition }: UpdateParts,
  values: Record<string, unknown>,
) {
  const assignments = [
    ...Object.keys(set).map((path) => `${nameOf(path)} = :${placeholder(path)}`),
    ...Object.keys(setOnce).map((path) => `${nameOf(path)} = if_not_exists(${nameOf(path)}, :${placeholder(path)})`),
  ];
  const additions = Object.keys(add).map((path) => `${nameOf(path)} :${placeholder(path)}`);
  const clauses = [
    assignments.length > 0 && `SET ${assignments.join(', ')}`,
    additions.length > 0 && `ADD ${additions.join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map(nameOf).join(', ')}`,
  ];
  const paths = [...Object.keys({ ...set, ...setOnce, ...add }), ...remove];
  const names = [
    ...paths.flatMap((path) => path.split('.')),
    ...[...condition.matchAll(/#(\w+)/g)].map(([, name]) => name!),
  ];
  return {
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(
        Object.entries({ ...set, ...setOnce, ...add }).map(([path, value]) => [`:${placeholder(path)}`, value]),
      ),
      ...values,
    },
  };
}

const nameOf = (path: string): string =>
  path
    .split('.')
    .map((part) => `#${part}`)
    .join('.');
const placeholder = (path: string): string => path.replaceAll('.', '_');
