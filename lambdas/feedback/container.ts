import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoOutboundIndex } from '../aws/dynamo-outbound-index.ts';
import { createDynamoProviderBook } from '../aws/dynamo-provider-book.ts';
import { createRecordScan } from '../aws/dynamo-scans.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { isScannedByGuardDuty } from '../aws/scan-results.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { createChangeSender, createDeadLetters } from '../aws/sqs-queues.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { inactiveDaysOf } from '../aws/thread-rows.ts';
import { createTakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import type { BelievedSenders } from './foreign-event.ts';
import type { FeedbackDependencies } from './handler.ts';
import { createTakeFeedback } from './take-feedback.ts';
import { createTakeScan } from './take-scan.ts';

/** Wires the feedback function once per cold start. */
export function createFeedbackContainer(platform: Platform = lambdaPlatform()): FeedbackDependencies {
  const { environment, dynamo, sqs, now } = platform;
  const settings = readSettings(environment, [
    'threadsTable',
    'controlTable',
    'consentTable',
    'suppressionsQueueUrl',
    'feedbackTopicArn',
    'feedbackDeadLetterQueueUrl',
  ]);
  const subjectHash = createSubjectHash(environment);
  const take = createTakeSenderEvents({
    consent: createDynamoConsentLedger(platform, settings.consentTable),
    queues: { sendChange: createChangeSender(sqs, settings.suppressionsQueueUrl) },
    providers: createDynamoProviderBook(dynamo, settings.consentTable),
    subjectHash,
  });
  return {
    take: createTakeFeedback({
      control: createDynamoControl(dynamo, settings.controlTable, () => now().getTime()),
      take,
      configurationSets: believedSets(optionalSetting(environment, 'feedbackConfigurationSets')),
      outbound: createDynamoOutboundIndex(dynamo, settings.threadsTable, subjectHash, inactiveDaysOf(environment)),
      region: environment.AWS_REGION ?? 'us-east-1',
    }),
    takeScan: takeScanOf(platform),
    deadLetters: createDeadLetters(sqs, settings.feedbackDeadLetterQueueUrl),
    topicArn: settings.feedbackTopicArn,
    measureIgnored: (reason) => platform.putMetric('ignoredFeedback', 1, { reason }),
    log,
    now,
  };
}

/** Only a stage whose attachments GuardDuty scans names the table and the bucket. */
function takeScanOf({ environment, dynamo, putMetric }: Platform) {
  const table = optionalSetting(environment, 'ledgerTable');
  const bucket = optionalSetting(environment, 'attachmentsBucket');
  const record = table === undefined ? async () => {} : createRecordScan({ dynamo, table }, environment);
  const isOn = table !== undefined && isScannedByGuardDuty(environment);
  return createTakeScan({
    bucket: isOn ? bucket : undefined,
    record,
    measureFailure: (failed) => putMetric('attachmentFailureRate', failed ? 1 : 0, {}),
  });
}

/** Reads names with commas between, or `*`. */
const believedSets = (text = ''): BelievedSenders['configurationSets'] =>
  text === '*' ? 'all' : text.split(',').filter((name) => name !== '');
