import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TokenCache } from '../domain/crm/crm-adapter.ts';
import { updateIf } from './conditional-update.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { tokenKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** Access tokens that workers share, in the ledger table, which is encrypted with the deployment's own key. */
export function createDynamoTokenCache({ dynamo }: Pick<Platform, 'dynamo'>, table: string): TokenCache {
  const rows: DynamoTable = { dynamo, table };
  return {
    async read(account) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: tokenKey(account), ConsistentRead: true }),
      );
      if (Item?.token === undefined) return undefined;
      return { token: String(Item.token), until: new Date(Number(Item.until)) };
    },
    claim: (account, now, ms) =>
      updateIf(
        rows,
        tokenKey(account),
        {
          set: { leaseUntil: now.getTime() + ms },
          condition: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
        },
        { ':now': now.getTime() },
      ),
    async write(account, { token, until }) {
      const Item = { ...tokenKey(account), token, until: until.getTime(), ttl: Math.ceil(until.getTime() / 1000) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },
  };
}
