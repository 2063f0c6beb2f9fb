import { createAuditLog } from '../aws/audit-log.ts';
import { createFeedStore } from '../aws/dynamo-feed.ts';
import { createDynamoParkedThreads } from '../aws/dynamo-parked-threads.ts';
import { createDynamoReplayJobs } from '../aws/dynamo-replay-jobs.ts';
import { createLedgerReader } from '../aws/ledger-reader.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetterQueue } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createDelivery } from '../deliver/container.ts';
import { connectionsOf } from '../domain/configuration/integrations.ts';
import type { RedriveHandlerDependencies } from './handler.ts';
import { createRedrive } from './redrive.ts';
import { createReplay } from './replay.ts';
import { createRunReplayJobs } from './run-replay-jobs.ts';

/** Wires the redrive function. */
export function createRedriveContainer(
  platform: Platform = lambdaPlatform(),
  { deliver, resend, probe, ledger, gate, control, ledgerTable } = createDelivery(platform),
): RedriveHandlerDependencies {
  const { dynamo, sqs, serverNow, pause, random } = platform;
  const settings = readSettings(platform.environment, ['deliveriesDeadLetterQueueUrl']);
  const redrive = createRedrive({
    ledger,
    parked: createDynamoParkedThreads(dynamo, ledgerTable),
    deadLetters: createDeadLetterQueue(sqs, settings.deliveriesDeadLetterQueueUrl),
    deliver,
    gate,
    probe,
    connections: async () => connectionsOf(await control.integrations()),
    audit: createAuditLog(platform, ledgerTable, 'redrive'),
    log,
    now: serverNow,
    pause,
    holder: `redrive-${random().toString(36).slice(2)}`,
  });
  const replay = createReplay({
    ledger,
    deliver,
    resend,
    audit: createAuditLog(platform, ledgerTable, 'replay'),
    log,
    now: serverNow,
    pause,
  });
  const reader = createLedgerReader(dynamo, ledgerTable);
  const runReplayJobs = createRunReplayJobs({
    jobs: createDynamoReplayJobs({ dynamo, table: ledgerTable }),
    scan: { read: createFeedStore({ dynamo, table: ledgerTable }).read, event: reader.event },
    ledger,
    deliver,
    resend,
    audit: createAuditLog(platform, ledgerTable, 'replay'),
    log,
    now: serverNow,
    pause,
  });
  return { redrive, replay, runReplayJobs };
}
