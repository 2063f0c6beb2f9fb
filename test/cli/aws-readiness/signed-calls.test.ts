import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createSignedCalls } from '../../../cli/aws-readiness/signed-calls.ts';

const secretAccessKey = 'a secret of the tests';
const dynamo = DynamoDBDocumentClient.from(
  new DynamoDBClient({ region: 'eu-west-1', credentials: { accessKeyId: 'AKID', secretAccessKey } }),
);

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

let server: Server;
let answers: Answer[];
let requests: Array<{ readonly url: string; readonly isSigned: boolean }>;
beforeEach(async () => {
  answers = [];
  requests = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
    requests.push({ url: request.url ?? '', isSigned: isSigned(request, Buffer.concat(chunks)) });
    const { status = 200, headers = {}, body } = answers.shift() ?? { body: '' };
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const calls = () => createSignedCalls(dynamo, () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

/** Checks the signature as AWS does. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { authorization = '' } = request.headers;
  const [, scope = '', signedHeaders = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=AKID\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(authorization) ?? [];
  const url = new URL(request.url ?? '/', 'http://local');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
  const canonical = [request.method, url.pathname, query, headers.join(''), signedHeaders, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return hmac(key, text).toString('hex') === signature;
}

describe('calls that are signed by hand', () => {
  it('tell the account, and the time by the answer', async () => {
    answers = [{ headers: { date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, body: '<R><Account>111122223333</Account></R>' }];

    expect(await calls().caller()).toEqual({
      caller: { account: '111122223333' },
      awsTime: new Date('2026-11-20T12:00:00Z'),
    });
    expect(requests).toEqual([{ url: '/', isSigned: true }]);
  });

  it.each([
    ['names what STS says', '<E><Code>ExpiredToken</Code></E>', 'ExpiredToken'],
    ['names the status where there is nothing else', '', 'HTTP 403'],
  ])('%s', async (_, body, error) => {
    answers = [{ status: 403, body }];

    expect((await calls().caller()).caller).toEqual({ error });
  });

  it('take every page of schedules, signed with its query', async () => {
    const schedule = (name: string, State: string) => ({ State, Target: { Arn: `arn:aws:lambda:::function:${name}` } });
    answers = [
      { body: JSON.stringify({ Schedules: [schedule('a', 'ENABLED')], NextToken: 'next+/=' }) },
      { body: JSON.stringify({ Schedules: [schedule('b', 'DISABLED')], NextToken: null }) },
    ];

    expect(await calls().schedules()).toEqual([
      { target: 'arn:aws:lambda:::function:a', isEnabled: true },
      { target: 'arn:aws:lambda:::function:b', isEnabled: false },
    ]);
    expect(requests).toEqual([
      { url: '/schedules', isSigned: true },
      { url: '/schedules?NextToken=next%2B%2F%3D', isSigned: true },
    ]);
  });

  it.each([
    ['in the body', { status: 400, body: '{"__type":"NotFoundException"}' }, 'NotFoundException'],
    [
      'with a namespace',
      { status: 400, body: '{"__type":"com.amazonaws.kms#NotFoundException"}' },
      'NotFoundException',
    ],
    [
      'in a header',
      { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException:x' }, body: '{}' },
      'AccessDeniedException',
    ],
    ['by its status', { status: 500, body: 'no' }, 'HTTP 500'],
  ])('throw an error by the name that it has %s', async (_, answer, name) => {
    answers = [answer];

    await expect(calls().keyState('arn:aws:kms:eu-west-1:111122223333:key/x')).rejects.toMatchObject({ name });
  });
});
