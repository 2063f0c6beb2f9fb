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

/** A price in USD. */
interface Price {
  readonly usd: number;
  /** The amount that the price is for. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

const million = 1_000_000;
const sesPrices =
  'https://aws.amazon.com/ses/pricing/, as quoted from the price list of 2026-07-22 by https://github.com/api-evangelist/amazon-ses/blob/main/plans/amazon-ses-plans-pricing.yml';

/** List prices of us-east-1 without free tiers and discounts. */
export const prices = {
  sesMail: {
    usd: 0.1,
    per: 1000,
    unit: 'incoming mail',
    source: sesPrices,
  },
  sesChunk: {
    usd: 0.09,
    per: 1000,
    unit: 'chunk of 256 KB; one is counted for each mail',
    source: sesPrices,
  },
  s3Put: {
    usd: 0.005,
    per: 1000,
    unit: 'PUT',
    source: 'https://aws.amazon.com/s3/pricing/, as quoted by https://c3x.dev/blog/s3-request-fees-explained',
  },
  s3Get: {
    usd: 0.0004,
    per: 1000,
    unit: 'GET',
    source: 'https://aws.amazon.com/s3/pricing/, as quoted by https://c3x.dev/blog/s3-request-fees-explained',
  },
  snsPublish: {
    usd: 0.5,
    per: million,
    unit: 'publish of 64 KB; deliveries to SQS are free',
    source:
      'https://aws.amazon.com/sns/pricing/, as quoted on 2026-06-13 by https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/',
  },
  sqsStandard: {
    usd: 0.4,
    per: million,
    unit: 'request of 64 KB, standard queue',
    source: 'https://aws.amazon.com/sqs/pricing/, as quoted in 2026-03 by https://cloudburn.io/blog/amazon-sqs-pricing',
  },
  sqsFifo: {
    usd: 0.5,
    per: million,
    unit: 'request of 64 KB, FIFO queue',
    source: 'https://aws.amazon.com/sqs/pricing/, as quoted in 2026-03 by https://cloudburn.io/blog/amazon-sqs-pricing',
  },
  lambdaRequest: {
    usd: 0.2,
    per: million,
    unit: 'request',
    source:
      'https://aws.amazon.com/lambda/pricing/, as quoted in 2024 by https://cloudchipr.com/blog/aws-lambda-pricing',
  },
  lambdaGbSecond: {
    usd: 0.000_013_333_4,
    per: 1,
    unit: 'GB-second on arm64',
    source:
      'https://aws.amazon.com/lambda/pricing/, as quoted in 2024 by https://cloudchipr.com/blog/aws-lambda-pricing',
  },
  dynamoRead: {
    usd: 0.125,
    per: million,
    unit: 'read request unit, on demand',
    source:
      'https://aws.amazon.com/dynamodb/pricing/on-demand/, as quoted in 2025-07 by https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  dynamoWrite: {
    usd: 0.625,
    per: million,
    unit: 'write request unit, on demand',
    source:
      'https://aws.amazon.com/dynamodb/pricing/on-demand/, as quoted in 2025-07 by https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
} as const satisfies Readonly<Record<string, Price>>;
