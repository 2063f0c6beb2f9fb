import { createDynamo, createS3, createSqs } from '../aws/clients.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readCredentials } from '../aws/secrets.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetters, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createCrmRegistry } from '../crm/registry.ts';
import { createDeliverEvent } from '../domain/deliver-event.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { env } from '../env.ts';
import type { SinkDependencies } from './handler.ts';

export function createSinkContainer(): SinkDependencies {
  const settings = readSettings(process.env, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'controlTable',
    'deliveriesQueueUrl',
    'deliveriesDeadLetterQueueUrl',
    'maxReceiveCount',
  ]);
  const dynamo = createDynamo();
  const sqs = createSqs();
  const now = (): Date => new Date();
  const deliver = createDeliverEvent({
    ledger: createDynamoLedger(dynamo, settings.ledgerTable),
    mail: createS3MailStore(createS3(), { mail: settings.mailBucket, attachments: settings.attachmentsBucket }),
    control: createDynamoControl(dynamo, settings.controlTable, Date.now),
    crm: createCrmRegistry({
      readCredentials: (reference) => readCredentials(reference, process.env),
      sandboxUrl: process.env[env.sandboxUrl],
      now,
    }),
    now,
    random: Math.random,
  });
  return {
    deliver,
    deadLetters: createDeadLetters(sqs, settings.deliveriesDeadLetterQueueUrl),
    setVisibility: createVisibility(sqs, settings.deliveriesQueueUrl),
    backoff: (receives) => backoffMs(receives, Math.random()),
    maxReceiveCount: Number(settings.maxReceiveCount),
    log,
  };
}
