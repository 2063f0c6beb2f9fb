import { randomUUID } from 'node:crypto';
import { createAuditLog } from '../aws/audit-log.ts';
import { createDynamo, createS3, createSqs } from '../aws/clients.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createDynamoParkedThreads } from '../aws/dynamo-parked-threads.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readCredentials } from '../aws/secrets.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetterQueue } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createCrmRegistry } from '../crm/registry.ts';
import { createDeliverEvent } from '../domain/deliver-event.ts';
import { createRedrive } from '../domain/redrive.ts';
import { env } from '../env.ts';
import type { RedriveHandlerDependencies } from './handler.ts';

export function createRedriveContainer(): RedriveHandlerDependencies {
  const settings = readSettings(process.env, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'controlTable',
    'deliveriesDeadLetterQueueUrl',
  ]);
  const dynamo = createDynamo();
  const now = (): Date => new Date();
  const ledger = createDynamoLedger(dynamo, settings.ledgerTable);
  const deliver = createDeliverEvent({
    ledger,
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
  const redrive = createRedrive({
    ledger,
    parked: createDynamoParkedThreads(dynamo, settings.ledgerTable),
    deadLetters: createDeadLetterQueue(createSqs(), settings.deliveriesDeadLetterQueueUrl),
    deliver,
    audit: createAuditLog(dynamo, settings.ledgerTable, 'redrive'),
    log,
    now,
    holder: randomUUID(),
  });
  return { redrive };
}
