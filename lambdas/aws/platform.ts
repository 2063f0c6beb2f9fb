import { setTimeout as pause } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamo, createSqs } from './clients.ts';
import { createEmbeddedMetrics, type PutMetric } from './metrics.ts';
import { createGetObject, type GetObject } from './s3-get-object.ts';
import { createServerClock } from './server-clock.ts';
import type { Settings } from './settings.ts';

/**
 * The outside world of a function. A container takes it as an argument, so that the same wiring runs in Lambda, on a
 * laptop and in the simulation, where time and failures are made up.
 */
export interface Platform {
  readonly environment: Settings;
  readonly dynamo: DynamoDBDocumentClient;
  readonly getObject: GetObject;
  readonly sqs: SQSClient;
  readonly now: () => Date;
  /** The time by DynamoDB's clock, which all workers share: a time that one writes, another compares. */
  readonly serverNow: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Puts one measurement. */
  readonly putMetric: PutMetric;
  /** Waits for so many ms. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** The world of Lambda and of the laptop. */
export function lambdaPlatform(): Platform {
  const now = (): Date => new Date();
  const dynamo = createDynamo();
  const random = Math.random;
  return {
    environment: process.env,
    dynamo,
    getObject: createGetObject({ dynamo, endpoint: process.env.AWS_ENDPOINT_URL_S3, pause, random }),
    sqs: createSqs(),
    now,
    serverNow: createServerClock(dynamo, now),
    random,
    putMetric: createEmbeddedMetrics(process.env),
    pause: (ms) => pause(ms),
  };
}
