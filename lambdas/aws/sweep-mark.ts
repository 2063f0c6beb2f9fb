import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { compact } from '../compact.ts';
import type { SweepMark } from '../domain/delivery/sweep-mark.ts';
import { watermarkKey } from './ledger-rows.ts';

/**
 * The sweep's mark in the ledger table: the time until which it has looked, and the progress of a look that has not ended.
 */
export const createSweepMark = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async get(): Promise<SweepMark> {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: watermarkKey, ConsistentRead: true }));
    const { time, look, ranAt } = sweepRow.parse(Item ?? {});
    return compact({ lookedUntil: time, look: look && compact(look), ranAt });
  },
  async set({ lookedUntil, look, ranAt }: SweepMark): Promise<void> {
    const Item = {
      ...watermarkKey,
      time: lookedUntil?.toISOString(),
      ranAt: ranAt?.toISOString(),
      look: look && { ...look, startedAt: look.startedAt.toISOString(), since: look.since.toISOString() },
    };
    await dynamo.send(new PutCommand({ TableName: table, Item }));
  },
});

const time = z.string().transform((text) => new Date(text));
const sweepRow = z.object({
  time: time.optional(),
  look: z.object({ startedAt: time, since: time, after: z.string(), isPatrol: z.boolean().optional() }).optional(),
  ranAt: time.optional(),
});
