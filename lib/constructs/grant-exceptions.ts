import type { TableName } from './control-tables.ts';
import type { LoggedFunction } from './function-logs.ts';

/** A grant that no call of this version uses, and why it is there all the same. */
interface GrantException {
  /** The folder under `lambdas/`. */
  readonly function: LoggedFunction;
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** Part of the ARN of the resource, which here ends with its logical id or name: `TablesConsent`. */
  readonly resource: string;
  readonly reason: string;
}

/** Names a table, and what is granted on it. */
interface TableException extends GrantException {
  readonly table: TableName;
}

const named = 'Deployments are checked against a list of rare calls, which names it; no call of this version makes it.';

const earlier =
  'A release and the one before share the role of the function, until the shift has ended and after a rollback; the one before makes the call.';

/** Granted on tables by `FlowFunction`. */
export const tableExceptions: readonly TableException[] = [
  exception('parse', 'ConditionCheckItem', 'ledger'),
  exception('parse', 'GetItem', 'ledger', earlier),
  exception('sink', 'GetItem', 'consent'),
  exception('sink', 'Query', 'consent'),
  exception('sink', 'PutItem', 'consent'),
  exception('sink', 'DeleteItem', 'consent'),
  exception('suppress', 'DeleteItem', 'consent'),
  exception('api', 'DeleteItem', 'consent'),
];

/** Every grant that no call uses; any other one is a mistake. */
export const grantExceptions: readonly GrantException[] = tableExceptions;

function exception(
  fn: LoggedFunction,
  operation: string,
  table: TableException['table'],
  reason = named,
): TableException {
  const resource = `Tables${table.charAt(0).toUpperCase()}${table.slice(1)}`;
  return { function: fn, action: `dynamodb:${operation}`, table, resource, reason };
}
