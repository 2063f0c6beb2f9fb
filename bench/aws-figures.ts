import type { Latency } from './latency-model.ts';

/** A published figure, or an assumption where none is published. */
interface Published extends Latency {
  /** Where the figure is from, and of when; an assumption says so. */
  readonly source: string;
}

/** The day on which the sources were read. */
export const figuresOf = '2026-11-30';

const messaging =
  'measured from one Lambda to the next, eu-west-1, 2022-09: https://bitesizedserverless.com/bite/serverless-messaging-latency-compared/';
const transactions =
  'measured from Lambda, 2020-02: https://www.alexdebrie.com/posts/dynamodb-transactions-performance/';
const noneFor = (what: string): string => `no percentiles of ${what} are published; assumed:`;

/** How long calls and waits take, in ms, by service and operation. */
export const latencies: Readonly<Record<string, Published>> = {
  'wait.sns-sqs-lambda': {
    p50: 40.1,
    p99: 497,
    source: `${messaging}; SNS by a queue to Lambda, there with FIFO`,
  },
  'wait.fifo-lambda': { p50: 28.1, p99: 645, source: `${messaging}; SQS FIFO; the time stamp is of before the send` },
  'dynamo.Put': { p50: 7.55, p99: 16.2, source: transactions },
  'dynamo.Update': { p50: 7.55, p99: 16.2, source: `${noneFor('UpdateItem')} as PutItem` },
  'dynamo.Delete': { p50: 7.55, p99: 16.2, source: `${noneFor('DeleteItem')} as PutItem` },
  'dynamo.Get': {
    p50: 7.55,
    p99: 16.2,
    source: `${noneFor('GetItem')} as PutItem; both are single-digit ms on average: https://repost.aws/knowledge-center/dynamodb-high-latency`,
  },
  'dynamo.Query': { p50: 8.14, p99: 25.5, source: `${noneFor('Query')} as BatchWriteItem of 5 items` },
  'dynamo.BatchGet': { p50: 8.14, p99: 25.5, source: `${noneFor('BatchGetItem')} as BatchWriteItem of 5 items` },
  'dynamo.BatchWrite': { p50: 8.14, p99: 25.5, source: `${transactions}; 5 items` },
  'dynamo.TransactWrite': { p50: 25.3, p99: 92.5, source: `${transactions}; 5 items` },
  'dynamo.TransactGet': { p50: 25.3, p99: 92.5, source: `${noneFor('TransactGetItems')} as TransactWriteItems` },
  's3.GetObject': {
    p50: 30,
    p99: 80,
    source:
      'up to 30 ms, often 80 ms, by a user in 2023-11, taken as these percentiles: https://quickwit.io/blog/s3-express-speculations',
  },
  's3.ListObjectsV2': { p50: 60, p99: 200, source: `${noneFor('ListObjectsV2')} as PutObject` },
  's3.HeadObject': { p50: 30, p99: 80, source: `${noneFor('HeadObject')} as GetObject` },
  's3.PutObject': {
    p50: 60,
    p99: 200,
    source: `${noneFor('PutObject')} twice GetObject; AWS says tens of ms for the median: https://docs.aws.amazon.com/whitepapers/latest/s3-optimizing-performance-best-practices/timeouts-and-retries-for-latency-sensitive-applications.html`,
  },
  'sqs.SendMessage': {
    p50: 16,
    p99: 200,
    source:
      'median by Amazon, 2012: https://paperzz.com/doc/8847683/cloud-performance-benchmark-series; 99th percentile of a user, 2020-08: https://github.com/aws/aws-sdk-js/issues/3391',
  },
  'sqs.SendMessageBatch': { p50: 16, p99: 200, source: `${noneFor('SendMessageBatch')} as SendMessage` },
  'sqs.DeleteMessage': { p50: 16, p99: 200, source: `${noneFor('DeleteMessage')} as SendMessage` },
  'sqs.ReceiveMessage': { p50: 16, p99: 200, source: `${noneFor('ReceiveMessage')} as SendMessage` },
  'sqs.ChangeMessageVisibility': { p50: 16, p99: 200, source: `${noneFor('ChangeMessageVisibility')} as SendMessage` },
  'compute.parse': { p50: 20, p99: 80, source: 'assumed: reading a small mail on one vCPU' },
  'compute.sink': { p50: 5, p99: 20, source: 'assumed' },
};

/** The median of a CRM's answer, in ms, where no other is given; no vendor publishes one. */
export const defaultCrmMs = 150;
/** The 99th percentile of a CRM's answer as a multiple of its median: an assumption. */
export const crmTail = 4;

/** Start of a cold function: Node 22 with three clients of the SDK, and its first request to DynamoDB. */
export const coldStart = {
  ms: 375,
  source:
    'measured, 2025-07: https://speedrun.nobackspacecrew.com/blog/2025/07/21/the-fastest-node-22-lambda-coldstart-configuration.html',
};
