import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createGetObject, ObjectTooLargeError, objectUrl } from '../../lambdas/aws/s3-get-object.ts';
import { type Answer, useHttpStandIn } from '../helpers/http-stand-in.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const s3 = useHttpStandIn();

/** Reads an object from an S3 with these answers. */
async function read(answers: readonly Answer[], maxBytes?: number) {
  s3.answer(...answers);
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const getObject = createGetObject({ dynamo, endpoint: s3.endpoint(), pause, random: () => 0.5 });
  const result = await getObject('bucket', 'events/a b.json', maxBytes).catch((error: Error) => error);
  return { result, pauses };
}
const errorOf = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code></Error>` });
const ok: Answer = { status: 200, body: 'ok', headers: { 'content-length': '2' } };

describe('createGetObject', () => {
  it('reads an object', async () => {
    const { result } = await read([ok]);

    expect(Buffer.from(result as Uint8Array).toString()).toBe('ok');
    expect(s3.requests[0]).toMatchObject({ method: 'GET', url: '/bucket/events/a%20b.json' });
    expect(s3.requests[0]?.headers.authorization).toContain('/eu-west-1/s3/');
  });

  it('returns nothing for an object that is not there', async () => {
    expect((await read([errorOf(404, 'NoSuchKey')])).result).toBeUndefined();
  });

  it.each([errorOf(503, 'SlowDown'), errorOf(500, 'InternalError'), errorOf(429, 'TooManyRequests')])(
    'asks again after $status',
    async (answer) => {
      const { result, pauses } = await read([answer, answer, ok]);

      expect(result).toBeInstanceOf(Uint8Array);
      expect(pauses).toEqual([100, 200]);
    },
  );

  it('gives up after four trials', async () => {
    const { result, pauses } = await read([errorOf(503, 'SlowDown')]);

    expect(result).toMatchObject({ name: 'SlowDown', message: 'S3 answered 503' });
    expect(pauses).toEqual([100, 200, 400]);
  });

  it.each([
    [errorOf(403, 'AccessDenied'), 'AccessDenied'],
    [{ status: 404, body: 'no XML' }, 'Http404'],
  ])('fails at once with an error that lasts', async (answer, name) => {
    expect(await read([answer])).toMatchObject({ result: { name }, pauses: [] });
  });

  it('does not read an object that is too large', async () => {
    expect((await read([ok], 1)).result).toBeInstanceOf(ObjectTooLargeError);
    expect((await read([ok], 2)).result).toBeInstanceOf(Uint8Array);
  });
});

describe('objectUrl', () => {
  it.each([
    ['eu-west-1', undefined, 'https://b.s3.eu-west-1.amazonaws.com/x/a%20b'],
    ['cn-north-1', undefined, 'https://b.s3.cn-north-1.amazonaws.com.cn/x/a%20b'],
    ['eu-west-1', 'http://127.0.0.1:9000/', 'http://127.0.0.1:9000/b/x/a%20b'],
  ])('addresses an object in %s at %s', (region, endpoint, url) => {
    expect(objectUrl('b', 'x/a b', region, endpoint).href).toBe(url);
  });
});
