import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import { type LagKind, lagKinds } from '../domain/consent/signals.ts';
import { isConditionFailure } from './conditional-update.ts';
import {
  consentKey,
  type TargetItem,
  targetKey,
  toProgress,
  waitingIndex,
  waitingShard,
  waitingShards,
} from './consent-rows.ts';
import { queryAll, queryPages } from './dynamo-query.ts';

/** The consent ledger's rows of what each target has heard, with leases and fences. */
export function createDynamoSuppressionTargets(
  dynamo: DynamoDBDocumentClient,
  table: string,
  now: () => Date,
): Pick<ConsentLedger, 'progress' | 'claim' | 'arrived' | 'failed' | 'retell' | 'due' | 'oldestWaiting'> {
  return {
    async progress(tenant, subject) {
      const rows = await queryAll<TargetItem>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': consentKey(tenant, subject).pk, ':prefix': 'TARGET#' },
        ConsistentRead: true,
      });
      return rows.map(toProgress);
    },

    async claim(id, now, leaseMs, lateMs) {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: targetKey(id),
            UpdateExpression: 'SET heldUntil = if_not_exists(leaseUntil, :never), leaseUntil = :until ADD fence :one',
            ConditionExpression:
              'attribute_exists(pendingShard) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
            ExpressionAttributeValues: {
              ':until': now.getTime() + leaseMs,
              ':now': now.getTime(),
              ':one': 1,
              ':never': 0,
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        const item = Attributes as TargetItem;
        const { heldUntil = 0, unclearUntil } = item;
        const landsUntil = heldUntil === 0 ? undefined : new Date(heldUntil + lateMs).toISOString();
        const latest = [landsUntil, unclearUntil]
          .filter((time) => time !== undefined)
          .toSorted()
          .at(-1);
        return { progress: { ...toProgress(item), ...compact({ unclearUntil: latest }) } };
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const { Item } = error as { Item?: { pendingShard?: unknown; leaseUntil?: { N?: string } } };
        if (Item?.pendingShard === undefined) return undefined;
        return { busyUntil: new Date(Number(Item.leaseUntil?.N ?? now.getTime())) };
      }
    },

    async arrived(held, version, proof, at) {
      const finish = (isAll: boolean): Promise<unknown> =>
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: targetKey(held),
            UpdateExpression: isAll
              ? 'SET done = :version, verifiedAt = :at, proof = :proof, attempts = :none REMOVE pendingShard, receivedAt, leaseUntil, heldUntil, unclearUntil, nextAt, reason'
              : 'SET done = :version, verifiedAt = :at, proof = :proof',
            ConditionExpression: `fence = :fence${isAll ? ' AND wanted <= :version' : ''}`,
            ExpressionAttributeValues: compact({
              ':version': version,
              ':at': at.toISOString(),
              ':proof': proof,
              ':fence': held.fence,
              ':none': isAll ? 0 : undefined,
            }),
          }),
        );
      try {
        await finish(true);
        return 'done';
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
      try {
        await finish(false);
        return 'behind';
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return 'lost';
      }
    },

    async failed(held, { reason, nextAt, counts, unclearUntil }) {
      const until = unclearUntil?.toISOString() ?? held.unclearUntil;
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: targetKey(held),
            UpdateExpression: `SET reason = :reason, nextAt = :next${
              until === undefined ? '' : ', unclearUntil = :until'
            } REMOVE leaseUntil ADD attempts :count`,
            ConditionExpression: 'fence = :fence',
            ExpressionAttributeValues: compact({
              ':reason': reason,
              ':next': nextAt.getTime(),
              ':count': counts ? 1 : 0,
              ':fence': held.fence,
              ':until': until,
            }),
          }),
        );
      } catch (error) {
        // Somebody else holds it: what they find counts.
        if (!isConditionFailure(error)) throw error;
      }
    },

    async retell(told) {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: targetKey(told),
            UpdateExpression: 'SET pendingShard = :shard, receivedAt = :at REMOVE proof',
            ConditionExpression: 'attribute_not_exists(pendingShard) AND fence = :fence',
            // It is late only from now on: nobody was there who could have been told.
            ExpressionAttributeValues: {
              ':shard': waitingShard(told.subject),
              ':at': now().toISOString(),
              ':fence': told.fence,
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return toProgress(Attributes as TargetItem);
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return undefined;
      }
    },

    async *due(before, now) {
      for (const shard of waitingShards) {
        const pages = queryPages<{ pk: string; sk: string }>(dynamo, {
          TableName: table,
          IndexName: waitingIndex,
          KeyConditionExpression: 'pendingShard = :shard AND receivedAt < :before',
          ExpressionAttributeValues: { ':shard': shard, ':before': before.toISOString() },
        });
        for await (const keys of pages) {
          for (const { pk, sk } of keys) {
            // The index lags: whether it still waits its own row tells.
            const { Item } = await dynamo.send(
              new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }),
            );
            const item = Item as TargetItem | undefined;
            const isFree = (item?.leaseUntil ?? 0) < now.getTime() && (item?.nextAt ?? 0) <= now.getTime();
            if (item?.pendingShard !== undefined && isFree) yield toProgress(item);
          }
        }
      }
    },

    async oldestWaiting() {
      const oldest: Partial<Record<LagKind, string>> = {};
      await Promise.all(
        waitingShards.map(async (shard) => {
          const pages = queryPages<{ kind?: LagKind; receivedAt: string }>(dynamo, {
            TableName: table,
            IndexName: waitingIndex,
            KeyConditionExpression: 'pendingShard = :shard',
            ExpressionAttributeValues: { ':shard': shard },
          });
          const seen = new Set<string>();
          for await (const rows of pages) {
            for (const { kind = 'consent', receivedAt } of rows) {
              seen.add(kind);
              const known = oldest[kind];
              if (known === undefined || receivedAt < known) oldest[kind] = receivedAt;
            }
            // Oldest first: once every kind was seen, the rest is younger.
            if (seen.size === lagKinds.length) break;
          }
        }),
      );
      return oldest;
    },
  };
}
