import { PutObjectLegalHoldCommand, type S3Client } from '@aws-sdk/client-s3';
import { errorNameOf } from './aws-error.ts';
import { createObjectVersions } from './object-versions.ts';

/** An object of a bucket. */
export interface LockedObject {
  readonly bucket: string;
  readonly key: string;
}

/** Object Lock refused: the work can be resumed when the reason is gone. */
class ObjectLockDeniedError extends Error {
  override readonly name = 'ObjectLockDeniedError';
}

/** Sets the legal holds of objects. @returns the number of versions that were set */
export type SetObjectLocks = (objects: readonly LockedObject[], status: 'ON' | 'OFF') => Promise<number>;

/** Where objects cannot be locked: whoever places a hold says so. */
export const noObjectLocks: SetObjectLocks = async () => 0;

/**
 * The newest version of each object, without a list of versions: of objects that were written a moment ago.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html
 */
export const lockNewestVersions =
  (s3: Pick<S3Client, 'send'>): SetObjectLocks =>
  async (objects, status) => {
    const set = await Promise.all(objects.map(({ bucket, key }) => setLock(s3, { bucket, key }, status)));
    return set.filter(Boolean).length;
  };

/**
 * All versions of each object: a lifecycle rule leaves an expired object as an old version behind a delete marker, and lets it
 * go a week later.
 */
export const lockAllVersions =
  (s3: S3Client): SetObjectLocks =>
  async (objects, status) => {
    const versions = createObjectVersions(s3);
    let count = 0;
    for (const { bucket, key } of objects)
      for (const { versionId, isMarker } of await versions.of(bucket, [key]))
        if (!isMarker && (await setLock(s3, { bucket, key, version: versionId }, status))) count += 1;
    return count;
  };

interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string | undefined;
}

/** @returns whether the version exists */
async function setLock(
  s3: Pick<S3Client, 'send'>,
  { bucket, key, version }: ObjectVersion,
  Status: 'ON' | 'OFF',
): Promise<boolean> {
  try {
    await s3.send(
      new PutObjectLegalHoldCommand({ Bucket: bucket, Key: key, VersionId: version, LegalHold: { Status } }),
    );
    return true;
  } catch (error) {
    const name = errorNameOf(error);
    // It was deleted before the hold, or between the list and this call.
    if (['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed'].includes(name)) return false;
    if (!['AccessDenied', 'InvalidRequest', 'NoSuchObjectLockConfiguration'].includes(name)) throw error;
    const place = key.slice(0, key.indexOf('/') + 1);
    throw new ObjectLockDeniedError(`S3 refused the legal hold of an object under ${place} of ${bucket}: ${name}`, {
      cause: error,
    });
  }
}
