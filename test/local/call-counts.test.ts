import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AnsweredCall, addCounts, countsOf, noCalls, watchCalls } from '../../local/call-counts.ts';

const count = (call: Partial<AnsweredCall>) =>
  countsOf({ method: 'POST', target: undefined, requestBytes: 0, answerBytes: 0, ...call });

describe('countsOf', () => {
  it.each<[call: Partial<AnsweredCall>, counted: object]>([
    [{ target: 'DynamoDB_20120810.GetItem', answerBytes: 100 }, { readUnits: 1 }],
    [{ target: 'DynamoDB_20120810.Query', answerBytes: 4097 }, { readUnits: 2 }],
    [{ target: 'DynamoDB_20120810.BatchGetItem', answerBytes: 0 }, { readUnits: 1 }],
    [{ target: 'DynamoDB_20120810.TransactGetItems', answerBytes: 5000 }, { readUnits: 4 }],
    [{ target: 'DynamoDB_20120810.PutItem', requestBytes: 1024 }, { writeUnits: 1 }],
    [{ target: 'DynamoDB_20120810.UpdateItem', requestBytes: 1025 }, { writeUnits: 2 }],
    [{ target: 'DynamoDB_20120810.TransactWriteItems', requestBytes: 2000 }, { writeUnits: 4 }],
    [{ target: 'AmazonSQS.SendMessage' }, { queueRequests: 1 }],
    [{ target: 'secretsmanager.GetSecretValue' }, { secretReads: 1 }],
    [{ method: 'PUT' }, { s3Puts: 1 }],
    [{ method: 'GET' }, { s3Gets: 1 }],
    [{ method: 'HEAD' }, { s3Gets: 1 }],
    [{ method: 'DELETE' }, {}],
    [{ target: 'AWSLambda.Other' }, {}],
  ])('counts %j as AWS bills it', (call, counted) => {
    expect(count(call)).toEqual({ ...noCalls, ...counted });
  });
});

describe('addCounts', () => {
  it('adds every count', () => {
    const counts = { s3Puts: 1, s3Gets: 2, queueRequests: 3, secretReads: 4, readUnits: 5, writeUnits: 6 };

    expect(addCounts(counts, counts)).toEqual({
      s3Puts: 2,
      s3Gets: 4,
      queueRequests: 6,
      secretReads: 8,
      readUnits: 10,
      writeUnits: 12,
    });
  });
});

describe('watchCalls', () => {
  const server = createServer((_, response) => response.end('x'.repeat(5000)));
  beforeAll(() => new Promise((listening) => void server.listen(0, '127.0.0.1', () => listening(undefined))));
  afterAll(() => new Promise((closed) => void server.close(closed)));

  const send = (headers: Record<string, string>): Promise<void> =>
    new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      request({ port, host: '127.0.0.1', method: 'POST', agent: false, headers }, (response) => {
        response.resume().once('end', () => resolve());
      })
        .once('error', reject)
        .end();
    });

  it('counts signed requests of this thread, and begins anew when it is read', async () => {
    const counts = watchCalls();
    const authorization = 'AWS4-HMAC-SHA256 Credential=K';
    await send({ authorization, 'x-amz-target': 'DynamoDB_20120810.Query' });
    await send({ authorization, 'x-amz-target': 'AmazonSQS.DeleteMessage' });
    await send({ authorization: 'Bearer t' });

    expect(counts()).toEqual({ ...noCalls, readUnits: 2, queueRequests: 1 });
    expect(counts()).toEqual(noCalls);
  });
});
