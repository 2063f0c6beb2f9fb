import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFaultyProxy } from '../../../tools/clients/faulty-proxy.ts';

describe('startFaultyProxy', () => {
  let server: Server;
  let target: string;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
      response.writeHead(302, {
        location: 'http://elsewhere/',
        'x-seen': `${request.method} ${request.url} ${request.headers.authorization}`,
      });
      response.end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('hands requests on as they are, and answers too', async () => {
    await using proxy = await startFaultyProxy(target);
    const init = { method: 'POST', body: 'text', headers: { authorization: 'Bearer k' }, redirect: 'manual' } as const;
    const answer = await fetch(`${proxy.url}/v1/events?limit=1`, init);

    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://elsewhere/');
    expect(answer.headers.get('x-seen')).toBe('POST /v1/events?limit=1 Bearer k');
    expect(await answer.text()).toBe('text');
  });

  it('answers as planned, so many times, at that path only', async () => {
    await using proxy = await startFaultyProxy(target);
    proxy.plan([
      { path: '/v1/events', times: 1, status: 429, headers: { 'retry-after': '7' }, body: { type: 'urn:x' } },
    ]);
    const statusOf = async (path: string) => (await fetch(proxy.url + path, { redirect: 'manual' })).status;

    expect(await statusOf('/v1/holds')).toBe(302);
    const answer = await fetch(`${proxy.url}/v1/events?limit=1`);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      429,
      '7',
      { type: 'urn:x' },
    ]);
    expect(await statusOf('/v1/events')).toBe(302);
  });

  it('forgets the faults of an earlier plan', async () => {
    await using proxy = await startFaultyProxy(target);
    proxy.plan([{ path: '/v1/events', times: 9, status: 500 }]);
    proxy.plan([]);

    expect((await fetch(`${proxy.url}/v1/events`, { redirect: 'manual' })).status).toBe(302);
  });
});
