import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLastUse } from '../../../cli/report/iam-last-use.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));

let server: Server | undefined;
afterEach(() => new Promise((closed) => (server === undefined ? closed(undefined) : void server.close(closed))));

async function serve(answerTo: (body: string) => { readonly status?: number; readonly text: string }): Promise<number> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status = 200, text } = answerTo(Buffer.concat(chunks).toString());
      response.writeHead(status).end(text);
    });
  });
  await new Promise((listening) => void server!.listen(0, '127.0.0.1', () => listening(undefined)));
  return (server.address() as AddressInfo).port;
}

describe('createLastUse', () => {
  const report = `<GetServiceLastAccessedDetailsResponse><JobStatus>COMPLETED</JobStatus><ServicesLastAccessed>
    <member><ServiceName>Amazon S3</ServiceName><LastAuthenticated>2026-11-20T10:00:00Z</LastAuthenticated>
    <ServiceNamespace>s3</ServiceNamespace></member>
    <member><ServiceName>Amazon SQS</ServiceName><ServiceNamespace>sqs</ServiceNamespace></member></ServicesLastAccessed>`;

  it('begins a report and asks until it is ready', async () => {
    const asked: string[] = [];
    const port = await serve((body) => {
      const action = new URLSearchParams(body).get('Action')!;
      asked.push(action);
      if (action === 'GenerateServiceLastAccessedDetails') return { text: '<JobId>j-1</JobId>' };
      return { text: asked.length < 3 ? '<JobStatus>IN_PROGRESS</JobStatus>' : report };
    });
    const ask = createLastUse({ dynamo, endpoint: `http://127.0.0.1:${port}/`, pauseMs: 1 });

    expect(await ask('arn:aws:iam::1:role/r')).toEqual([
      { service: 's3', lastUsedAt: '2026-11-20T10:00:00Z' },
      { service: 'sqs' },
    ]);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['a refusal', () => ({ status: 403, text: '<Code>AccessDenied</Code>' }), /IAM answers AccessDenied to Generate/],
    ['an answer without a report', () => ({ text: '<Nothing/>' }), /names no report/],
    [
      'a report that fails',
      (body: string) => ({ text: body.includes('Generate') ? '<JobId>j</JobId>' : '<JobStatus>FAILED</JobStatus>' }),
      /could not make/,
    ],
    [
      'a report that never ends',
      (body: string) => ({
        text: body.includes('Generate') ? '<JobId>j</JobId>' : '<JobStatus>IN_PROGRESS</JobStatus>',
      }),
      /did not finish/,
    ],
  ])('rejects after %s', async (_what, answerTo, message) => {
    const port = await serve(answerTo);
    const ask = createLastUse({ dynamo, endpoint: `http://127.0.0.1:${port}/`, pauseMs: 1 });

    await expect(ask('arn:aws:iam::1:role/r')).rejects.toThrow(message);
  });
});
