import type { Resource } from '../intrinsics.ts';
import { account, arn, region } from '../resource-names.ts';
import {
  type Attached,
  type NamedPolicy,
  namedPolicy,
  objectsOf,
  type Properties,
  textsOf,
} from './policy-document.ts';

/** The policies that a resource of the templates gives to resources, itself among them. */
export function resourcePolicies(id: string, { Type, Properties, identity }: Resource): Attached {
  const policy = (document: unknown): NamedPolicy => namedPolicy(id, document);
  switch (Type) {
    case 'AWS::SNS::TopicPolicy':
      return textsOf(Properties.Topics).map((topic) => [topic, policy(Properties.PolicyDocument)]);
    case 'AWS::SNS::TopicInlinePolicy':
      return [[String(Properties.TopicArn), policy(Properties.PolicyDocument)]];
    case 'AWS::SQS::QueuePolicy':
      return textsOf(Properties.Queues).map((url) => [queueArn(url), policy(Properties.PolicyDocument)]);
    case 'AWS::SQS::QueueInlinePolicy':
      return [[queueArn(String(Properties.Queue)), policy(Properties.PolicyDocument)]];
    case 'AWS::S3::BucketPolicy':
      return [[`arn:aws:s3:::${String(Properties.Bucket)}`, policy(Properties.PolicyDocument)]];
    case 'AWS::SecretsManager::ResourcePolicy':
      return [[String(Properties.SecretId), policy(Properties.ResourcePolicy)]];
    case 'AWS::KMS::Key':
      return [[identity.arn, policy(Properties.KeyPolicy)]];
    case 'AWS::IAM::Role':
      return [[identity.arn, policy(Properties.AssumeRolePolicyDocument)]];
    case 'AWS::DynamoDB::GlobalTable':
      return tablePolicies(Properties).map((document) => [identity.arn, policy(document)]);
    default:
      return [];
  }
}

/** The policy of a global table's replica in the region of this machine. */
const tablePolicies = ({ Replicas }: Properties): readonly unknown[] =>
  objectsOf(Replicas)
    .filter(({ Region = region }) => Region === region)
    .flatMap(({ ResourcePolicy }) => (ResourcePolicy === undefined ? [] : [ResourcePolicy as Properties]))
    .map(({ PolicyDocument }) => PolicyDocument);

/** The ARN of a queue by its URL, which ends in its account and its name. */
export function queueArn(url: string): string {
  const [owner = account, name = ''] = url.split('/').slice(-2);
  return `arn:aws:sqs:${region}:${owner}:${name}`;
}

/**
 * The resource that holds a policy: the bucket of an object, the table of an index. A function's versions and aliases
 * have policies of their own.
 */
export function ownerOf(resource: string): string {
  const [, , service] = resource.split(':');
  if (service === 's3') return resource.split('/', 1)[0]!;
  if (service === 'dynamodb') return resource.split('/').slice(0, 2).join('/');
  return resource;
}

/** Whether a resource is in the account and region of this machine; an ARN without them may be. */
export function isHere(resource: string): boolean {
  const [scheme, , , place = '', owner = ''] = resource.split(':');
  if (scheme !== 'arn') return true;
  return (place === '' || place === region) && (owner === '' || owner === account);
}

/** The ARN of a function, a version or an alias, by that, a part of it, or a name. */
export function functionArn(reference: string): string {
  if (reference.startsWith('arn:')) return reference;
  const [, owner, named] = /^(\d{12}):function:(.+)$/.exec(reference) ?? [];
  return owner === undefined
    ? arn('lambda', `function:${reference}`)
    : `arn:aws:lambda:${region}:${owner}:function:${named}`;
}
