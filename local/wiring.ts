import { compact } from '../lambdas/compact.ts';
import { entryMetadata, functionMetadata } from '../lib/function-metadata.ts';
import { type Resource, resolveTemplates, type Template } from './intrinsics.ts';
import { functionNameOf, identifyFor } from './resource-names.ts';

export interface QueueWiring {
  readonly name: string;
  readonly url: string;
  /** As CreateQueue takes them. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TableWiring {
  readonly name: string;
  readonly keySchema: ReadonlyArray<{ AttributeName: string; KeyType: 'HASH' | 'RANGE' }>;
  readonly attributes: ReadonlyArray<{ AttributeName: string; AttributeType: 'S' | 'N' | 'B' }>;
  readonly indexes: readonly Record<string, unknown>[];
  readonly ttlAttribute?: string;
}

export interface FunctionWiring {
  /** What a deployment calls it: here its logical id. */
  readonly name: string;
  readonly arn: string;
  /** Which of ours it is: the folder under `lambdas/`. */
  readonly stage: string;
  /** The source that it is built from, from the root of the project. */
  readonly entry: string;
  /** `index.handler`: a file of its code, and an export of that. */
  readonly handler: string;
  readonly memoryMb: number;
  /** As whom it calls AWS. */
  readonly roleArn: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One route of the HTTP API. */
export interface RouteWiring {
  /** `POST /u/{token}` */
  readonly routeKey: string;
  readonly functionName: string;
  /** Of the function, or of an alias of it. */
  readonly functionArn: string;
}

/** A secret, and how its value is made where nobody puts one. */
export interface SecretWiring {
  /** Under which its value is kept. */
  readonly id: string;
  readonly arn: string;
  /** The name that people and settings use. */
  readonly name: string;
  /** `field` names the field of `template` that gets the value; absent: the value is the whole secret. */
  readonly generate?: { readonly template: string; readonly field?: string };
}

/** What the templates say, in the terms of this machine. */
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
  readonly tables: readonly TableWiring[];
  readonly functions: readonly FunctionWiring[];
  readonly eventSources: ReadonlyArray<{
    readonly functionName: string;
    readonly queueUrl: string;
    readonly batchSize: number;
    readonly maximumConcurrency: number;
    readonly reportsItemFailures: boolean;
  }>;
  readonly schedules: ReadonlyArray<{
    readonly functionName: string;
    /** Of the function, or of an alias of it. */
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

type Properties = Record<string, unknown>;

/** The resources of the templates with the names of this machine. */
export const readResources = (endpoint: string, templates: readonly Template[]): ReadonlyMap<string, Resource> =>
  resolveTemplates(templates, identifyFor(endpoint));

/** Reads the wiring off the templates of a stage; `endpoint` is where SQS will answer. */
export function readWiring(endpoint: string, templates: readonly Template[]): Wiring {
  const resources = readResources(endpoint, templates);
  const of = (type: string): Array<Properties & { readonly logicalId: string; readonly resource: Resource }> =>
    [...resources]
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({ ...resource.Properties, logicalId, resource }));
  const urlOf = (arn: unknown): string => {
    const [account, name] = String(arn).split(':').slice(-2);
    return `${endpoint}/${account}/${name}`;
  };
  const functions = of('AWS::Lambda::Function').flatMap(({ logicalId, resource }) => functionOf(logicalId, resource));
  const rule = of('AWS::SES::ReceiptRule')[0]?.Rule as Properties | undefined;
  const s3Action = (rule?.Actions as Array<{ S3Action?: Properties }> | undefined)?.find(
    (action) => action.S3Action,
  )?.S3Action;
  if (rule === undefined || s3Action === undefined)
    throw new Error('the template has no receipt rule with an S3 action');

  return {
    queues: of('AWS::SQS::Queue').map(({ logicalId: _, resource, ...properties }) => {
      const { ref, arn } = resource.identity;
      return { name: arn.split(':').at(-1)!, url: ref, attributes: queueAttributes(properties) };
    }),
    topics: of('AWS::SNS::Topic').map(({ logicalId, resource }) => ({ name: logicalId, arn: resource.identity.arn })),
    subscriptions: of('AWS::SNS::Subscription').map(({ TopicArn, Endpoint, RawMessageDelivery }) => ({
      topicArn: String(TopicArn),
      queueArn: String(Endpoint),
      raw: RawMessageDelivery === true,
    })),
    buckets: of('AWS::S3::Bucket').map(({ logicalId, NotificationConfiguration }) => ({
      name: logicalId.toLowerCase(),
      notifications: notificationsOf(NotificationConfiguration as Properties | undefined, urlOf),
    })),
    tables: of('AWS::DynamoDB::GlobalTable').map(({ logicalId, resource, ...properties }) =>
      tableOf(logicalId, properties),
    ),
    functions,
    eventSources: of('AWS::Lambda::EventSourceMapping').map((mapping) => ({
      functionName: functionNameOf(String(mapping.FunctionName)),
      queueUrl: urlOf(mapping.EventSourceArn),
      batchSize: Number(mapping.BatchSize ?? 10),
      maximumConcurrency: Number((mapping.ScalingConfig as Properties | undefined)?.MaximumConcurrency ?? 2),
      reportsItemFailures: ((mapping.FunctionResponseTypes as string[] | undefined) ?? []).includes(
        'ReportBatchItemFailures',
      ),
    })),
    schedules: of('AWS::Scheduler::Schedule').map(({ ScheduleExpression, Target }) => ({
      functionName: functionNameOf(String((Target as Properties).Arn)),
      functionArn: String((Target as Properties).Arn),
      everyMs: rateMs(String(ScheduleExpression)),
      input: String((Target as Properties).Input ?? '{}'),
    })),
    routes: routesOf(of('AWS::ApiGatewayV2::Route'), of('AWS::ApiGatewayV2::Integration')),
    secrets: of('AWS::SecretsManager::Secret').map(({ logicalId, resource, Name, GenerateSecretString }) => {
      const secret = { id: logicalId, arn: resource.identity.arn, name: String(Name ?? logicalId) };
      const generated = GenerateSecretString as
        | { SecretStringTemplate?: string; GenerateStringKey?: string }
        | undefined;
      if (generated === undefined) return secret;
      const { SecretStringTemplate: template = '{}', GenerateStringKey: field } = generated;
      return { ...secret, generate: compact({ template, field }) };
    }),
    receiptRule: {
      recipients: rule.Recipients as string[],
      bucket: String(s3Action.BucketName),
      prefix: String(s3Action.ObjectKeyPrefix ?? ''),
      topicArn: String(s3Action.TopicArn),
    },
  };
}

function routesOf(
  routes: readonly Properties[],
  integrations: ReadonlyArray<Properties & { readonly logicalId: string }>,
): RouteWiring[] {
  return routes.map(({ RouteKey, Target }) => {
    const integration = integrations.find(({ logicalId }) => `integrations/${logicalId}` === Target);
    const functionArn = String(integration?.IntegrationUri);
    return { routeKey: String(RouteKey), functionName: functionNameOf(functionArn), functionArn };
  });
}

/** A function that is built from our sources; none for a helper of the CDK. */
function functionOf(name: string, { Properties, Metadata = {}, identity }: Resource): FunctionWiring[] {
  const [stage, entry] = [Metadata[functionMetadata], Metadata[entryMetadata]];
  if (typeof stage !== 'string' || typeof entry !== 'string') return [];
  const variables = (Properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  const memoryMb = Number(Properties.MemorySize ?? 128);
  const declared = {
    name,
    arn: identity.arn,
    stage,
    entry,
    handler: String(Properties.Handler),
    memoryMb,
    timeoutMs: Number(Properties.Timeout ?? 3) * 1000,
    roleArn: String(Properties.Role),
    environment: {
      // As Lambda sets them.
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    },
  };
  return [declared];
}

/** CloudFormation's queue properties are CreateQueue's attributes under nearly the same names. */
function queueAttributes(properties: Properties): Record<string, string> {
  const names: Record<string, string> = {
    MessageRetentionPeriod: 'MessageRetentionPeriod',
    VisibilityTimeout: 'VisibilityTimeout',
    DelaySeconds: 'DelaySeconds',
    FifoQueue: 'FifoQueue',
    DeduplicationScope: 'DeduplicationScope',
    FifoThroughputLimit: 'FifoThroughputLimit',
  };
  const plain = Object.entries(names).flatMap(([from, to]) =>
    properties[from] === undefined ? [] : [[to, String(properties[from])] as const],
  );
  const redrive = properties.RedrivePolicy as Properties | undefined;
  return {
    ...Object.fromEntries(plain),
    ...compact({
      RedrivePolicy: redrive
        ? JSON.stringify({
            deadLetterTargetArn: redrive.deadLetterTargetArn,
            maxReceiveCount: Number(redrive.maxReceiveCount),
          })
        : undefined,
    }),
  };
}

function notificationsOf(configuration: Properties | undefined, urlOf: (arn: unknown) => string) {
  const queues = (configuration?.QueueConfigurations ?? []) as Array<{
    Queue: string;
    Filter?: { S3Key?: { Rules?: Array<{ Name: string; Value: string }> } };
  }>;
  return queues.map(({ Queue, Filter }) => ({
    queueUrl: urlOf(Queue),
    prefix: Filter?.S3Key?.Rules?.find(({ Name }) => Name === 'prefix')?.Value ?? '',
  }));
}

function tableOf(name: string, properties: Properties): TableWiring {
  const ttl = properties.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
  const indexes = (properties.GlobalSecondaryIndexes ?? []) as Properties[];
  return compact({
    name,
    keySchema: properties.KeySchema as TableWiring['keySchema'],
    attributes: properties.AttributeDefinitions as TableWiring['attributes'],
    indexes: indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    ttlAttribute: ttl?.Enabled === true && ttl.AttributeName !== undefined ? ttl.AttributeName : undefined,
  });
}

function rateMs(expression: string): number {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount === undefined) throw new Error(`the schedule ${expression} is not a rate`);
  const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit as 'minute'];
  return Number(amount) * unitMs;
}
