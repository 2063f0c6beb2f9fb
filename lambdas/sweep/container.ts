import { createDynamo, createS3, createSqs } from '../aws/clients.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createLedgerReader } from '../aws/ledger-reader.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readSettings } from '../aws/settings.ts';
import { createInboxSender, createSqsQueues } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { sha256 } from '../domain/identity.ts';
import { createSweep } from '../domain/sweep.ts';
import type { SweepHandlerDependencies } from './handler.ts';

export function createSweepContainer(): SweepHandlerDependencies {
  const settings = readSettings(process.env, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'inboxQueueUrl',
    'deliveriesQueueUrl',
    'suppressionsQueueUrl',
  ]);
  const dynamo = createDynamo();
  const sqs = createSqs();
  const now = (): Date => new Date();
  const store = createS3MailStore(createS3(), { mail: settings.mailBucket, attachments: settings.attachmentsBucket });
  const queues = createSqsQueues(sqs, {
    deliveries: settings.deliveriesQueueUrl,
    suppressions: settings.suppressionsQueueUrl,
  });
  const reader = createLedgerReader(dynamo, settings.ledgerTable);
  const sweep = createSweep({
    ledger: createDynamoLedger(dynamo, settings.ledgerTable),
    stuck: (before) => reader.stuck(before, now()),
    list: store.listRaw,
    receipt: store.getReceipt,
    enqueueReceipt: createInboxSender(sqs, settings.inboxQueueUrl),
    enqueueDelivery: (message, lane) =>
      lane === 'suppression'
        ? queues.sendSuppression(message, sha256(message.eventId).slice(0, 32))
        : queues.sendDelivery(message),
    log,
    now,
  });
  return { sweep, now };
}
