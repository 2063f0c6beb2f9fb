import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createLedgerReader, type LedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createS3MailStore, type S3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { createTenantKeys } from '../lambdas/aws/tenant-keys.ts';
import { env } from '../lambdas/env.ts';
import { type AccessControl, createAccessControl } from './access-control.ts';
import { createAwsClients } from './aws-clients.ts';
import { startDynamo } from './dynoxide.ts';
import { type Emulators, startEmulators } from './emulators.ts';
import { environmentOf } from './environment.ts';
import type { IamOptions } from './iam/start-iam.ts';
import type { Resource, Template } from './intrinsics.ts';
import { localKeyWrap } from './local-key-wrap.ts';
import { createMalwareScan, usualScanMs } from './malware-scan.ts';
import { createAnnouncer } from './object-announcer.ts';
import { provision } from './provision.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { readResources, readWiring, type Wiring } from './wiring.ts';

/** The AWS services of the pipeline, with the resources of the templates in them. */
export interface Backends {
  readonly wiring: Wiring;
  readonly emulators: Emulators;
  readonly clients: ReturnType<typeof createAwsClients>;
  readonly control: AccessControl;
  /** The database itself. */
  readonly databaseEndpoint: string;
  /** The database's endpoint for the functions and the command line. */
  readonly dynamoEndpoint: string;
  /** Tables, buckets and queues by the names of the environment variables. */
  readonly names: Readonly<Record<string, string>>;
  readonly store: S3MailStore;
  readonly reader: LedgerReader;
}

/** Starts the database and the emulators, and creates the templates' resources. @param stack stops them */
export async function startBackends(
  options: RuntimeOptions,
  templates: readonly Template[],
  stack: AsyncDisposableStack,
): Promise<Backends> {
  const { dataDir, onProgress = () => {} } = options;
  onProgress('database');
  const database = await startDynamo(dataDir);
  stack.defer(() => database.stop());
  const control = createAccessControl();
  stack.defer(() => control.stop());
  onProgress('queues and buckets');
  // The announcer needs the wiring, and the wiring needs the emulators' endpoint; until then nobody stores an object.
  const announcer: { announce: ReturnType<typeof createAnnouncer> } = { announce: () => {} };
  const emulators = await startEmulators({
    dataDir,
    access: control.access,
    mayDeliver: (_topicArn, queueArn) => control.questions.mayFanOut(queueArn),
    onObjectCreated: (bucket, key, size) => announcer.announce(bucket, key, size),
  });
  stack.defer(() => emulators.stop());

  const wiring = readWiring(emulators.endpoint, templates);
  const clients = createAwsClients(emulators.endpoint, database.endpoint, control.access.runtimeKey);
  for (const client of [clients.sqs, clients.sns, clients.s3, clients.dynamo]) stack.defer(() => client.destroy());
  await provision(wiring, clients);
  const announce = createAnnouncer(wiring, emulators.services, control.questions.mayAnnounceObject);
  const scan = createMalwareScan({
    wiring,
    services: emulators.services,
    tags: emulators.tags,
    readObject: (bucket, key) => readObject(clients, bucket, key),
    mayScan: control.questions.mayScanObjects,
    mayPublish: control.questions.mayPublishEvent,
    delayMs: options.scanMs ?? usualScanMs,
    report: reportOf(options),
  });
  stack.defer(() => scan.stop());
  announcer.announce = (bucket, key, size) => {
    announce(bucket, key, size);
    scan.onObjectCreated(bucket, key);
  };
  const names = environmentOf(wiring);
  return {
    wiring,
    emulators,
    clients,
    control,
    databaseEndpoint: database.endpoint,
    dynamoEndpoint:
      options.iam === false
        ? database.endpoint
        : await control.start(iamOptionsOf(options, readResources(emulators.endpoint, templates)), database.endpoint),
    names,
    store: createS3MailStore(
      { s3: clients.s3, pause },
      { mail: names[env.mailBucket]!, attachments: names[env.attachmentsBucket]! },
      createTenantKeys(
        { dynamo: clients.documents, table: names[env.controlTable]! },
        localKeyWrap(dataDir, wiring, clients.documents),
        () => new Date(),
      ),
    ),
    reader: createLedgerReader(clients.documents, names[env.ledgerTable]!),
  };
}

async function readObject({ s3 }: Backends['clients'], Bucket: string, Key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToByteArray() ?? new Uint8Array();
}

/** Takes a line for a person. */
const reportOf = ({ onReport }: RuntimeOptions): ((line: string) => void) =>
  onReport ?? ((line) => void process.stderr.write(`${line}\n`));

function iamOptionsOf(options: RuntimeOptions, resources: ReadonlyMap<string, Resource>): IamOptions {
  const { dataDir, iamRecord, changePolicies = (same) => same } = options;
  const report = reportOf(options);
  return { resources: changePolicies(resources), dataDir, recordFile: iamRecord, report };
}
