import type { Resource } from '../intrinsics.ts';
import { region } from '../resource-names.ts';
import type { IamCall } from './iam-call.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Where each type of resource names its key. */
const keyProperty: Readonly<Record<string, (properties: Properties) => unknown>> = {
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SecretsManager::Secret': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    listOf(BucketEncryption, 'ServerSideEncryptionConfiguration')
      .map((rule) => (rule.ServerSideEncryptionByDefault as Properties | undefined)?.KMSMasterKeyID)
      .find((key) => key !== undefined),
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) =>
    listOf({ Replicas }, 'Replicas')
      .map((replica) => (replica.SSESpecification as Properties | undefined)?.KMSMasterKeyId)
      .find((key) => key !== undefined),
};

const listOf = (value: unknown, field: string): readonly Properties[] => {
  const list = (value as Properties | undefined)?.[field];
  return Array.isArray(list) ? (list as readonly Properties[]) : [];
};

/** The customer managed key of every resource of the templates that has one, by the resource's ARN. */
export function keyArnsOf(resources: ReadonlyMap<string, Resource>): ReadonlyMap<string, string> {
  const keys = new Map(
    [...resources].filter(([, { Type }]) => Type === 'AWS::KMS::Key').map(([id, { identity }]) => [id, identity.arn]),
  );
  return new Map(
    [...resources.values()].flatMap(({ Type, Properties, identity: { arn: own } }) => {
      const named = keyProperty[Type]?.(Properties);
      if (typeof named !== 'string') return [];
      // By id or by ARN; an alias of AWS's own, such as alias/aws/sns, is no key of ours.
      const key = keys.get(named) ?? (named.includes(':key/') ? named : undefined);
      return key === undefined ? [] : [[own, key] as const];
    }),
  );
}

/**
 * A call with what the service does at KMS on the caller's behalf, where its resource lies under a customer managed key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function withKeyUse(call: IamCall, keyOf: (resource: string) => string | undefined): readonly IamCall[] {
  const { keyUse = [], action, resource, context = {} } = call;
  const key = keyUse.length === 0 ? undefined : keyOf(resource);
  if (key === undefined) return [call];
  const service = action.split(':', 1)[0]!;
  const via = { 'kms:ViaService': `${service}.${region}.amazonaws.com`, ...sourceOf(context) };
  return [call, ...keyUse.map((verb) => ({ action: `kms:${verb}`, resource: key, context: via }))];
}

/** A service that acts for a resource of ours says so to KMS, too. */
const sourceOf = (context: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(context).filter(([name]) => name.startsWith('aws:Source')));
