import { readResources } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import type { LifecycleRule } from './services/s3.ts';

interface BucketProperties {
  readonly LifecycleConfiguration?: {
    readonly Rules: ReadonlyArray<{
      readonly Prefix?: string;
      readonly ExpirationInDays?: number;
      readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
    }>;
  };
}

/** The lifecycle rules of the templates' buckets that delete objects by their age. */
export async function lifecycleRules(endpoint: string): Promise<LifecycleRule[]> {
  return [...readResources(endpoint, await localTemplates())].flatMap(([id, { Type, Properties }]) =>
    Type === 'AWS::S3::Bucket' ? rulesOf(id.toLowerCase(), Properties as BucketProperties) : [],
  );
}

const rulesOf = (bucket: string, { LifecycleConfiguration }: BucketProperties): LifecycleRule[] =>
  (LifecycleConfiguration?.Rules ?? []).flatMap(
    ({ Prefix: prefix = '', ExpirationInDays: days, NoncurrentVersionExpiration }) =>
      days === undefined
        ? []
        : [{ bucket, prefix, days, noncurrentDays: NoncurrentVersionExpiration?.NoncurrentDays ?? days }],
  );
