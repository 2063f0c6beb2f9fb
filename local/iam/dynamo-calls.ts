import { arn } from '../resource-names.ts';
import { fieldsOf, type IamCall, textOf } from './iam-call.ts';

/** Operations on the items of one table, each an action of its own name. */
const itemOperations = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan']);
/** One call for each table that a batch names. */
const batchOperations = new Set(['BatchGetItem', 'BatchWriteItem']);
/** A transaction needs the right of each of its parts, under the name that the part has alone. */
const partActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};
/** Operations on the table itself; the key has no part in them. */
const tableOperations = new Set([
  'CreateTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'DescribeContinuousBackups',
  'UpdateTable',
  'UpdateTimeToLive',
  'DeleteTable',
]);

/**
 * The calls of a DynamoDB request. Reads and writes of a table under a customer managed key decrypt its table key with the
 * rights of the caller; keys for items DynamoDB makes by itself.
 *
 * @param operation of the `X-Amz-Target` header, without `DynamoDB_20120810`
 * @param body the parsed request
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
export function dynamoCalls(operation: string, body: unknown): readonly IamCall[] | undefined {
  const fields = fieldsOf(body);
  if (itemOperations.has(operation)) return [itemCall(operation, fields.TableName, fields.IndexName)];
  if (batchOperations.has(operation))
    return Object.keys(fieldsOf(fields.RequestItems)).map((table) => itemCall(operation, table));
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
    return transactionCalls(fields.TransactItems);
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  if (tableOperations.has(operation))
    return [{ action: `dynamodb:${operation}`, resource: tableArn(fields.TableName) }];
  return undefined;
}

/** The calls of all parts; undefined when one of them is of no known kind. */
function transactionCalls(parts: unknown): IamCall[] | undefined {
  if (!Array.isArray(parts)) return undefined;
  const kinds = parts.flatMap((part) => Object.entries(fieldsOf(part)));
  const calls = kinds.flatMap(([kind, value]) => {
    const operation = partActions[kind];
    return operation === undefined ? [] : [itemCall(operation, fieldsOf(value).TableName)];
  });
  return calls.length === kinds.length ? calls : undefined;
}

function itemCall(operation: string, table: unknown, index?: unknown): IamCall {
  const suffix = typeof index === 'string' ? `/index/${index}` : '';
  return { action: `dynamodb:${operation}`, resource: `${tableArn(table)}${suffix}`, keyUse: ['Decrypt'] };
}

/** DynamoDB takes a table's ARN in place of its name. */
function tableArn(table: unknown): string {
  const name = textOf(table) ?? '';
  return name.startsWith('arn:') ? name : arn('dynamodb', `table/${name}`);
}
