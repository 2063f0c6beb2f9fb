import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { contractOf, providers } from './providers.ts';
import { bucket, type Services } from './services.ts';

// Behaviour that the mail store relies on, by the S3 documentation; simulation and local emulator must both have it.
// @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html

describe.each(providers)('S3, $name', ({ name, start }) => {
  const it = contractOf('S3', name);
  let services: Services;
  beforeAll(async () => {
    services = await start();
  }, 30_000);
  afterAll(() => services.stop());

  const put = (Key: string, Body: string, more: object = {}) =>
    services.s3(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
  const get = async (Key: string): Promise<string> => {
    const { Body } = (await services.s3(new GetObjectCommand({ Bucket: bucket, Key }))) as {
      Body: { transformToString(): Promise<string> };
    };
    return Body.transformToString();
  };

  it('returns the last put object at once', async () => {
    await put('k/one', 'first');
    await put('k/one', 'second');

    expect(await get('k/one')).toBe('second');
  });

  it('reports a missing key', async () => {
    await expect(get('k/none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('puts an object only once when the put is conditional', async () => {
    await put('events/e', 'first', { IfNoneMatch: '*' });

    await expect(put('events/e', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await get('events/e')).toBe('first');
  });

  it('lists a prefix in the order of the keys', async () => {
    for (const key of ['inbound/b', 'inbound/a', 'other/c']) await put(key, 'x');

    const { Contents } = (await services.s3(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'inbound/' }))) as {
      Contents: Array<{ Key: string; LastModified: Date }>;
    };

    expect(Contents.map(({ Key }) => Key)).toEqual(['inbound/a', 'inbound/b']);
    expect(Contents[0]?.LastModified).toBeInstanceOf(Date);
  });

  it('lists page by page, with a token for the next page', async () => {
    for (const key of ['pages/a', 'pages/b', 'pages/c']) await put(key, 'x');
    const list = (more: object) =>
      services.s3(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'pages/', MaxKeys: 2, ...more })) as Promise<{
        Contents: Array<{ Key: string }>;
        IsTruncated?: boolean;
        NextContinuationToken?: string;
      }>;

    const first = await list({});
    const second = await list({ ContinuationToken: first.NextContinuationToken });

    expect(first.Contents.map(({ Key }) => Key)).toEqual(['pages/a', 'pages/b']);
    expect(second.Contents.map(({ Key }) => Key)).toEqual(['pages/c']);
    expect(second.NextContinuationToken).toBeUndefined();
  });
});
