import type { Resource } from '../intrinsics.ts';
import { arn, region } from '../resource-names.ts';
import type { IamCall } from './iam-call.ts';
import { objectsOf, type Properties } from './policy-document.ts';
import { ownerOf } from './resource-policies.ts';

type Resources = ReadonlyMap<string, Resource>;

/** Where each type of resource names its key. */
const keyProperty: Readonly<Record<string, (properties: Properties) => unknown>> = {
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SecretsManager::Secret': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    objectsOf((BucketEncryption as Properties | undefined)?.ServerSideEncryptionConfiguration)
      .map((rule) => (rule.ServerSideEncryptionByDefault as Properties | undefined)?.KMSMasterKeyID)
      .find((key) => key !== undefined),
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) =>
    objectsOf(Replicas)
      .map((replica) => (replica.SSESpecification as Properties | undefined)?.KMSMasterKeyId)
      .find((key) => key !== undefined),
};

/** An alias of AWS's own, such as `alias/aws/sns`, is no key of ours: no right of the caller is asked. */
const isOfAws = (key: string): boolean => /(?:^|:)alias\/aws\//.test(key);

/**
 * The ARN of a key by its id, its ARN or an alias of it.
 *
 * @returns a key of no template as its ARN, for which nobody here has a right; undefined for a key of AWS's own
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
function keyNamer(resources: Resources): (named: string) => string | undefined {
  const of = (type: string): ReadonlyArray<readonly [string, Resource]> =>
    [...resources].filter(([, { Type }]) => Type === type);
  const ids = new Map(of('AWS::KMS::Key').map(([id, { identity }]) => [id, identity.arn]));
  const byId = (id: string): string => ids.get(id) ?? (id.startsWith('arn:') ? id : arn('kms', `key/${id}`));
  const aliases = new Map(
    of('AWS::KMS::Alias').map(
      ([
        ,
        {
          Properties: { AliasName, TargetKeyId },
        },
      ]) => [String(AliasName), byId(String(TargetKeyId))],
    ),
  );
  return (named) => {
    if (isOfAws(named)) return undefined;
    const at = named.indexOf('alias/');
    const alias = at < 0 ? undefined : named.slice(at);
    return alias === undefined ? byId(named) : (aliases.get(alias) ?? (named === alias ? arn('kms', alias) : named));
  };
}

/**
 * Refuses the key of a resource whose type is not known to have one: its use would not be asked for.
 *
 * @throws Error naming the resource and the property
 */
function requireKnownKeys(resources: Resources): void {
  const ids = new Set([...resources].filter(([, { Type }]) => Type === 'AWS::KMS::Key').map(([id]) => id));
  const isKey = (value: string): boolean =>
    ids.has(value) || (/^arn:[^:]*:kms:|^alias\//.test(value) && !isOfAws(value));
  for (const [id, { Type, Properties }] of resources) {
    if (Type in keyProperty || Type.startsWith('AWS::KMS::')) continue;
    const path = keyPathIn(Properties, isKey);
    if (path !== undefined)
      throw new Error(`${id} (${Type}) has a key at ${path}, whose use is not asked for on this machine`);
  }
}

/** The path of the first property that is called after KMS and names a key. */
function keyPathIn(value: unknown, isKey: (value: string) => boolean, name = ''): string | undefined {
  if (typeof value === 'string')
    return /kms/i.test(name.slice(name.lastIndexOf(':') + 1)) && isKey(value) ? name : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = keyPathIn(entry, isKey, name === '' ? key : `${name}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The customer managed key of every resource of the templates that has one, by the resource's ARN. */
export function keyArnsOf(resources: Resources): ReadonlyMap<string, string> {
  const nameKey = keyNamer(resources);
  requireKnownKeys(resources);
  return new Map(
    [...resources.values()].flatMap(({ Type, Properties, identity: { arn: own } }) => {
      const named = keyProperty[Type]?.(Properties);
      const key = typeof named === 'string' ? nameKey(named) : undefined;
      return key === undefined ? [] : [[own, key] as const];
    }),
  );
}

/** Finds the key that a call on a resource uses: the one that its request names, or that of the resource. */
export function keyFinder(resources: Resources): (resource: string, named?: string) => string | undefined {
  const keys = keyArnsOf(resources);
  const nameKey = keyNamer(resources);
  return (resource, named) => (named === undefined ? keys.get(ownerOf(resource)) : nameKey(named));
}

/**
 * A call with what the service does at KMS on the caller's behalf, where its resource lies under a customer managed key, or
 * its request names one.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function withKeyUse(
  call: IamCall,
  keyOf: (resource: string, named?: string) => string | undefined,
): readonly IamCall[] {
  const { keyUse = [], namedKey, action, resource, context = {} } = call;
  const key = keyUse.length === 0 ? undefined : keyOf(resource, namedKey);
  if (key === undefined) return [call];
  const service = action.split(':', 1)[0]!;
  const via = { 'kms:ViaService': `${service}.${region}.amazonaws.com`, ...sourceOf(context) };
  return [call, ...keyUse.map((verb) => ({ action: `kms:${verb}`, resource: key, context: via }))];
}

/** A service that acts for a resource of ours says so to KMS, too. */
const sourceOf = (context: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(context).filter(([name]) => name.startsWith('aws:Source')));
