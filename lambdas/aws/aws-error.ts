import type {
  CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException as ServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Row } from './dynamo-row.ts';

// Errors of AWS are distinguished by name: a class would pull its client into bundles that do not need it.

/** The name of an error; `unknown` for anything else that was thrown. */
export const errorNameOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'unknown';

/** The HTTP status of a service's answer; undefined where none came. */
export const httpStatusOf = (error: unknown): number | undefined =>
  hasMetadata(error) ? error.$metadata.httpStatusCode : undefined;

const hasMetadata = (error: unknown): error is Pick<ServiceException, '$metadata'> =>
  typeof error === 'object' && error !== null && '$metadata' in error;

/** Whether DynamoDB refused a write because its condition did not hold. */
export const isConditionFailure = (error: unknown): error is ConditionalCheckFailedException =>
  errorNameOf(error) === 'ConditionalCheckFailedException';

const isCanceledTransaction = (error: unknown): error is TransactionCanceledException =>
  errorNameOf(error) === 'TransactionCanceledException';

/**
 * The reasons of a canceled transaction, one for each of its items in their order.
 *
 * @throws the error itself when it is no canceled transaction
 */
export function cancellationReasonsOf(error: unknown): readonly CancellationReason[] {
  if (!isCanceledTransaction(error)) throw error;
  return error.CancellationReasons ?? [];
}

/** Whether the condition of this item canceled the transaction; the other cause is a conflict, which passes. */
export const isUnmet = (reason: CancellationReason | undefined): boolean => reason?.Code === 'ConditionalCheckFailed';

/**
 * Waits for a write.
 *
 * @returns false when its condition did not hold
 */
export async function conditionHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** A row after a write, or the row that refused it: absent where none exists, or the write asked for none. */
type WrittenRow =
  | { readonly isDone: true; readonly row: Row }
  | { readonly isDone: false; readonly row: Row | undefined };

/** Waits for an update that returns its row. */
export async function writtenRow(update: Promise<{ readonly Attributes?: Row | undefined }>): Promise<WrittenRow> {
  try {
    const { Attributes = {} } = await update;
    return { isDone: true, row: Attributes };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return { isDone: false, row: error.Item && unmarshall(error.Item) };
  }
}
