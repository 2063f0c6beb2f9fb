import { createIsCrowded } from '../aws/crowded-connections.ts';
import { createBrake } from '../aws/dynamo-brake.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createHoldsInForce } from '../aws/dynamo-legal-holds.ts';
import { createReadMarks } from '../aws/dynamo-read-marks.ts';
import { createDynamoThreadIndex } from '../aws/dynamo-thread-index.ts';
import { createEventSeal } from '../aws/event-seal.ts';
import { createGatheredReads } from '../aws/gathered-reads.ts';
import { createHoldKeeper } from '../aws/hold-keeper.ts';
import { lockNewestVersions, noObjectLocks } from '../aws/object-locks.ts';
import { createRecordReceivedMail } from '../aws/record-received-mail.ts';
import { createS3MailStore } from '../aws/s3-mail-store.ts';
import { readCredentials } from '../aws/secrets.ts';
import { optionalSetting, readSettings, type Settings } from '../aws/settings.ts';
import { createAcknowledge, createDeadLetters, createSqsQueues, createVisibility } from '../aws/sqs-queues.ts';
import { lambdaStoragePlatform, type StoragePlatform } from '../aws/storage-platform.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { tenantKeysOf } from '../aws/tenant-keys.ts';
import { backoffMs } from '../domain/crm/retry-policy.ts';
import { type Antivirus, scannedWhenStored } from '../domain/mail/antivirus.ts';
import type { MailReader } from '../domain/mail/mail-reader.ts';
import { readTokenKeys } from '../domain/mail/signed-text.ts';
import { env, guardDuty } from '../env.ts';
import { createClamd } from '../inspect/clamd.ts';
import type { ParseDependencies } from './handler.ts';
import { createHoldArrival, type HoldArrival } from './hold-arrival.ts';
import { createQuarantineMail } from './quarantine-mail.ts';
import { createReceiveMail } from './receive-mail.ts';
import { createCompareReaders } from './second-reading.ts';
import { createFunctionReader } from './watched-reader.ts';

/** Memory of the function where Lambda does not name it, in MB. */
const assumedMemoryMb = 1024;

/**
 * The ports of the stage over AWS.
 *
 * @param reader another reader of mail, for the simulation, in which no real threads run
 */
export function createParseContainer(
  platform: StoragePlatform = lambdaStoragePlatform(),
  reader?: MailReader,
): ParseDependencies {
  const { environment, dynamo, sqs, now, serverNow, random, putMetric } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'threadsTable',
    'controlTable',
    'deliveriesQueueUrl',
    'suppressionsQueueUrl',
    'inboxQueueUrl',
    'inboxDeadLetterQueueUrl',
    'tokenKeys',
  ]);
  const ledger = createDynamoLedger(platform, settings.ledgerTable);
  const read = reader ?? createFunctionReader(Number(environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? assumedMemoryMb));
  const store = createS3MailStore(
    platform,
    { mail: settings.mailBucket, attachments: settings.attachmentsBucket },
    tenantKeysOf(platform, settings.controlTable),
  );
  const share = Number(environment[env.secondReaderPercent] ?? 0) / 100;
  const readRows = createGatheredReads(platform);
  const control = createDynamoControl(dynamo, settings.controlTable, () => now().getTime());
  const holdArrival = holdArrivalOf(platform, settings);
  const receive = createReceiveMail({
    store,
    read,
    compareReaders: createCompareReaders(
      { store, read, log },
      { share, random, count: (field) => putMetric('readerDisagreement', 1, { field }) },
    ),
    antivirus: antivirusOf(environment),
    threads: createDynamoThreadIndex(platform, readRows, settings.threadsTable),
    ledger,
    recordReceived: createRecordReceivedMail(platform, {
      ledger: settings.ledgerTable,
      threads: settings.threadsTable,
    }),
    queues: createSqsQueues(sqs, {
      deliveries: settings.deliveriesQueueUrl,
      suppressions: settings.suppressionsQueueUrl,
    }),
    sealEvent: createEventSeal(environment).seal,
    isCrowded: createIsCrowded(readRows, settings.ledgerTable),
    countInWindow: createBrake(dynamo, settings.ledgerTable),
    subjectHash: createSubjectHash(environment),
    tokenKeys: async () => readTokenKeys(await readCredentials(settings.tokenKeys, environment)),
    now: serverNow,
    control,
    holdArrival,
    log,
  });
  return {
    receive,
    quarantine: createQuarantineMail({ store, ledger, control, holdArrival, log }),
    marks: createReadMarks(platform, settings.ledgerTable),
    acknowledge: createAcknowledge(sqs, settings.inboxQueueUrl),
    deadLetters: createDeadLetters(sqs, settings.inboxDeadLetterQueueUrl),
    setVisibility: createVisibility(sqs, settings.inboxQueueUrl),
    backoff: (receives) => backoffMs(receives, random()),
    measure(received) {
      if (received === undefined || received.state === 'quarantined') putMetric('parseErrors', 1, {});
      if (received?.unproven) putMetric('unprovenChanges', received.unproven, {});
      if (received?.attachments) putMetric('attachments', received.attachments.kept, {});
      if (received?.attachments)
        putMetric('attachmentFailureRate', received.attachments.failed / received.attachments.kept, {});
    },
    log,
  };
}

/** The engine of the stage; undefined where our own inspection alone judges attachments. */
function antivirusOf(environment: Settings): Antivirus | undefined {
  if (optionalSetting(environment, 'antivirus') === guardDuty) return scannedWhenStored;
  const clamd = optionalSetting(environment, 'clamd');
  return clamd === undefined ? undefined : createClamd(clamd);
}

/** Legal holds on mail that arrives; objects are locked where the stage has Object Lock. */
function holdArrivalOf(
  platform: StoragePlatform,
  settings: Record<'ledgerTable' | 'threadsTable' | 'controlTable' | 'mailBucket' | 'attachmentsBucket', string>,
): HoldArrival {
  const { environment, dynamo, now, putMetric, s3 } = platform;
  const hasLocks = optionalSetting(environment, 'objectLock') !== undefined;
  return createHoldArrival({
    legalHolds: createHoldsInForce({ dynamo, table: settings.controlTable }, () => now().getTime()),
    keeper: createHoldKeeper({ ...platform, ...settings, setLocks: hasLocks ? lockNewestVersions(s3) : noObjectLocks }),
    lockDenied: () => putMetric('parseErrors', 1, {}),
    log,
  });
}
