import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createFeedWriter } from '../lambdas/aws/dynamo-feed-writer.ts';
import type { FeedItem } from '../lambdas/domain/delivery/feed-entry.ts';

/** Whose feed is filled, and for how long its entries are kept. */
interface Filling {
  readonly dynamo: DynamoDBDocumentClient;
  readonly ledgerTable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tenant: string;
  readonly integration: string;
}

/** Entries of one call, so that progress can be seen. */
const perCall = 4900;

/** Adds entries to the feed of a tenant by the writer that the deployed function uses, in its transactions. */
export async function fillFeed(
  { dynamo, ledgerTable, environment, tenant, integration }: Filling,
  count: number,
): Promise<void> {
  const now = (): Date => new Date();
  const append = createFeedWriter({ dynamo, environment, pause: wait, random: Math.random, now }, ledgerTable);
  for (let start = 0; start < count; start += perCall) {
    const length = Math.min(perCall, count - start);
    await append(
      tenant,
      Array.from({ length }, (_, index) => itemAt(start + index, tenant, integration)),
    );
  }
}

const itemAt = (index: number, tenant: string, integration: string): FeedItem => ({
  eventId: `evt_${index.toString(16).padStart(32, '0')}`,
  integration,
  tenant,
  threadKey: Math.floor(index / 3)
    .toString(16)
    .padStart(32, '0'),
  lane: 'conversation',
  kind: 'human',
  receivedAt: new Date().toISOString(),
});

/** Waits until the functions behind the tables' streams have read all of the changes, and rest. */
export async function untilStreamsRest(dataDir: string, restMs = 3000): Promise<void> {
  const places = (): string => readFileSync(join(dataDir, 'streams.json'), 'utf8');
  for (let before = ''; before !== places(); ) {
    before = places();
    await wait(restMs);
  }
}
