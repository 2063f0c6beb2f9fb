import { createFeedWriter } from '../aws/dynamo-feed-writer.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { readSettings } from '../aws/settings.ts';
import { log } from '../aws/telemetry.ts';
import type { FeedDependencies } from './handler.ts';

/** Wires the function once per cold start. */
export function createFeedContainer(platform: Platform = lambdaPlatform()): FeedDependencies {
  const { ledgerTable } = readSettings(platform.environment, ['ledgerTable']);
  return { append: createFeedWriter(platform, ledgerTable), log };
}
