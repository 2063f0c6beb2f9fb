import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { type EnvName, env } from '../../lambdas/env.ts';
import { scriptedClient } from './scripted-client.ts';

/** The answers of each client of a platform; after the last one a client answers with an empty object. */
interface PlatformAnswers {
  readonly dynamo?: readonly object[];
  readonly sqs?: readonly object[];
  readonly s3?: readonly object[];
}

/** An environment in which every setting is its own name, except for the given ones. */
export const namedSettings = (changes: Partial<Record<EnvName, string | undefined>> = {}) =>
  Object.fromEntries(
    Object.entries(env).map(([setting, variable]) => [
      variable,
      setting in changes ? changes[setting as EnvName] : setting,
    ]),
  );

/** A platform at a fixed time, over clients that record their commands and answer as given. */
export function scriptedPlatform(
  environment: Readonly<Record<string, string | undefined>>,
  { dynamo = [], sqs = [], s3 = [] }: PlatformAnswers = {},
) {
  const [table, queue, bucket] = [scriptedClient(...dynamo), scriptedClient(...sqs), scriptedClient(...s3)];
  const measured: string[] = [];
  const now = () => new Date('2026-11-20T12:00:00Z');
  const platform = {
    environment,
    dynamo: Object.assign(table.client as object, { config: {} }),
    sqs: queue.client,
    s3: bucket.client,
    getObject: async () => undefined,
    now,
    serverNow: now,
    random: () => 0.5,
    pause: async () => {},
    putMetric: (name: string, value: number, dimensions: object) =>
      void measured.push([name, value, ...Object.values(dimensions)].join(' ')),
  } as unknown as StoragePlatform;
  return { platform, measured, toTables: table.sent, toQueues: queue.sent, toBuckets: bucket.sent };
}
