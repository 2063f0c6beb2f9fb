import { functionMetadata } from '../../lib/function-metadata.ts';
import type { Resource } from '../intrinsics.ts';
import { account, arn, functionNameOf } from '../resource-names.ts';
import { keyArnsOf } from './encryption.ts';

/** One statement of a policy document, with its intrinsic functions resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy of the templates. */
export interface NamedPolicy {
  /** Logical id of the resource that holds it. */
  readonly name: string;
  readonly document: { readonly Version?: string; readonly Statement: readonly Statement[] };
}

/** The policies of the templates, by whom and what they are for. */
export interface Policies {
  /** Inline and managed policies of a role. */
  ofRole(roleArn: string): readonly NamedPolicy[];
  /** The policy of a resource, or of what it is in: an object's bucket, an index's table. */
  ofResource(resource: string): NamedPolicy | undefined;
  /** The customer managed key that a resource, or what it is in, lies under. */
  keyOf(resource: string): string | undefined;
}

type Resources = ReadonlyMap<string, Resource>;
type Properties = Readonly<Record<string, unknown>>;
type Attached = ReadonlyArray<readonly [arn: string, policy: NamedPolicy]>;

/**
 * Reads the policies of resolved templates.
 *
 * @throws Error naming the resource when a second policy would replace the first, or a role has a policy from elsewhere
 */
export function readPolicies(resources: Resources): Policies {
  const all = withoutHelpers(resources);
  const roles = Map.groupBy(
    all.flatMap(([id, resource]) => rolePolicies(id, resource, resources)),
    ([roleArn]) => roleArn,
  );
  const owned = new Map<string, NamedPolicy>();
  for (const [owner, policy] of all.flatMap(([id, resource]) => resourcePolicies(id, resource))) {
    if (owned.has(owner))
      throw new Error(
        `${policy.name} and ${owned.get(owner)?.name} are policies of ${owner}: the last replaces the other`,
      );
    owned.set(owner, policy);
  }
  for (const [target, statements] of permissions(all)) owned.set(target, statements);
  const keys = keyArnsOf(resources);
  return {
    ofRole: (roleArn) => (roles.get(roleArn) ?? []).map(([, policy]) => policy),
    ofResource: (resource) => owned.get(ownerOf(resource)),
    keyOf: (resource) => keys.get(ownerOf(resource)),
  };
}

/** Roles of functions that are the CDK's own: they run in a deployment only, under policies of AWS whose text is not here. */
function helperRoles(resources: Resources): ReadonlySet<string> {
  const helpers = [...resources.values()].filter(
    ({ Type, Metadata }) => Type === 'AWS::Lambda::Function' && Metadata?.[functionMetadata] === undefined,
  );
  return new Set(helpers.map(({ Properties }) => String(Properties.Role)));
}

function withoutHelpers(resources: Resources): ReadonlyArray<readonly [string, Resource]> {
  const helpers = helperRoles(resources);
  return [...resources].filter(([, { identity }]) => !helpers.has(identity.arn));
}

/**
 * Every policy of resolved templates once: of roles, of resources, and managed ones, whether a role has them or not; but
 * not of the roles of functions that come with the CDK.
 *
 * @throws Error naming a role that has a policy from elsewhere
 */
export function allPolicies(resources: Resources): NamedPolicy[] {
  const all = withoutHelpers(resources);
  const held = all.flatMap(([id, resource]) => [
    ...rolePolicies(id, resource, resources),
    ...resourcePolicies(id, resource),
  ]);
  const managed = all
    .filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy')
    .map(([id, { Properties }]) => ({ name: id, document: documentOf(Properties.PolicyDocument) }));
  const policies = [...held.map(([, policy]) => policy), ...managed, ...permissions(all).values()];
  return [...new Map(policies.map((policy) => [policy.document, policy])).values()];
}

/**
 * What holds the policy of a resource: the bucket of an object, the table of an index. A function's versions and aliases
 * have policies of their own.
 */
export function ownerOf(resource: string): string {
  const [, , service, , , ...rest] = resource.split(':');
  if (service === 's3') return resource.split('/', 1)[0]!;
  if (service === 'dynamodb') return arn(service, rest.join(':').split('/').slice(0, 2).join('/'));
  return resource;
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function rolePolicies(id: string, resource: Resource, resources: Resources): Attached {
  const { Type, Properties } = resource;
  const roleNames = (): readonly string[] => textsOf(Properties.Roles);
  switch (Type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return roleNames().map((name) => [
        `arn:aws:iam::${account}:role/${name}`,
        { name: id, document: documentOf(Properties.PolicyDocument) },
      ]);
    case 'AWS::IAM::Role':
      return [...inlinePolicies(id, resource), ...attachedPolicies(id, resource, resources)];
    default:
      return [];
  }
}

function inlinePolicies(id: string, role: Resource): Attached {
  const inline = Array.isArray(role.Properties.Policies) ? (role.Properties.Policies as readonly Properties[]) : [];
  return inline.map(({ PolicyDocument }) => [role.identity.arn, { name: id, document: documentOf(PolicyDocument) }]);
}

function attachedPolicies(id: string, role: Resource, resources: Resources): Attached {
  return textsOf(role.Properties.ManagedPolicyArns).map((policyArn) => {
    const [name, managed] = [...resources].find(([_other, found]) => found.identity.arn === policyArn) ?? [];
    if (name === undefined || managed === undefined)
      throw new Error(
        `role ${id} has the policy ${policyArn}, whose text is not in the templates; write its statements out`,
      );
    return [role.identity.arn, { name, document: documentOf(managed.Properties.PolicyDocument) }];
  });
}

function resourcePolicies(id: string, resource: Resource): Attached {
  const { Type, Properties } = resource;
  const policy = (document: unknown): NamedPolicy => ({ name: id, document: documentOf(document) });
  switch (Type) {
    case 'AWS::SNS::TopicPolicy':
      return textsOf(Properties.Topics).map((topic) => [topic, policy(Properties.PolicyDocument)]);
    case 'AWS::SQS::QueuePolicy':
      return textsOf(Properties.Queues).map((url) => [
        arn('sqs', url.split('/').at(-1)!),
        policy(Properties.PolicyDocument),
      ]);
    case 'AWS::S3::BucketPolicy':
      return [[`arn:aws:s3:::${String(Properties.Bucket)}`, policy(Properties.PolicyDocument)]];
    case 'AWS::SecretsManager::ResourcePolicy':
      return [[String(Properties.SecretId), policy(Properties.ResourcePolicy)]];
    case 'AWS::KMS::Key':
      return [[resource.identity.arn, policy(Properties.KeyPolicy)]];
    case 'AWS::IAM::Role':
      return [[resource.identity.arn, policy(Properties.AssumeRolePolicyDocument)]];
    default:
      return [];
  }
}

/** The permissions of a function, or of one of its versions or aliases, are the statements of one policy. */
function permissions(all: ReadonlyArray<readonly [string, Resource]>): Map<string, NamedPolicy> {
  const own = all.filter(([, { Type }]) => Type === 'AWS::Lambda::Permission');
  const byTarget = Map.groupBy(own, ([, { Properties }]) => functionArn(String(Properties.FunctionName)));
  return new Map(
    [...byTarget].map(([target, entries]) => {
      const Statement = entries.map(([, { Properties }]) => permissionStatement(target, Properties));
      return [target, { name: entries[0]![0], document: { Version: '2012-10-17', Statement } }];
    }),
  );
}

const functionArn = (reference: string): string =>
  reference.startsWith('arn:') ? reference : arn('lambda', `function:${functionNameOf(reference)}`);

/**
 * The statement that Lambda makes of a permission.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
function permissionStatement(target: string, { Action, Principal, SourceArn, SourceAccount }: Properties): Statement {
  const principal = String(Principal);
  return {
    Effect: 'Allow',
    Action: String(Action),
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Resource: target,
    Condition: {
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  };
}

/** The evaluator judges what is in a document; one that is none it refuses. */
const documentOf = (document: unknown): NamedPolicy['document'] => document as NamedPolicy['document'];
