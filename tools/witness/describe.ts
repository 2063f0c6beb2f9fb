import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** The description of a resource by its service, by the names that the properties have in a template; absent: not set. */
type Description = Readonly<Record<string, unknown>>;

/** Asks a service about a resource by its physical id. */
type Describe = (physicalId: string) => Promise<Description>;

/** Credentials that a server accepts which checks none. */
export const anyone = { accessKeyId: 'witness', secretAccessKey: 'witness' };

/** For each type of resource that can be compared: how its service describes it. */
export function describers(endpoint: string, region: string): Readonly<Record<string, Describe>> {
  const common = { endpoint, region, credentials: anyone };
  const sqs = new SQSClient({ ...common, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient(common);
  const json = jsonCaller(endpoint, region);
  return {
    'AWS::SQS::Queue': (QueueUrl) => describeQueue(sqs, QueueUrl),
    'AWS::SNS::Topic': async (TopicArn) =>
      (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {},
    'AWS::DynamoDB::Table': (TableName) => describeTable(new DynamoDBClient(common), TableName),
    'AWS::S3::Bucket': (Bucket) => describeBucket(new S3Client({ ...common, forcePathStyle: true }), Bucket),
    'AWS::KMS::Key': async (KeyId) => {
      const { Policy } = await json('kms', 'TrentService.GetKeyPolicy', { KeyId, PolicyName: 'default' });
      const { KeyRotationEnabled } = await json('kms', 'TrentService.GetKeyRotationStatus', { KeyId });
      // AWS answers a text; moto the document as CloudFormation handed it over.
      const KeyPolicy = typeof Policy === 'string' ? (JSON.parse(Policy) as unknown) : Policy;
      return { EnableKeyRotation: KeyRotationEnabled, KeyPolicy };
    },
    'AWS::Logs::LogGroup': async (name) => {
      const { logGroups } = await json('logs', 'Logs_20140328.DescribeLogGroups', { logGroupNamePrefix: name });
      const [group] = logGroups as Array<{ logGroupName: string; retentionInDays?: number }>;
      return { LogGroupName: group?.logGroupName, RetentionInDays: group?.retentionInDays };
    },
    'AWS::Events::Rule': async (physicalId) => {
      const Name = physicalId.split('/').at(-1)!;
      const rule = await json('events', 'AWSEvents.DescribeRule', { Name });
      const { Targets } = await json('events', 'AWSEvents.ListTargetsByRule', { Rule: Name });
      return { EventPattern: JSON.parse(String(rule.EventPattern)) as unknown, State: rule.State, Targets };
    },
  };
}

async function describeQueue(sqs: SQSClient, QueueUrl: string): Promise<Description> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  const { RedrivePolicy } = Attributes;
  return {
    ...Attributes,
    QueueName: QueueUrl.split('/').at(-1),
    RedrivePolicy: RedrivePolicy === undefined ? undefined : (JSON.parse(RedrivePolicy) as unknown),
  };
}

async function describeTable(dynamo: DynamoDBClient, TableName: string): Promise<Description> {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
  const { ContinuousBackupsDescription } = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    ...Table,
    BillingMode: Table?.BillingModeSummary?.BillingMode,
    TimeToLiveSpecification: {
      AttributeName: TimeToLiveDescription?.AttributeName,
      Enabled: TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED',
    },
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      RecoveryPeriodInDays: recovery?.RecoveryPeriodInDays,
    },
    SSESpecification: {
      SSEEnabled: Table?.SSEDescription?.Status === 'ENABLED',
      SSEType: Table?.SSEDescription?.SSEType,
      KMSMasterKeyId: Table?.SSEDescription?.KMSMasterKeyArn,
    },
  };
}

async function describeBucket(s3: S3Client, Bucket: string): Promise<Description> {
  const [encryption, versioning, access, lifecycle, notification, logging, ownership] = await Promise.all([
    unlessAbsent(s3.send(new GetBucketEncryptionCommand({ Bucket }))),
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    unlessAbsent(s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    unlessAbsent(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    s3.send(new GetBucketLoggingCommand({ Bucket })),
    unlessAbsent(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
  ]);
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules?.map((rule) => ({
    BucketKeyEnabled: rule.BucketKeyEnabled,
    ServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault,
  }));
  return {
    BucketEncryption: { ServerSideEncryptionConfiguration: rules },
    VersioningConfiguration: { Status: versioning.Status },
    PublicAccessBlockConfiguration: access?.PublicAccessBlockConfiguration,
    LifecycleConfiguration: lifecycle && { Rules: lifecycle.Rules },
    LoggingConfiguration: logging.LoggingEnabled,
    OwnershipControls: ownership?.OwnershipControls,
    NotificationConfiguration: notification.QueueConfigurations && notification,
  };
}

/** S3 answers a setting that was never made with an error of its own. */
const unlessAbsent = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: Error) => {
    if (/NotFound|NoSuch/.test(error.name)) return undefined;
    throw error;
  });

/** Calls a service of the JSON protocol that no client of ours is for; a server that checks no signature needs none. */
function jsonCaller(endpoint: string, region: string) {
  return async (service: string, target: string, input: object): Promise<Description> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=witness/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target} answers ${response.status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as Description;
  };
}
