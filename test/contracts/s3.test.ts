import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { contractOf, providers } from './providers.ts';
import { bucket, type Services } from './services.ts';

// What the mail store rests on, as the S3 documentation says it, of the simulation and of the laptop alike.
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

  it('gives back at once what was put last', async () => {
    await put('k/one', 'first');
    await put('k/one', 'second');

    expect(await get('k/one')).toBe('second');
  });

  it('says that there is no such key', async () => {
    await expect(get('k/none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('puts an object only once where the put says so', async () => {
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

  it('lists page by page, and says where to go on', async () => {
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
