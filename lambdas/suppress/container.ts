import { createDynamoConsent } from '../aws/dynamo-consent.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetters, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { createSuppressRecipient } from '../domain/suppress-recipient.ts';
import type { SuppressHandlerDependencies } from './handler.ts';

export function createSuppressContainer(platform: Platform = lambdaPlatform()): SuppressHandlerDependencies {
  const { environment, dynamo, sqs, serverNow, random } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'consentTable',
    'suppressionsQueueUrl',
    'suppressionsDeadLetterQueueUrl',
  ]);
  const suppress = createSuppressRecipient({
    ledger: createDynamoLedger(platform, settings.ledgerTable),
    mail: createS3MailStore(platform, { mail: settings.mailBucket, attachments: settings.attachmentsBucket }),
    consent: createDynamoConsent(dynamo, settings.consentTable),
    now: serverNow,
  });
  return {
    suppress,
    deadLetters: createDeadLetters(sqs, settings.suppressionsDeadLetterQueueUrl),
    setVisibility: createVisibility(sqs, settings.suppressionsQueueUrl),
    backoff: (receives) => backoffMs(receives, random()),
    log,
  };
}
