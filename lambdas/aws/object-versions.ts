import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { compact } from '../compact.ts';
import { errorNameOf } from './aws-error.ts';

/** One version of an object, or a marker of its deletion. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
  /** In bytes; 0 for a marker. */
  readonly size: number;
  readonly storedAt: Date;
}

/** A version that S3 did not delete, and why: a legal hold, as a rule. */
export interface RefusedDeletion extends Pick<ObjectVersion, 'key' | 'versionId'> {
  readonly code: string;
}

/** All versions of the objects of a bucket. */
export interface ObjectVersions {
  /**
   * Every version under a prefix, a page at a time, in the order of the keys.
   *
   * @param prefix of keys
   */
  under(bucket: string, prefix: string): AsyncGenerator<ObjectVersion[]>;
  /** Every version of these objects. */
  of(bucket: string, keys: readonly string[]): Promise<ObjectVersion[]>;
  /** The bytes of a version; undefined where it is gone. */
  read(bucket: string, version: Pick<ObjectVersion, 'key' | 'versionId'>): Promise<Uint8Array | undefined>;
  /** Deletes versions for good; those that a list showed as the latest go last, so that a crash leaves no object hidden. */
  remove(bucket: string, versions: readonly ObjectVersion[]): Promise<RefusedDeletion[]>;
}

/** Most versions that one DeleteObjects takes. */
const keysPerDeletion = 1_000;

/** Versions of objects, which only erasure and reports look at: everything else reads the latest. */
export function createObjectVersions(s3: S3Client): ObjectVersions {
  const versions: ObjectVersions = {
    under: (bucket, prefix) => versionsUnder(s3, bucket, prefix),
    async of(bucket, keys) {
      const found: ObjectVersion[] = [];
      for (const key of keys)
        for await (const page of versionsUnder(s3, bucket, key)) found.push(...page.filter((each) => each.key === key));
      return found;
    },
    read: (bucket, version) => readVersion(s3, bucket, version),
    async remove(bucket, all) {
      const refused: RefusedDeletion[] = [];
      for (const part of [all.filter(({ isLatest }) => !isLatest), all.filter(({ isLatest }) => isLatest)])
        for (let start = 0; start < part.length; start += keysPerDeletion)
          refused.push(...(await removeVersions(s3, bucket, part.slice(start, start + keysPerDeletion))));
      return refused;
    },
  };
  return versions;
}

async function* versionsUnder(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<ObjectVersion[]> {
  let from: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...from }),
    );
    const versions = (page.Versions ?? []).map((version) => ({ ...version, isMarker: false }));
    const markers = (page.DeleteMarkers ?? []).map((marker) => ({ ...marker, Size: 0, isMarker: true }));
    yield [...versions, ...markers].flatMap(
      ({ Key: key, VersionId: versionId = 'null', IsLatest = true, Size: size = 0, LastModified, isMarker }) =>
        key === undefined
          ? []
          : [{ key, versionId, isLatest: IsLatest, isMarker, size, storedAt: LastModified ?? new Date(0) }],
    );
    from = page.IsTruncated
      ? compact({ KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker })
      : undefined;
  }
}

async function readVersion(
  s3: S3Client,
  bucket: string,
  { key, versionId }: Pick<ObjectVersion, 'key' | 'versionId'>,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (['NoSuchKey', 'NoSuchVersion'].includes(errorNameOf(error))) return undefined;
    throw error;
  }
}

async function removeVersions(
  s3: S3Client,
  bucket: string,
  versions: readonly ObjectVersion[],
): Promise<RefusedDeletion[]> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Quiet: true, Objects: versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })) },
    }),
  );
  return Errors.map(({ Key: key = '', VersionId: versionId = '', Code: code = 'unknown' }) => ({
    key,
    versionId,
    code,
  }));
}
