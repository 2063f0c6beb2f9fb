/** A list price of AWS in USD. */
interface Price {
  readonly service: Service;
  readonly usd: number;
  /** The amount that the price is for. */
  readonly per: number;
  readonly unit: string;
  /** AWS's own page with the price. */
  readonly source: string;
  /** Where the figure was read: a copy of that page by a third party, with its date. */
  readonly copy: string;
}

/** Services in the order in which tables show them. */
export const services = [
  'SES',
  'S3',
  'SNS',
  'SQS',
  'Lambda',
  'DynamoDB',
  'CloudWatch',
  'KMS',
  'Secrets Manager',
  'Scheduler',
  'Data transfer',
] as const;

export type Service = (typeof services)[number];

/** The region of the prices; eu-central-1 is 5 to 20 % dearer, depending on the service. */
export const priceRegion = 'us-east-1';

/** The day on which the copies were read. None of AWS's own pages could be read: they load their figures by script. */
export const pricesReadOn = '2026-12-01';

const million = 1_000_000;

const ses = {
  service: 'SES',
  source: 'https://aws.amazon.com/ses/pricing/',
  copy: 'price list of 2026-07-22 by https://github.com/api-evangelist/amazon-ses/blob/main/plans/amazon-ses-plans-pricing.yml',
} as const;
const s3Requests = {
  service: 'S3',
  source: 'https://aws.amazon.com/s3/pricing/',
  copy: 'https://c3x.dev/blog/s3-request-fees-explained',
} as const;
const s3Storage = {
  source: 'https://aws.amazon.com/s3/pricing/',
  copy: '2026-06, https://www.usage.ai/blogs/aws/storage-cost/s3/cost-calculator/',
} as const;
const sqs = {
  service: 'SQS',
  source: 'https://aws.amazon.com/sqs/pricing/',
  copy: '2026-03, https://cloudburn.io/blog/amazon-sqs-pricing',
} as const;
const lambda = {
  service: 'Lambda',
  source: 'https://aws.amazon.com/lambda/pricing/',
  copy: '2024, https://cloudchipr.com/blog/aws-lambda-pricing',
} as const;
const dynamo = {
  service: 'DynamoDB',
  source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  copy: '2025-07, https://airbyte.com/data-engineering-resources/dynamodb-pricing',
} as const;
const dynamoStorage = {
  ...dynamo,
  copy: 'the storage price on a stored copy of https://aws.amazon.com/dynamodb/pricing/; the backup price from memory',
} as const;
const cloudWatch = {
  service: 'CloudWatch',
  source: 'https://aws.amazon.com/cloudwatch/pricing/',
  copy: '2026-02, https://cloudburn.io/blog/amazon-cloudwatch-pricing, and 2026-06-13, https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
} as const;
const alarms = { ...cloudWatch, copy: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm' } as const;
const kms = {
  service: 'KMS',
  source: 'https://aws.amazon.com/kms/pricing/',
  copy: '2026-06-13, https://www.factualminds.com/blog/aws-kms-pricing-keys-requests-multi-region/',
} as const;
const secrets = {
  service: 'Secrets Manager',
  source: 'https://aws.amazon.com/secrets-manager/pricing/',
  copy: 'https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
} as const;

/** List prices without free tiers, volume tiers and discounts. */
export const priceTable = {
  sesMail: { ...ses, usd: 0.1, per: 1000, unit: 'incoming mail' },
  sesChunk: { ...ses, usd: 0.09, per: 1000, unit: 'chunk of 256 KB of incoming mail, begun ones counted' },
  s3Put: { ...s3Requests, usd: 0.005, per: 1000, unit: 'PUT or LIST' },
  s3Get: { ...s3Requests, usd: 0.0004, per: 1000, unit: 'GET' },
  s3Gb: { ...s3Storage, service: 'S3', usd: 0.023, per: 1, unit: 'GB-month, standard class' },
  snsPublish: {
    service: 'SNS',
    usd: 0.5,
    per: million,
    unit: 'publish of 64 KB; deliveries to SQS are free',
    source: 'https://aws.amazon.com/sns/pricing/',
    copy: '2026-06-13, https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/',
  },
  sqsStandard: { ...sqs, usd: 0.4, per: million, unit: 'request of 64 KB, standard queue' },
  sqsFifo: { ...sqs, usd: 0.5, per: million, unit: 'request of 64 KB, FIFO queue' },
  lambdaRequest: { ...lambda, usd: 0.2, per: million, unit: 'request' },
  lambdaGbSecond: { ...lambda, usd: 0.000_013_333_4, per: 1, unit: 'GB-second on arm64' },
  dynamoRead: { ...dynamo, usd: 0.125, per: million, unit: 'read request unit, on demand' },
  dynamoWrite: { ...dynamo, usd: 0.625, per: million, unit: 'write request unit, on demand' },
  dynamoGb: { ...dynamoStorage, usd: 0.25, per: 1, unit: 'GB-month of a table' },
  dynamoBackupGb: { ...dynamoStorage, usd: 0.2, per: 1, unit: 'GB-month of a table with point-in-time recovery' },
  metric: { ...cloudWatch, usd: 0.3, per: 1, unit: 'custom metric and month: each set of dimension values is one' },
  alarm: { ...alarms, usd: 0.1, per: 1, unit: 'metric that an alarm looks at, and month' },
  compositeAlarm: { ...alarms, usd: 0.5, per: 1, unit: 'composite alarm and month' },
  dashboard: { ...cloudWatch, usd: 3, per: 1, unit: 'dashboard and month' },
  logGb: { ...cloudWatch, usd: 0.5, per: 1, unit: 'GB of logs taken in' },
  logMaskGb: { ...cloudWatch, usd: 0.12, per: 1, unit: 'GB of logs searched for data to mask (from memory)' },
  logStoredGb: { ...cloudWatch, usd: 0.03, per: 1, unit: 'GB-month of logs (from memory)' },
  kmsKey: { ...kms, usd: 1, per: 1, unit: 'customer-managed key and month' },
  kmsRequest: { ...kms, usd: 0.03, per: 10_000, unit: 'request' },
  secret: { ...secrets, usd: 0.4, per: 1, unit: 'secret and month' },
  secretRequest: { ...secrets, usd: 0.05, per: 10_000, unit: 'request' },
  schedule: {
    service: 'Scheduler',
    usd: 1,
    per: million,
    unit: 'run of a schedule',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
    copy: '2026-03, https://cloudburn.io/blog/amazon-eventbridge-pricing',
  },
  egressGb: { ...s3Storage, service: 'Data transfer', usd: 0.09, per: 1, unit: 'GB to the internet' },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof priceTable;
