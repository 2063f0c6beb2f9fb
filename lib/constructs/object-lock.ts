import type { EnvName } from '../../lambdas/env.ts';
import type { StageConfig } from '../stage-config.ts';
import { bucketArnIn, type StateBucket } from './cross-stack.ts';
import type { StageFunction } from './stage-function.ts';

/** The value of `env.objectLock` where objects can be locked. */
export const objectLockOn = 'on';

/** Whether the buckets of a stage have Object Lock, which they have from their creation on or never. */
export const locksObjects = ({
  retain,
  objectLock = retain,
}: Pick<StageConfig, 'retain'> & { readonly objectLock?: boolean | undefined }): boolean => objectLock;

/** Tells a function that it can lock objects. */
export const objectLockEnvironment = (config: Parameters<typeof locksObjects>[0]): Partial<Record<EnvName, string>> =>
  locksObjects(config) ? { objectLock: objectLockOn } : {};

/**
 * Lets a function put objects under legal holds. The prefixes are among those that it reads or writes, whose wildcards are
 * accepted there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-permissions
 */
export function allowLegalHolds(fn: StageFunction, bucket: StateBucket, prefixes: readonly string[]): void {
  const bucketArn = bucketArnIn(fn.fn.stack, bucket);
  fn.allow(
    ['s3:PutObjectLegalHold'],
    prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
  );
}
