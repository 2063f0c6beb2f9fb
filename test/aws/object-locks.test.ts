import { ListObjectVersionsCommand, PutObjectLegalHoldCommand, type S3Client } from '@aws-sdk/client-s3';
import { lockAllVersions, lockNewestVersions, noObjectLocks } from '../../lambdas/aws/object-locks.ts';

const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** A bucket that answers with pages of versions, one version on each. */
function aBucket(versions: ReadonlyArray<readonly [key: string, version: string]>, refusal?: Error) {
  const set: string[] = [];
  const send = async (command: unknown) => {
    if (command instanceof PutObjectLegalHoldCommand) {
      const { Key, VersionId, LegalHold } = command.input;
      if (refusal !== undefined) throw refusal;
      if (Key === 'gone') throw failure('NoSuchKey');
      set.push(`${Key} ${VersionId} ${LegalHold?.Status}`);
      return {};
    }
    if (!(command instanceof ListObjectVersionsCommand)) throw new Error('another call');
    const { Prefix = '', KeyMarker, VersionIdMarker } = command.input;
    const matching = versions.filter(([key]) => key.startsWith(Prefix));
    const at = matching.findIndex(([key, version]) => key === KeyMarker && version === VersionIdMarker) + 1;
    const page = matching[at];
    return {
      [page?.[1] === 'marker' ? 'DeleteMarkers' : 'Versions']: page && [{ Key: page[0], VersionId: page[1] }],
      IsTruncated: at + 1 < matching.length,
      NextKeyMarker: page?.[0],
      NextVersionIdMarker: page?.[1],
    };
  };
  return { set, s3: { send } as unknown as S3Client };
}

const objects = [{ bucket: 'b', key: 'inbound/m' }];

describe('lockAllVersions', () => {
  it('locks each version of each object, over pages, and no object with a longer key', async () => {
    const { s3, set } = aBucket([
      ['inbound/m', 'v2'],
      ['inbound/m', 'v1'],
      ['inbound/more', 'v1'],
    ]);

    expect(await lockAllVersions(s3)(objects, 'ON')).toBe(2);
    expect(set).toEqual(['inbound/m v2 ON', 'inbound/m v1 ON']);
  });

  it('passes over the markers of deletions', async () => {
    const { s3, set } = aBucket([
      ['inbound/m', 'marker'],
      ['inbound/m', 'v1'],
    ]);
    await lockAllVersions(s3)(objects, 'OFF');

    expect(set).toEqual(['inbound/m v1 OFF']);
  });

  it('has nothing to do for an object without a version', async () => {
    const { s3, set } = aBucket([]);

    expect(await lockAllVersions(s3)(objects, 'ON')).toBe(0);
    expect(set).toEqual([]);
  });
});

describe('lockNewestVersions', () => {
  it('lists nothing, and passes over objects that are gone', async () => {
    const { s3, set } = aBucket([]);
    const count = await lockNewestVersions(s3)([...objects, { bucket: 'b', key: 'gone' }], 'ON');

    expect(count).toBe(1);
    expect(set).toEqual(['inbound/m undefined ON']);
  });

  it.each(['AccessDenied', 'InvalidRequest'])('names the folder and no mail when S3 answers %s', async (name) => {
    const { s3 } = aBucket([], failure(name));
    const attempt = lockNewestVersions(s3)(objects, 'ON');

    await expect(attempt).rejects.toThrow(`S3 refused the legal hold of an object under inbound/ of b: ${name}`);
    await expect(attempt).rejects.toMatchObject({ name: 'ObjectLockDeniedError' });
  });

  it('passes on any other failure, which a repetition may not meet', async () => {
    const { s3 } = aBucket([], failure('SlowDown'));

    await expect(lockNewestVersions(s3)(objects, 'ON')).rejects.toThrow('SlowDown');
  });
});

describe('noObjectLocks', () => {
  it('locks nothing, and says so', async () => {
    expect(await noObjectLocks(objects, 'ON')).toBe(0);
  });
});
