import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { normalizeAddress } from '../domain/address.ts';
import { sha256 } from '../domain/identity.ts';
import type { Consent } from '../domain/ports.ts';

/** Suppressions in the consent table: one row per address and reason, the newest one kept. */
export function createDynamoConsent(dynamo: DynamoDBDocumentClient, table: string): Consent {
  return {
    async suppress({ tenant, address, reason, at, eventId }) {
      const normalized = normalizeAddress(address);
      await dynamo
        .send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `SUBJECT#${tenant}#${sha256(normalized)}`, sk: `SUPPRESSED#${reason}` },
            UpdateExpression: 'SET address = :address, suppressedAt = :at, evidence = :eventId',
            ConditionExpression: 'attribute_not_exists(pk) OR suppressedAt < :at',
            ExpressionAttributeValues: { ':address': normalized, ':at': at, ':eventId': eventId },
          }),
        )
        .catch((error: unknown) => {
          // A newer suppression stands already.
          if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
        });
    },
  };
}
