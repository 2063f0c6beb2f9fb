import { createDynamo, createS3, createSqs } from '../aws/clients.ts';
import { createDynamoConsent } from '../aws/dynamo-consent.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetters, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { createSuppressRecipient } from '../domain/suppress-recipient.ts';
import type { SuppressHandlerDependencies } from './handler.ts';

export function createSuppressContainer(): SuppressHandlerDependencies {
  const settings = readSettings(process.env, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'consentTable',
    'suppressionsQueueUrl',
    'suppressionsDeadLetterQueueUrl',
  ]);
  const dynamo = createDynamo();
  const sqs = createSqs();
  const suppress = createSuppressRecipient({
    ledger: createDynamoLedger(dynamo, settings.ledgerTable),
    mail: createS3MailStore(createS3(), { mail: settings.mailBucket, attachments: settings.attachmentsBucket }),
    consent: createDynamoConsent(dynamo, settings.consentTable),
    now: () => new Date(),
  });
  return {
    suppress,
    deadLetters: createDeadLetters(sqs, settings.suppressionsDeadLetterQueueUrl),
    setVisibility: createVisibility(sqs, settings.suppressionsQueueUrl),
    backoff: (receives) => backoffMs(receives, Math.random()),
    log,
  };
}
