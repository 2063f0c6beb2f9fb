import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoProxy } from '../../local/dynamo-proxy.ts';
import { createAccess } from '../../local/iam/access.ts';
import { listenOnLoopback } from '../../local/loopback-listener.ts';
import { aPrincipal, policiesWith } from '../helpers/iam.ts';

/** A database that says what it was sent, behind a proxy that denies a table. */
async function startBoth(answer = (body: string) => body) {
  const reached: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    reached.push(body);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(answer(body));
  });
  const database = await listenOnLoopback(server, 0);
  const access = createAccess();
  access.enforce({
    policies: policiesWith([]),
    denials: () => [],
    unusedActions: () => [],
    check: async (_principal, [call]) =>
      call?.resource.endsWith('table/Allowed') ? undefined : { message: `denied ${call?.action}` },
  });
  const proxy = await startDynamoProxy(`http://127.0.0.1:${database.port}`, access);
  const signed = (key: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261129/us-east-1/dynamodb/aws4_request`,
    'x-amz-target': 'DynamoDB_20120810.GetItem',
  });
  const post = (key: string, table: string, headers: Record<string, string> = {}) =>
    fetch(proxy.endpoint, {
      method: 'POST',
      headers: { ...signed(key), ...headers },
      body: JSON.stringify({ TableName: table }),
    });
  const stop = async (): Promise<void> => {
    await proxy.stop();
    await database.stop();
  };
  return { reached, access, proxy, post, stop, functionKey: access.issue(aPrincipal) };
}

describe('startDynamoProxy', () => {
  it('passes allowed requests on byte for byte, over one connection after the other', async () => {
    const { reached, post, functionKey, stop } = await startBoth();

    for (let nth = 0; nth < 3; nth += 1)
      expect(await (await post(functionKey, 'Allowed')).json()).toEqual({ TableName: 'Allowed' });

    expect(reached).toHaveLength(3);
    await stop();
  });

  it('answers what is denied as DynamoDB does, so that the client throws AccessDeniedException', async () => {
    const { reached, proxy, functionKey, stop } = await startBoth();
    const client = new DynamoDBClient({
      region: 'us-east-1',
      endpoint: proxy.endpoint,
      credentials: { accessKeyId: functionKey, secretAccessKey: 'local' },
    });

    await expect(
      client.send(new GetItemCommand({ TableName: 'Other', Key: { pk: { S: 'a' } } })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'denied dynamodb:GetItem',
      $metadata: { httpStatusCode: 400 },
    });
    expect(reached).toEqual([]);
    client.destroy();
    await stop();
  });

  it('does not ask IAM about the command line', async () => {
    const { post, access, stop } = await startBoth();

    expect((await post(access.operatorKey, 'Other')).status).toBe(200);
    await stop();
  });

  it.each([
    ['an unknown key', 'AKIA', {}, 400],
    ['a browser', undefined, { origin: 'http://evil.example' }, 403],
  ])('refuses %s', async (_who, key, headers, status) => {
    const { reached, post, functionKey, stop } = await startBoth();

    expect((await post(key ?? functionKey, 'Allowed', headers)).status).toBe(status);
    expect(reached).toEqual([]);
    await stop();
  });

  it('passes an answer on that is larger than any buffer', async () => {
    const large = 'x'.repeat(5_000_000);
    const { post, functionKey, stop } = await startBoth(() => large);

    expect((await (await post(functionKey, 'Allowed')).text()).length).toBe(large.length);
    await stop();
  });

  it.each([
    ['chunks', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['another name', 'POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n', /^HTTP\/1\.1 421 /],
    [
      'two requests at once',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
      /^$/,
    ],
  ])('lets nothing through with %s', async (_what, request, answer) => {
    const { reached, proxy, stop } = await startBoth();
    const socket = connect(Number(new URL(proxy.endpoint).port), '127.0.0.1');
    socket.end(request);

    expect(await text(socket).catch(() => '')).toMatch(answer);
    expect(reached).toEqual([]);
    await stop();
  });
});
