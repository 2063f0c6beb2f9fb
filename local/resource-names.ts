import { createHash } from 'node:crypto';
import type { Identify, Identity } from './intrinsics.ts';

/** The account of this machine. */
export const account = '000000000000';
export const region = 'us-east-1';

/** An ARN of the account and region of this machine. */
export const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM resource, which has no region: `role/…`. */
export const iamArn = (resource: string): string => `arn:aws:iam::${account}:${resource}`;

/** The name of a function in its name, or in the ARN of the function, a version, an alias or an invocation. */
export const functionNameOf = (nameOrArn: unknown): string => {
  const text = String(nameOrArn);
  return /:lambda:[^:]*:[^:]*:function:([\w-]+)/.exec(text)?.[1] ?? text.split(':')[0]!;
};

/** A resource, and what its name depends on. */
interface NamedResource {
  readonly logicalId: string;
  readonly properties: ResourcePlace['properties'];
  readonly resolve: ResourcePlace['resolve'];
  /** URL of SQS on this machine, without a path. */
  readonly endpoint: string;
  readonly account: string;
  arnOf(service: string, resource: string): string;
}
type ResourcePlace = Parameters<Identify>[0];

/** Resources with their logical id as their reference, by service and by the resource part of their ARN. */
const byLogicalId: Readonly<Record<string, readonly [service: string, prefix: string, suffix?: string]>> = {
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/'],
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::Logs::LogGroup': ['logs', 'log-group:', ':*'],
  'AWS::Scheduler::Schedule': ['scheduler', 'schedule/default/'],
  'AWS::CloudWatch::Alarm': ['cloudwatch', 'alarm:'],
  'AWS::CloudWatch::CompositeAlarm': ['cloudwatch', 'alarm:'],
};

const referredByArn = (arn: string): Identity => ({ ref: arn, arn });

/** Resources with a name of their own kind. */
const byType: Readonly<Record<string, (resource: NamedResource) => Identity>> = {
  'AWS::SQS::Queue': ({ logicalId, properties, endpoint, account, arnOf }) => {
    const name = `${logicalId}${properties.FifoQueue === true ? '.fifo' : ''}`;
    return { ref: `${endpoint}/${account}/${name}`, arn: arnOf('sqs', name) };
  },
  'AWS::SNS::Topic': ({ logicalId, arnOf }) => referredByArn(arnOf('sns', logicalId)),
  'AWS::S3::Bucket': ({ logicalId }) => ({
    ref: logicalId.toLowerCase(),
    arn: `arn:aws:s3:::${logicalId.toLowerCase()}`,
  }),
  'AWS::Lambda::Alias': (resource) => qualifiedFunction(resource, String(resource.resolve(resource.properties.Name))),
  'AWS::Lambda::Version': (resource) => qualifiedFunction(resource, '1'),
  'AWS::SecretsManager::Secret': ({ logicalId, properties, arnOf }) =>
    referredByArn(arnOf('secretsmanager', `secret:${String(properties.Name ?? logicalId)}-${secretSuffix(logicalId)}`)),
  'AWS::Events::Rule': ({ logicalId, properties, resolve, arnOf }) => {
    const name = String(resolve(properties.Name ?? logicalId));
    const bus = resolve(properties.EventBusName ?? 'default');
    return { ref: name, arn: arnOf('events', `rule/${bus === 'default' ? '' : `${String(bus)}/`}${name}`) };
  },
  'AWS::IAM::Role': ({ logicalId, account }) => ({
    ref: logicalId,
    arn: `arn:aws:iam::${account}:role/${logicalId}`,
  }),
  'AWS::IAM::ManagedPolicy': ({ logicalId, account }) => referredByArn(`arn:aws:iam::${account}:policy/${logicalId}`),
};

function qualifiedFunction({ properties, resolve, arnOf }: NamedResource, qualifier: string): Identity {
  const name = functionNameOf(String(resolve(properties.FunctionName)));
  return referredByArn(arnOf('lambda', `function:${name}:${qualifier}`));
}

/**
 * Names the resources of the templates as AWS would, so that policies compare the same ARNs here; by logical id, so that a
 * restart finds them again.
 *
 * @param endpoint URL of SQS on this machine, without a path
 */
export const identifyFor = (endpoint: string): Identify =>
  function identify({ logicalId, type, properties, place, resolve }): Identity | undefined {
    const { account, region } = place;
    const arnOf = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
    const [service, prefix, suffix = ''] = byLogicalId[type] ?? [];
    if (service !== undefined) return { ref: logicalId, arn: arnOf(service, `${prefix}${logicalId}${suffix}`) };
    return byType[type]?.({ logicalId, properties, resolve, endpoint, account, arnOf });
  };

/**
 * The hyphen is followed by six characters that Secrets Manager makes up: here by the same at every start.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
 */
const secretSuffix = (logicalId: string): string =>
  createHash('sha256')
    .update(logicalId)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6);
