import { compact } from '../lambdas/compact.ts';
import { entryMetadata, functionMetadata } from '../lib/function-metadata.ts';
import { type Fields, fieldsOf, listOf, textsOf } from './fields.ts';
import { type Resource, resolveTemplates, type Template } from './intrinsics.ts';
import { type MalwareScanWiring, malwareScanOf } from './malware-scan-wiring.ts';
import { functionNameOf, identifyFor } from './resource-names.ts';
import {
  type Declared,
  isStream,
  type QueueUrl,
  type StreamWiring,
  streamOf,
  type TableWiring,
  tableOf,
} from './table-wiring.ts';

interface QueueWiring {
  readonly name: string;
  readonly url: string;
  /** As CreateQueue takes them. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface FunctionWiring {
  /** The name of a deployment is generated: here it is the logical id. */
  readonly name: string;
  readonly arn: string;
  /** The folder under `lambdas/`. */
  readonly stage: string;
  /** The source, relative to the root of the project. */
  readonly entry: string;
  /** `index.handler`: a file of the code, and an export of that file. */
  readonly handler: string;
  readonly memoryMb: number;
  /** The role in which it calls AWS. */
  readonly roleArn: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A route of the HTTP API. */
export interface RouteWiring {
  /** `POST /u/{token}` */
  readonly routeKey: string;
  readonly functionName: string;
  /** ARN of the function, or of an alias of it. */
  readonly functionArn: string;
}

/** A secret, and how its value is generated when nobody sets it. */
export interface SecretWiring {
  /** The key of its value in the data folder. */
  readonly id: string;
  readonly arn: string;
  /** The name that people and settings use. */
  readonly name: string;
  /** `field` names the field of `template` that gets the value; absent: the value is the whole secret. */
  readonly generate?: { readonly template: string; readonly field?: string };
}

/** The templates' resources, in the terms of this machine. */
export interface Wiring {
  readonly queues: readonly QueueWiring[];
  readonly topics: ReadonlyArray<{ readonly name: string; readonly arn: string }>;
  readonly subscriptions: ReadonlyArray<{
    readonly topicArn: string;
    readonly queueArn: string;
    readonly raw: boolean;
  }>;
  readonly buckets: ReadonlyArray<{
    readonly name: string;
    readonly notifications: ReadonlyArray<{ readonly queueUrl: string; readonly prefix: string }>;
  }>;
  /** Buckets whose objects GuardDuty scans, and the queues that get the results. */
  readonly malwareScans: readonly MalwareScanWiring[];
  readonly tables: readonly TableWiring[];
  readonly functions: readonly FunctionWiring[];
  readonly eventSources: ReadonlyArray<{
    readonly functionName: string;
    readonly queueUrl: string;
    readonly batchSize: number;
    readonly maximumConcurrency: number;
    readonly reportsItemFailures: boolean;
  }>;
  readonly streams: readonly StreamWiring[];
  readonly schedules: ReadonlyArray<{
    readonly functionName: string;
    /** ARN of the function, or of an alias of it. */
    readonly functionArn: string;
    readonly everyMs: number;
    readonly input: string;
  }>;
  readonly routes: readonly RouteWiring[];
  readonly secrets: readonly SecretWiring[];
  readonly receiptRule: {
    readonly recipients: readonly string[];
    readonly bucket: string;
    readonly prefix: string;
    readonly topicArn: string;
  };
}

/** The resources of the templates with the names of this machine. */
export const readResources = (endpoint: string, templates: readonly Template[]): ReadonlyMap<string, Resource> =>
  resolveTemplates(templates, identifyFor(endpoint));

/** Reads the wiring from the templates of a stage. @param endpoint URL of SQS on this machine, without a path */
export function readWiring(endpoint: string, templates: readonly Template[]): Wiring {
  const resources = readResources(endpoint, templates);
  const ofType = (type: string): Declared[] =>
    [...resources]
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({ logicalId, resource, properties: resource.Properties }));
  const urlOf: QueueUrl = (arn) => {
    const [account, name] = String(arn).split(':').slice(-2);
    return `${endpoint}/${account}/${name}`;
  };
  const integrations = ofType('AWS::ApiGatewayV2::Integration');
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  return {
    queues: ofType('AWS::SQS::Queue').map(queueOf),
    topics: ofType('AWS::SNS::Topic').map(({ logicalId, resource }) => ({
      name: logicalId,
      arn: resource.identity.arn,
    })),
    subscriptions: ofType('AWS::SNS::Subscription').map(subscriptionOf),
    buckets: ofType('AWS::S3::Bucket').map((bucket) => bucketOf(bucket, urlOf)),
    malwareScans: ofType('AWS::GuardDuty::MalwareProtectionPlan').map((plan) =>
      malwareScanOf(plan, ofType('AWS::Events::Rule'), urlOf),
    ),
    tables: ofType('AWS::DynamoDB::GlobalTable').map(tableOf),
    functions: ofType('AWS::Lambda::Function').flatMap(functionOf),
    eventSources: mappings.filter((mapping) => !isStream(mapping)).map((mapping) => eventSourceOf(mapping, urlOf)),
    streams: mappings.filter(isStream).map((mapping) => streamOf(mapping, urlOf)),
    schedules: ofType('AWS::Scheduler::Schedule').map(scheduleOf),
    routes: ofType('AWS::ApiGatewayV2::Route').map((route) => routeOf(route, integrations)),
    secrets: ofType('AWS::SecretsManager::Secret').map(secretOf),
    receiptRule: receiptRuleOf(ofType('AWS::SES::ReceiptRule')[0]),
  };
}

function queueOf({ resource, properties }: Declared): QueueWiring {
  const { ref, arn } = resource.identity;
  return { name: arn.split(':').at(-1)!, url: ref, attributes: queueAttributes(properties) };
}

const subscriptionOf = ({ properties }: Declared): Wiring['subscriptions'][number] => ({
  topicArn: String(properties.TopicArn),
  queueArn: String(properties.Endpoint),
  raw: properties.RawMessageDelivery === true,
});

const bucketOf = ({ logicalId, properties }: Declared, urlOf: QueueUrl): Wiring['buckets'][number] => ({
  name: logicalId.toLowerCase(),
  notifications: listOf(fieldsOf(properties.NotificationConfiguration).QueueConfigurations).map(({ Queue, Filter }) => {
    const rules = listOf(fieldsOf(fieldsOf(Filter).S3Key).Rules);
    return { queueUrl: urlOf(Queue), prefix: String(rules.find(({ Name }) => Name === 'prefix')?.Value ?? '') };
  }),
});

const eventSourceOf = ({ properties }: Declared, urlOf: QueueUrl): Wiring['eventSources'][number] => ({
  functionName: functionNameOf(properties.FunctionName),
  queueUrl: urlOf(properties.EventSourceArn),
  batchSize: Number(properties.BatchSize ?? 10),
  maximumConcurrency: Number(fieldsOf(properties.ScalingConfig).MaximumConcurrency ?? 2),
  reportsItemFailures: textsOf(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
});

function scheduleOf({ properties }: Declared): Wiring['schedules'][number] {
  const { Arn, Input = '{}' } = fieldsOf(properties.Target);
  return {
    functionName: functionNameOf(Arn),
    functionArn: String(Arn),
    everyMs: rateMs(String(properties.ScheduleExpression)),
    input: String(Input),
  };
}

function routeOf({ properties: { RouteKey, Target } }: Declared, integrations: readonly Declared[]): RouteWiring {
  const integration = integrations.find(({ logicalId }) => `integrations/${logicalId}` === Target);
  const functionArn = String(integration?.properties.IntegrationUri);
  return { routeKey: String(RouteKey), functionName: functionNameOf(functionArn), functionArn };
}

function secretOf({ logicalId, resource, properties }: Declared): SecretWiring {
  const secret = { id: logicalId, arn: resource.identity.arn, name: String(properties.Name ?? logicalId) };
  if (properties.GenerateSecretString === undefined) return secret;
  const { SecretStringTemplate = '{}', GenerateStringKey } = fieldsOf(properties.GenerateSecretString);
  const field = GenerateStringKey === undefined ? undefined : String(GenerateStringKey);
  return { ...secret, generate: compact({ template: String(SecretStringTemplate), field }) };
}

/** @throws Error without a rule that stores mail */
function receiptRuleOf(declared: Declared | undefined): Wiring['receiptRule'] {
  const { Recipients, Actions } = fieldsOf(declared?.properties.Rule);
  const action = listOf(Actions).find(({ S3Action }) => S3Action !== undefined);
  if (action === undefined) throw new Error('the template has no receipt rule with an S3 action');
  const { BucketName, ObjectKeyPrefix = '', TopicArn } = fieldsOf(action.S3Action);
  return {
    recipients: textsOf(Recipients),
    bucket: String(BucketName),
    prefix: String(ObjectKeyPrefix),
    topicArn: String(TopicArn),
  };
}

/** A function that is built from Postern's sources; none for a helper of the CDK. */
function functionOf({ logicalId: name, resource, properties }: Declared): FunctionWiring[] {
  const { [functionMetadata]: stage, [entryMetadata]: entry } = fieldsOf(resource.Metadata);
  if (typeof stage !== 'string' || typeof entry !== 'string') return [];
  const memoryMb = Number(properties.MemorySize ?? 128);
  const variables = Object.entries(fieldsOf(fieldsOf(properties.Environment).Variables));
  const declared = {
    name,
    arn: resource.identity.arn,
    stage,
    entry,
    handler: String(properties.Handler),
    memoryMb,
    timeoutMs: Number(properties.Timeout ?? 3) * 1000,
    roleArn: String(properties.Role),
    environment: {
      // Lambda sets these two.
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      ...Object.fromEntries(variables.map(([key, value]) => [key, String(value)])),
    },
  };
  return [declared];
}

/** Properties of a queue that CreateQueue has as attributes with the same names. */
const queueAttributeNames = [
  'MessageRetentionPeriod',
  'VisibilityTimeout',
  'DelaySeconds',
  'FifoQueue',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

function queueAttributes(properties: Fields): Record<string, string> {
  const plain = queueAttributeNames
    .filter((name) => properties[name] !== undefined)
    .map((name) => [name, String(properties[name])]);
  const { deadLetterTargetArn, maxReceiveCount } = fieldsOf(properties.RedrivePolicy);
  const redrive =
    properties.RedrivePolicy === undefined
      ? undefined
      : JSON.stringify({ deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) });
  return { ...Object.fromEntries(plain), ...compact({ RedrivePolicy: redrive }) };
}

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds of `rate(5 minutes)`. @throws Error for any other expression */
function rateMs(expression: string): number {
  const [, amount, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount === undefined) throw new Error(`the schedule ${expression} is not a rate`);
  return Number(amount) * unitsMs[unit]!;
}
