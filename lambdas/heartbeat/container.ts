import { createCanaryFlight } from '../aws/canary-flight.ts';
import { createDynamoConnectionGate } from '../aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoProviderBook } from '../aws/dynamo-provider-book.ts';
import { createHeartbeatMetrics } from '../aws/metrics.ts';
import { createPendingGauges } from '../aws/pending-gauges.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { readSettings } from '../aws/settings.ts';
import { createTargetSender } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createCanary } from '../domain/canary.ts';
import { createHeartbeat } from '../domain/heartbeat.ts';

export function createHeartbeatContainer(platform: Platform = lambdaPlatform()) {
  const { environment, dynamo, sqs, serverNow } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'ledgerTable',
    'controlTable',
    'consentTable',
    'inboxQueueUrl',
    'suppressionsQueueUrl',
  ]);
  return {
    beat: createHeartbeat({
      ...createPendingGauges(dynamo, settings.ledgerTable),
      consent: createDynamoConsentLedger(platform, settings.consentTable),
      sendToTarget: createTargetSender(sqs, settings.suppressionsQueueUrl),
      providers: createDynamoProviderBook(dynamo, settings.consentTable),
      control: createDynamoControl(dynamo, settings.controlTable, () => serverNow().getTime()),
      gate: createDynamoConnectionGate(platform, settings.ledgerTable),
      canary: createCanary({ ...createCanaryFlight(platform, settings), now: serverNow }),
      metrics: createHeartbeatMetrics(platform.putMetric),
      log,
      now: serverNow,
    }),
  };
}
