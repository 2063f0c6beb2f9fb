import { type PutCommandInput, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { cancellationReasonsOf, isConditionFailure, isUnmet } from './aws-error.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { ttlUnlessHeld } from './held-rows.ts';

/** The parts of an update; an attribute inside a map is spelled by its path, such as `steps.contact`. */
export interface UpdateParts {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Set only where the attribute is absent. */
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  /** Time to live in epoch seconds, which a legal hold on the row outlasts. */
  readonly ttl?: number;
  /** Names attributes as `#name`. */
  readonly condition: string;
}

/**
 * Makes one conditional UpdateItem; with a row beside it one transaction, which is one call as well.
 *
 * @param values the values that the condition names, by placeholder
 * @returns false when the condition failed
 */
export async function updateIf(
  { dynamo, table }: DynamoTable,
  Key: Readonly<Record<string, string>>,
  parts: UpdateParts,
  values: Readonly<Record<string, unknown>> = {},
  beside?: PutCommandInput,
): Promise<boolean> {
  const Update = { TableName: table, Key, ...expressionsOf(parts, values) };
  try {
    if (beside === undefined) await dynamo.send(new UpdateCommand(Update));
    else await dynamo.send(new TransactWriteCommand({ TransactItems: [{ Update }, { Put: beside }] }));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    const [reason] = cancellationReasonsOf(error);
    if (isUnmet(reason)) return false;
    // Another worker writes the row beside it at this moment; the update matters more than that row.
    return updateIf({ dynamo, table }, Key, parts, values);
  }
}

function expressionsOf(
  { set = {}, setOnce = {}, add = {}, remove = [], ttl, condition }: UpdateParts,
  values: Readonly<Record<string, unknown>>,
) {
  const assignments = [
    ...Object.keys(set).map((path) => `${nameOf(path)} = :${placeholder(path)}`),
    ...Object.keys(setOnce).map((path) => `${nameOf(path)} = if_not_exists(${nameOf(path)}, :${placeholder(path)})`),
    ...(ttl === undefined ? [] : [ttlUnlessHeld]),
  ];
  const additions = Object.keys(add).map((path) => `${nameOf(path)} :${placeholder(path)}`);
  const clauses = [
    assignments.length > 0 && `SET ${assignments.join(', ')}`,
    additions.length > 0 && `ADD ${additions.join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map(nameOf).join(', ')}`,
  ];
  const paths = [...Object.keys({ ...set, ...setOnce, ...add }), ...(ttl === undefined ? [] : ['ttl']), ...remove];
  const names = [
    ...paths.flatMap((path) => path.split('.')),
    ...[...condition.matchAll(/#(\w+)/g)].map(([, name]) => name!),
  ];
  const allValues = {
    ...Object.fromEntries(
      Object.entries({ ...set, ...setOnce, ...add }).map(([path, value]) => [`:${placeholder(path)}`, value]),
    ),
    ...compact({ ':ttl': ttl }),
    ...values,
  };
  return compact({
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    // DynamoDB refuses an empty map.
    ExpressionAttributeValues: Object.keys(allValues).length === 0 ? undefined : allValues,
  });
}

const nameOf = (path: string): string =>
  path
    .split('.')
    .map((part) => `#${part}`)
    .join('.');
const placeholder = (path: string): string => path.replaceAll('.', '_');
