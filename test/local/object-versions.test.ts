import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import { startEmulators } from '../../local/emulators.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const bucket = 'mail';
let emulators: Awaited<ReturnType<typeof startEmulators>>;
let s3: S3Client;
beforeAll(async () => {
  emulators = await startEmulators({ dataDir: temporaryFolder(), onObjectCreated: () => {} });
  s3 = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: emulators.endpoint,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
});
afterAll(async () => {
  s3.destroy();
  await emulators.stop();
});

const put = (Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

describe("versions of the laptop's objects", () => {
  it('are listed, one for each object, with what a deletion needs', async () => {
    await put('events/a&b', '12345');
    await put('inbound/c');
    const pages = await Array.fromAsync(createObjectVersions(s3).under(bucket, 'events/'));

    expect(pages.flat()).toEqual([
      {
        key: 'events/a&b',
        versionId: 'null',
        isLatest: true,
        isMarker: false,
        size: 5,
        storedAt: expect.any(Date),
      },
    ]);
  });

  it('are listed a page at a time', async () => {
    for (let nth = 0; nth < 1_001; nth += 1) await put(`many/${String(nth).padStart(4, '0')}`);
    const pages = await Array.fromAsync(createObjectVersions(s3).under(bucket, 'many/'));

    expect(pages.map((page) => page.length)).toEqual([1_000, 1]);
    expect(pages[1]?.[0]?.key).toBe('many/1000');
  }, 30_000);

  it('are read and deleted, and nothing else is', async () => {
    await put('attachments/e/1', 'one');
    await put('attachments/e/10', 'ten');
    const versions = createObjectVersions(s3);
    const found = await versions.of(bucket, ['attachments/e/1', 'attachments/e/2']);
    const bytes = await versions.read(bucket, found[0]!);

    expect(found.map(({ key }) => key)).toEqual(['attachments/e/1']);
    expect(new TextDecoder().decode(bytes)).toBe('one');
    expect(await versions.remove(bucket, found)).toEqual([]);
    expect(await versions.read(bucket, found[0]!)).toBeUndefined();
    await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'attachments/e/10' }))).resolves.toBeDefined();
  });

  it('are refused for a bucket that is not there', async () => {
    await expect(createObjectVersions(s3).under('nowhere', '').next()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
