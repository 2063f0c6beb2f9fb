import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TokenCache } from '../domain/crm/crm-adapter.ts';
import { isConditionFailure } from './conditional-update.ts';
import { tokenKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** Access tokens that workers share, in the ledger table, which is encrypted with the deployment's own key. */
export function createDynamoTokenCache({ dynamo }: Pick<Platform, 'dynamo'>, table: string): TokenCache {
  return {
    async read(key) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: tokenKey(key), ConsistentRead: true }),
      );
      if (Item?.token === undefined) return undefined;
      return { token: String(Item.token), until: new Date(Number(Item.until)) };
    },
    async claim(key, now, ms) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: tokenKey(key),
            UpdateExpression: 'SET leaseUntil = :until',
            ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
            ExpressionAttributeValues: { ':until': now.getTime() + ms, ':now': now.getTime() },
          }),
        );
        return true;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return false;
      }
    },
    async write(key, { token, until }) {
      const Item = { ...tokenKey(key), token, until: until.getTime(), ttl: Math.ceil(until.getTime() / 1000) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },
  };
}
