import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { lockAllVersions, lockNewestVersions } from '../../lambdas/aws/object-locks.ts';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import { contractOf, providers } from './providers.ts';
import type { Services } from './services.ts';

// Legal holds of S3 Object Lock. The emulator of the laptop has none, and no stage there that asks for any.
// @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html

const withObjectLock = providers.filter(({ name }) => name !== 'local');

describe.each(withObjectLock)('Object Lock, $name', ({ name, start }) => {
  const it = contractOf('Object Lock', name);
  let services: Services;
  let Bucket: string;
  beforeAll(async () => {
    services = await start();
    Bucket = `locked-${randomUUID()}`;
    await services.s3(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    await services.s3(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }, 30_000);
  afterAll(() => services.stop());

  const s3 = () => ({ send: (command: never) => services.s3(command) }) as unknown as S3Client;
  const put = (Key: string, Body: string) => services.s3(new PutObjectCommand({ Bucket, Key, Body }));
  const stored = async (key: string) =>
    (await createObjectVersions(s3()).of(Bucket, [key])).filter(({ isMarker }) => !isMarker);

  it('deletes no version that is under a legal hold, and each of them after it', async () => {
    await put('inbound/held', 'first');
    await put('inbound/held', 'second');
    const object = { bucket: Bucket, key: 'inbound/held' };

    expect(await lockAllVersions(s3())([object], 'ON')).toBe(2);
    const versions = await stored(object.key);
    const refused = await createObjectVersions(s3()).remove(Bucket, versions);
    expect(refused.map(({ code }) => code)).toEqual(['AccessDenied', 'AccessDenied']);
    expect(await stored(object.key)).toHaveLength(2);

    expect(await lockAllVersions(s3())([object], 'OFF')).toBe(2);
    expect(await createObjectVersions(s3()).remove(Bucket, versions)).toEqual([]);
    expect(await stored(object.key)).toEqual([]);
  });

  it('keeps the bytes of a held object behind a delete marker, as a lifecycle rule leaves it', async () => {
    await put('inbound/hidden', 'words');
    const object = { bucket: Bucket, key: 'inbound/hidden' };
    await lockNewestVersions(s3())([object], 'ON');
    await services.s3(new DeleteObjectCommand({ Bucket, Key: object.key }));
    const [version] = await stored(object.key);

    expect(version).toMatchObject({ isLatest: false });
    const bytes = await createObjectVersions(s3()).read(Bucket, version!);
    expect(Buffer.from(bytes!).toString()).toBe('words');
    // The version behind the marker is locked and unlocked by its id.
    expect(await lockAllVersions(s3())([object], 'OFF')).toBe(1);
  });

  it('has nothing to lock where no object is', async () => {
    const object = { bucket: Bucket, key: 'inbound/none' };

    expect(await lockNewestVersions(s3())([object], 'ON')).toBe(0);
    expect(await lockAllVersions(s3())([object], 'ON')).toBe(0);
  });

  it('refuses a legal hold in a bucket without Object Lock', async () => {
    const plain = `plain-${randomUUID()}`;
    await services.s3(new CreateBucketCommand({ Bucket: plain }));
    await services.s3(new PutObjectCommand({ Bucket: plain, Key: 'inbound/m', Body: 'x' }));

    await expect(lockNewestVersions(s3())([{ bucket: plain, key: 'inbound/m' }], 'ON')).rejects.toMatchObject({
      name: 'ObjectLockDeniedError',
    });
  });
});
