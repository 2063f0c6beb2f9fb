import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createLedgerReader } from '../aws/ledger-reader.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readSettings } from '../aws/settings.ts';
import { createInboxSender, createSqsQueues } from '../aws/sqs-queues.ts';
import { lambdaStoragePlatform, type StoragePlatform } from '../aws/storage-platform.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { createSweepMark } from '../aws/sweep-mark.ts';
import { log } from '../aws/telemetry.ts';
import { tenantKeysOf } from '../aws/tenant-keys.ts';
import type { SweepHandlerDependencies } from './handler.ts';
import { createReread } from './reread.ts';
import { createResendChanges } from './resend-changes.ts';
import { createSweep } from './sweep.ts';

/** Wires the sweep. */
export function createSweepContainer(platform: StoragePlatform = lambdaStoragePlatform()): SweepHandlerDependencies {
  const { environment, dynamo, sqs, now } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'controlTable',
    'inboxQueueUrl',
    'deliveriesQueueUrl',
    'suppressionsQueueUrl',
  ]);
  const store = createS3MailStore(
    platform,
    { mail: settings.mailBucket, attachments: settings.attachmentsBucket },
    tenantKeysOf(platform, settings.controlTable),
  );
  const queues = createSqsQueues(sqs, {
    deliveries: settings.deliveriesQueueUrl,
    suppressions: settings.suppressionsQueueUrl,
  });
  const reader = createLedgerReader(dynamo, settings.ledgerTable);
  const ledger = createDynamoLedger(platform, settings.ledgerTable);
  const resendChanges = createResendChanges({
    mail: store,
    control: createDynamoControl(dynamo, settings.controlTable, () => now().getTime()),
    ledger,
    queues,
    subjectHash: createSubjectHash(environment),
    now,
  });
  const enqueueReceipt = createInboxSender(sqs, settings.inboxQueueUrl);
  const reread = createReread({ mailRecords: reader.mails, ledger, receipt: store.getReceipt, enqueueReceipt, log });
  const sweep = createSweep({
    ledger,
    known: async (mailIds) => new Set((await reader.mails(mailIds)).keys()),
    stuck: (before) => reader.stuck(before, now()),
    list: store.listRaw,
    receipt: store.getReceipt,
    enqueueReceipt,
    enqueueDelivery: (message, lane) =>
      lane === 'suppression' ? resendChanges(message) : queues.sendDelivery(message),
    watermark: createSweepMark(dynamo, settings.ledgerTable),
    log,
    now,
  });
  return { sweep, reread };
}
