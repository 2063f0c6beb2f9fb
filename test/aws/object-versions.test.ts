import type { S3Client } from '@aws-sdk/client-s3';
import { createObjectVersions, type ObjectVersion } from '../../lambdas/aws/object-versions.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

const at = new Date('2026-11-20T10:00:00.000Z');
const aVersion = (versionId: string, changes: Partial<ObjectVersion> = {}): ObjectVersion => ({
  key: 'events/e',
  versionId,
  isLatest: false,
  isMarker: false,
  size: 1,
  storedAt: at,
  ...changes,
});

describe('versions of objects', () => {
  it('hold the markers of deleted objects, over all pages', async () => {
    const { client, sent } = scriptedClient<S3Client>(
      {
        Versions: [{ Key: 'events/e', VersionId: '1', IsLatest: false, Size: 1, LastModified: at }],
        DeleteMarkers: [{ Key: 'events/e', VersionId: '2', IsLatest: true, LastModified: at }],
        IsTruncated: true,
        NextKeyMarker: 'events/e',
        NextVersionIdMarker: '1',
      },
      { Versions: [{ Key: 'events/f', VersionId: '3', IsLatest: true, Size: 1, LastModified: at }] },
    );
    const found = (await Array.fromAsync(createObjectVersions(client).under('b', 'events/'))).flat();

    expect(found).toEqual([
      aVersion('1'),
      aVersion('2', { isLatest: true, isMarker: true, size: 0 }),
      aVersion('3', { key: 'events/f', isLatest: true }),
    ]);
    expect(sent[1]?.input).toMatchObject({ KeyMarker: 'events/e', VersionIdMarker: '1' });
  });

  it('go with the latest last, a thousand in a call', async () => {
    const { client, sent } = scriptedClient<S3Client>();
    const old = Array.from({ length: 1_001 }, (_, nth) => aVersion(String(nth)));
    await createObjectVersions(client).remove('b', [aVersion('latest', { isLatest: true }), ...old]);
    const deleted = sent.map(({ input }) => (input.Delete as { Objects: object[] }).Objects);

    expect(deleted.map((objects) => objects.length)).toEqual([1_000, 1, 1]);
    expect(deleted[2]).toEqual([{ Key: 'events/e', VersionId: 'latest' }]);
  });

  it('say which ones S3 did not delete', async () => {
    const { client } = scriptedClient<S3Client>({
      Errors: [{ Key: 'events/e', VersionId: '1', Code: 'AccessDenied', Message: 'locked' }],
    });

    expect(await createObjectVersions(client).remove('b', [aVersion('1')])).toEqual([
      { key: 'events/e', versionId: '1', code: 'AccessDenied' },
    ]);
  });

  it('are undefined when they are gone, and fail when S3 does', async () => {
    const { client } = scriptedClient<S3Client>(awsError('NoSuchVersion'), awsError('AccessDenied'));
    const { read } = createObjectVersions(client);

    expect(await read('b', aVersion('1'))).toBeUndefined();
    await expect(read('b', aVersion('1'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
