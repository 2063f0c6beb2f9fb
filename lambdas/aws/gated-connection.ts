import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConnectionState } from '../domain/delivery/connection-gate.ts';
import { writtenRow } from './aws-error.ts';
import type { ConnectionMemory } from './connection-memory.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { connectionKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** One connection at the gate: its row of the ledger table, and what this worker remembers of it. */
export interface GatedConnection extends DynamoTable, Pick<Platform, 'pause' | 'random'> {
  readonly name: string;
  readonly memory: ConnectionMemory;
}

/** Reads the row of a connection, and remembers it. */
export async function readConnection({ dynamo, table, name, memory }: GatedConnection): Promise<ConnectionState> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: connectionKey(name), ConsistentRead: true }),
  );
  return memory.keep(Item);
}

/**
 * Changes the row of a connection, and remembers it.
 *
 * @returns the state after the update, or as it stood when the condition failed
 */
export async function updateConnection(
  { dynamo, table, name, memory }: GatedConnection,
  input: Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >,
): Promise<{ readonly isDone: boolean; readonly state: ConnectionState }> {
  const onFailure = compact({
    ReturnValuesOnConditionCheckFailure: input.ConditionExpression === undefined ? undefined : ('ALL_OLD' as const),
  });
  const { isDone, row } = await writtenRow(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: connectionKey(name),
        ...input,
        ReturnValues: 'ALL_NEW',
        ...onFailure,
      }),
    ),
  );
  return { isDone, state: memory.keep(row) };
}
