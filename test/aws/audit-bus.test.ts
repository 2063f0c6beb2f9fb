import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAuditBus } from '../../lambdas/aws/audit-bus.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';
import { anAuditEvent } from '../helpers/audit-chain.ts';

const dynamo = new DynamoDBClient({ region: 'eu-west-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'a' } });

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
}

let server: Server;
let requests: Entry[][];
let answer: (entries: readonly Entry[]) => { status: number; body: string };
beforeEach(async () => {
  requests = [];
  answer = (entries) => ({ status: 200, body: JSON.stringify({ Entries: entries.map(() => ({ EventId: 'e' })) }) });
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { Entries } = JSON.parse(text) as { Entries: Entry[] };
    requests.push(Entries);
    const { status, body } = answer(Entries);
    response.writeHead(status).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const publish = (count: number, padding = 0) =>
  createAuditBus(
    dynamo as never,
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  )(Array.from({ length: count }, (_, nth) => anAuditEvent(`${nth}${'x'.repeat(padding)}`)));

describe('createAuditBus', () => {
  it('puts entries in requests of ten, in their order', async () => {
    await publish(23);

    expect(requests.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(requests.flat().map(({ Detail }) => JSON.parse(Detail).metadata.uid)).toEqual(
      Array.from({ length: 23 }, (_, nth) => String(nth)),
    );
    expect(requests[0]![0]).toMatchObject({ Source: 'postern.audit', DetailType: 'test', Time: 1_796_083_200 });
  });

  it('keeps a request within the size that the bus takes', async () => {
    await publish(6, 30_000);

    expect(requests.map((entries) => entries.length)).toEqual([3, 3]);
  });

  it.each([
    ['refuses one entry', 200, '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]}', /Throttling/],
    ['refuses the request', 403, '{"__type":"AccessDeniedException"}', /HTTP 403/],
    ['answers nonsense', 200, 'nonsense', /cannot be read/],
  ])('fails when the bus %s', async (_, status, body, message) => {
    answer = () => ({ status, body });
    const attempt = publish(1);

    await expect(attempt).rejects.toThrow(TransientError);
    await expect(attempt).rejects.toThrow(message);
  });
});
