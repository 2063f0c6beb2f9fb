import { createCanaryFlight } from '../aws/canary-flight.ts';
import { createDynamoConnectionGate } from '../aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoProviderBook } from '../aws/dynamo-provider-book.ts';
import { createHeartbeatMetrics, thresholds } from '../aws/metrics.ts';
import { createPendingGauges } from '../aws/pending-gauges.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { createChangeSender, createTargetSender } from '../aws/sqs-queues.ts';
import { lambdaStoragePlatform, type StoragePlatform } from '../aws/storage-platform.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { createMappingsSeen, createPollMarks, createStageMarks, createSweepTime } from '../aws/watermark.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { vendorsOf } from '../vendors-container.ts';
import { createCanary } from './canary.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createPollOptOuts } from './poll-opt-outs.ts';
import { createPollStages } from './poll-stages.ts';
import { createProblemCount } from './problem-count.ts';
import { createWatchMappings } from './watch-mappings.ts';

/** The ports that the simulation replaces. */
interface HeartbeatOverrides {
  readonly crm?: CrmRegistry;
}

/** Wires the heartbeat. */
export function createHeartbeatContainer(
  platform: StoragePlatform = lambdaStoragePlatform(),
  { crm = vendorsOf(platform) }: HeartbeatOverrides = {},
) {
  const { environment, dynamo, sqs, serverNow } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'ledgerTable',
    'controlTable',
    'consentTable',
    'inboxQueueUrl',
    'suppressionsQueueUrl',
  ]);
  const profile = optionalSetting(environment, 'profile') === 'idle' ? 'idle' : 'full';
  const metrics =
    profile === 'idle'
      ? createProblemCount({ count: (problems) => platform.putMetric('problems', problems, {}), log, thresholds })
      : createHeartbeatMetrics(platform.putMetric);
  const control = createDynamoControl(dynamo, settings.controlTable, () => serverNow().getTime());
  const gate = createDynamoConnectionGate(platform, settings.ledgerTable);
  const polling = {
    control,
    crm,
    gate,
    queues: { sendChange: createChangeSender(sqs, settings.suppressionsQueueUrl) },
    subjectHash: createSubjectHash(environment),
    log,
    now: serverNow,
  };
  return {
    beat: createHeartbeat({
      ...createPendingGauges(dynamo, settings.ledgerTable),
      consent: createDynamoConsentLedger(platform, settings.consentTable),
      sendToTarget: createTargetSender(sqs, settings.suppressionsQueueUrl),
      providers: createDynamoProviderBook(dynamo, settings.consentTable),
      control,
      gate,
      pollOptOuts: createPollOptOuts({ ...polling, marks: createPollMarks(dynamo, settings.ledgerTable) }),
      pollStages: createPollStages({ ...polling, marks: createStageMarks(dynamo, settings.ledgerTable) }),
      watchMappings: createWatchMappings({
        control,
        crm,
        gate,
        seen: createMappingsSeen(dynamo, settings.ledgerTable),
        log,
        now: serverNow,
      }),
      sweepTime: createSweepTime(dynamo, settings.ledgerTable),
      canary: createCanary({ ...createCanaryFlight(platform, settings), now: serverNow }, profile),
      metrics,
      log,
      now: serverNow,
    }),
  };
}
