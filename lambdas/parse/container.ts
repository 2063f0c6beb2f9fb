import { createDynamo, createS3, createSqs } from '../aws/clients.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createDynamoThreadIndex } from '../aws/dynamo-thread-index.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readSettings } from '../aws/settings.ts';
import { createSqsQueues, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { createReceiveMail } from '../domain/receive-mail.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { env } from '../env.ts';
import { createClamd } from '../inspect/clamd.ts';
import { readMail } from '../mime/read-mail.ts';
import type { ParseDependencies } from './handler.ts';

export function createParseContainer(): ParseDependencies {
  const settings = readSettings(process.env, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'threadsTable',
    'controlTable',
    'deliveriesQueueUrl',
    'suppressionsQueueUrl',
    'inboxQueueUrl',
  ]);
  const clamd = process.env[env.clamd];
  const dynamo = createDynamo();
  const sqs = createSqs();
  const receive = createReceiveMail({
    store: createS3MailStore(createS3(), { mail: settings.mailBucket, attachments: settings.attachmentsBucket }),
    read: readMail,
    ...(clamd && { antivirus: createClamd(clamd) }),
    threads: createDynamoThreadIndex(dynamo, settings.threadsTable),
    ledger: createDynamoLedger(dynamo, settings.ledgerTable),
    queues: createSqsQueues(sqs, {
      deliveries: settings.deliveriesQueueUrl,
      suppressions: settings.suppressionsQueueUrl,
    }),
    control: createDynamoControl(dynamo, settings.controlTable, Date.now),
    log,
  });
  return {
    receive,
    setVisibility: createVisibility(sqs, settings.inboxQueueUrl),
    backoff: (receives) => backoffMs(receives, Math.random()),
    log,
  };
}
