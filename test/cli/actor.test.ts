import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { actorOf, laptopActor } from '../../cli/actor.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const dynamo = DynamoDBDocumentClient.from(
  new DynamoDBClient({ region: 'eu-west-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'a' } }),
);

let server: Server;
let answer: { status: number; body: string };
const requests: string[] = [];
const before = process.env;
beforeEach(async () => {
  requests.length = 0;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push(body);
    response.writeHead(answer.status).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env = {
    ...before,
    USER: 'somebody-else',
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
});
afterEach(async () => {
  process.env = before;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('actorOf', () => {
  it('names the identity that STS names, whatever the environment says', async () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Operators/ada';
    answer = { status: 200, body: `<R><Arn>${arn}</Arn><Account>111122223333</Account></R>` };

    expect(await actorOf({ dynamo }, false)).toBe(arn);
    expect(requests).toEqual(['Action=GetCallerIdentity&Version=2011-06-15']);
  });

  it('asks nobody on the laptop', async () => {
    expect(await actorOf({ dynamo }, true)).toBe(laptopActor);
    expect(requests).toEqual([]);
  });

  it.each([
    ['refuses the credentials', 403, '<E><Code>ExpiredToken</Code></E>', /ExpiredToken; aws sts get-caller-identity/],
    ['names an account only', 200, '<R><Account>111122223333</Account></R>', /did not say who runs/],
    ['answers nonsense', 200, 'hello', /HTTP 200/],
  ])('stops where STS %s', async (_, status, body, message) => {
    answer = { status, body };
    const attempt = actorOf({ dynamo }, false);

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
  });

  it('stops without an answer', async () => {
    process.env.AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:9';

    await expect(actorOf({ dynamo }, false)).rejects.toThrow(/gave no answer/);
  });
});
