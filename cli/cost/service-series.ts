import { pendingIndex } from '../../lambdas/aws/ledger-rows.ts';
import { defaultMemoryMb, deploymentEnv, env, functionMemoryMb } from '../../lambdas/env.ts';
import type { Usage } from './usage.ts';

/** A metric of an AWS service over a time, and the usage that its value is. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Average';
  readonly usage: (value: number) => Usage;
}

/** The deployment that is asked about. */
export interface CostedStage {
  /** Its name in metrics. */
  readonly stage: string;
  /** A variable of the `CliEnvironment` output. @throws ConfigError when it is not set */
  readonly read: (name: string) => string;
}

const gb = 2 ** 30;

/** Queues of the flow, by their variables. */
const queues = [
  env.inboxQueueUrl,
  env.deliveriesQueueUrl,
  env.suppressionsQueueUrl,
  env.sweepQueueUrl,
  env.feedbackQueueUrl,
] as const;

const tables = [env.ledgerTable, env.threadsTable, env.controlTable, env.consentTable] as const;

/** Metrics of the work of a stage. */
export const flowSeries = ({ stage, read }: CostedStage): Series[] => [
  ...read(deploymentEnv.functions)
    .split(',')
    .flatMap((entry) => functionSeries(entry, stage)),
  ...tables.flatMap((name) => tableSeries({ TableName: read(name) })),
  ...tableSeries({ TableName: read(env.ledgerTable), GlobalSecondaryIndexName: pendingIndex }),
  ...queues.flatMap((name) => queueSeries(nameOfQueue(read(name)))),
];

/** S3 announces each raw mail to the sweep when it is stored, and nothing else goes to that queue. */
export const mailSeries = ({ read }: CostedStage): Series => ({
  namespace: 'AWS/SQS',
  name: 'NumberOfMessagesSent',
  dimensions: { QueueName: nameOfQueue(read(env.sweepQueueUrl)) },
  statistic: 'Sum',
  usage: () => ({}),
});

/** Metrics of stored objects, as usage of a month. */
export const sizeSeries = ({ read }: CostedStage): Series[] =>
  [env.mailBucket, env.attachmentsBucket].map((name) => ({
    namespace: 'AWS/S3',
    name: 'BucketSizeBytes',
    dimensions: { BucketName: read(name), StorageType: 'StandardStorage' },
    statistic: 'Average',
    usage: (bytes) => ({ s3Gb: bytes / gb }),
  }));

/** @param entry `<folder under lambdas/>:<name>` */
function functionSeries(entry: string, stage: string): Series[] {
  const [folder = '', FunctionName = ''] = entry.split(':');
  const memoryMb = (functionMemoryMb as Readonly<Record<string, number>>)[folder] ?? defaultMemoryMb;
  const ofFunction = { namespace: 'AWS/Lambda', dimensions: { FunctionName }, statistic: 'Sum' } as const;
  return [
    { ...ofFunction, name: 'Invocations', usage: (lambdaRequest) => ({ lambdaRequest }) },
    { ...ofFunction, name: 'Duration', usage: (ms) => ({ lambdaGbSecond: (ms / 1000) * (memoryMb / 1024) }) },
    {
      namespace: 'AWS/Logs',
      name: 'IncomingBytes',
      dimensions: { LogGroupName: logGroupOf(stage, folder) },
      statistic: 'Sum',
      usage: (bytes) => ({ logGb: bytes / gb, logMaskGb: bytes / gb }),
    },
  ];
}

/** The log group of a function: metrics name the prefix of a stage only where it is not the default. */
const logGroupOf = (stage: string, folder: string): string =>
  `/aws/lambda/${stage.includes('/') ? stage.replace('/', '-') : `postern-${stage}`}-${folder}`;

function tableSeries(dimensions: Readonly<Record<string, string>>): Series[] {
  const ofTable = { namespace: 'AWS/DynamoDB', dimensions, statistic: 'Sum' } as const;
  return [
    { ...ofTable, name: 'ConsumedReadCapacityUnits', usage: (dynamoRead) => ({ dynamoRead }) },
    { ...ofTable, name: 'ConsumedWriteCapacityUnits', usage: (dynamoWrite) => ({ dynamoWrite }) },
  ];
}

/** Requests of a queue as if each message had its own: batches are cheaper. */
function queueSeries(QueueName: string): Series[] {
  const usage = (requests: number): Usage =>
    QueueName.endsWith('.fifo') ? { sqsFifo: requests } : { sqsStandard: requests };
  const names = [
    'NumberOfMessagesSent',
    'NumberOfMessagesReceived',
    'NumberOfMessagesDeleted',
    'NumberOfEmptyReceives',
  ];
  return names.map((name) => ({ namespace: 'AWS/SQS', name, dimensions: { QueueName }, statistic: 'Sum', usage }));
}

const nameOfQueue = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
