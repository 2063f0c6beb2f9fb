import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ApiKey, StoredApiKey } from '../domain/configuration/api-key.ts';
import { conditionHolds } from './aws-error.ts';
import { queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';

const partition = 'APIKEY';

/** Keys of the API, in the control table: few rows, each read by its id for every request, so that a revocation holds at once. */
export interface ApiKeys {
  find(id: string): Promise<StoredApiKey | undefined>;
  /** All keys, oldest first. */
  list(): Promise<StoredApiKey[]>;
  /**
   * Writes a key, in the version after the one that was read.
   *
   * @param by the verified identity of whoever changes it, for the audit trail
   * @returns whether nobody changed it since
   */
  write(stored: StoredApiKey, by: string): Promise<boolean>;
}

/** Hashes are beside the value, which the audit trail copies. */
export function createApiKeys({ dynamo, table: TableName }: DynamoTable): ApiKeys {
  return {
    async find(id) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName, Key: { pk: partition, sk: id }, ConsistentRead: true }),
      );
      return Item && toStored(Item);
    },
    async list() {
      const keys = await queryAll(
        dynamo,
        {
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          ConsistentRead: true,
        },
        toStored,
      );
      return keys.toSorted((left, right) => (left.key.createdAt < right.key.createdAt ? -1 : 1));
    },
    write: ({ key, hash, previous, version }, by) =>
      conditionHolds(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: compact({ pk: partition, sk: key.id, value: key, hash, previous, version, by }),
            ...(version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': version - 1 },
                }),
          }),
        ),
      ),
  };
}

interface ApiKeyRow extends Omit<StoredApiKey, 'key'> {
  readonly value: ApiKey;
}

function toStored(row: Row): StoredApiKey {
  const { value, hash, previous, version } = decodeRow<ApiKeyRow>(row, ['value', 'hash', 'version']);
  return compact({ key: value, hash, previous, version });
}
