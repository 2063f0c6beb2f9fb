import { createDeliveryMetrics } from '../aws/delivery-metrics.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetters, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createDelivery } from '../deliver/container.ts';
import { backoffMs } from '../domain/crm/retry-policy.ts';
import type { SinkDependencies } from './handler.ts';

/** Wires the sink. */
export function createSinkContainer(
  platform: Platform = lambdaPlatform(),
  { deliver } = createDelivery(platform),
): SinkDependencies {
  const settings = readSettings(platform.environment, [
    'deliveriesQueueUrl',
    'deliveriesDeadLetterQueueUrl',
    'maxReceiveCount',
  ]);
  return {
    deliver,
    deadLetters: createDeadLetters(platform.sqs, settings.deliveriesDeadLetterQueueUrl),
    setVisibility: createVisibility(platform.sqs, settings.deliveriesQueueUrl),
    backoff: (receives) => backoffMs(receives, platform.random()),
    now: platform.serverNow,
    maxReceiveCount: Number(settings.maxReceiveCount),
    measure: createDeliveryMetrics(platform),
    log,
  };
}
