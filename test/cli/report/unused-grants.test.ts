import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsUnusedGrants, localUnusedGrants } from '../../../cli/report/unused-grants.ts';

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

describe('localUnusedGrants', () => {
  it('gives the functions with grants that no call needed', async () => {
    const http = await serve(() => ({
      text: JSON.stringify([
        { function: 'sink', actions: ['s3:PutObject'] },
        { function: 'parse', actions: ['logs:PutLogEvents'] },
        { function: 'activate', actions: ['ses:SetActiveReceiptRuleSet'] },
      ]),
    }));

    expect(await localUnusedGrants({ http })).toMatchObject({
      functions: [{ function: 'sink', unused: ['s3:PutObject'] }],
    });
  });

  it('knows nothing where IAM is not asked', async () => {
    expect(await localUnusedGrants({ http: await serve(() => ({ text: '[]' })) })).toEqual({
      unknown: 'IAM is not asked on this machine',
    });
  });
});

describe('awsUnusedGrants', () => {
  it('gives the services that were used before the time, or never', async () => {
    const uses: Readonly<Record<string, readonly object[]>> = {
      'arn:parse': [
        { service: 's3', lastUsedAt: '2026-11-20T00:00:00Z' },
        { service: 'sqs', lastUsedAt: '2026-01-01T00:00:00Z' },
        { service: 'ses' },
      ],
      'arn:sink': [{ service: 'dynamodb', lastUsedAt: '2026-11-20T00:00:00Z' }],
    };
    const roles = new Map([
      ['parse', 'arn:parse'],
      ['sink', 'arn:sink'],
    ]);

    expect(await awsUnusedGrants(roles, async (role) => uses[role] as never, new Date('2026-09-01T00:00:00Z'))).toEqual(
      {
        source: 'last access of each role by IAM, since 2026-09-01',
        functions: [{ function: 'parse', unused: ['sqs', 'ses'] }],
      },
    );
  });
});
