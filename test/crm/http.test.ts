import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCrmHttp, createThrottleWaitingHttp, type HttpResult } from '../../lambdas/crm/http.ts';

const now = () => new Date('2026-11-20T12:00:00.000Z');

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A server with one answer, which keeps its requests. */
async function startServer({ status, headers = {}, body = '' }: Answer) {
  const received: Array<{ readonly request: IncomingMessage; readonly body: string }> = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ request, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, headers);
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/`, received, [Symbol.asyncDispose]: stop };
}

const guess = { kind: 'throttled', scope: 'burst', retryAt: new Date('2026-11-20T12:00:10.000Z'), isGuess: true };

describe('createCrmHttp', () => {
  it.each<[string, Answer, object]>([
    ['answers with parsed JSON', { status: 200, body: '{"id":1}' }, { kind: 'answer', answer: { json: { id: 1 } } }],
    ['answers a 204 without a body', { status: 204 }, { kind: 'answer', answer: { status: 204, json: undefined } }],
    [
      'answers a 4xx for the adapter to judge',
      { status: 422, body: '{}' },
      { kind: 'answer', answer: { status: 422 } },
    ],
    ['takes a 500 for an unclear end', { status: 500 }, { kind: 'unknown' }],
    ['takes a 408 for an unclear end', { status: 408 }, { kind: 'unknown' }],
    ['takes a page for people for an unclear end', { status: 200, body: ' <!DOCTYPE html>' }, { kind: 'unknown' }],
    ['follows no redirect', { status: 302, headers: { location: '/other' } }, { kind: 'unknown' }],
    [
      'names the code of a refused credential, and no message',
      { status: 401, body: '{"category":"EXPIRED","message":"ada@customer.example"}' },
      { kind: 'misconfigured', code: 'HTTP 401', message: 'EXPIRED' },
    ],
    [
      'has words of its own for a refusal without a code',
      { status: 403, body: '{"code":7}' },
      { kind: 'misconfigured', code: 'HTTP 403', message: 'credentials or scope refused' },
    ],
    [
      'waits as many seconds as the vendor says',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'throttled', scope: 'burst', retryAt: new Date('2026-11-20T12:00:07.000Z') },
    ],
    [
      'waits until the date that the vendor says',
      { status: 429, headers: { 'retry-after': 'Fri, 20 Nov 2026 13:00:00 GMT' } },
      { kind: 'throttled', retryAt: new Date('2026-11-20T13:00:00.000Z') },
    ],
    ['guesses a wait that the vendor does not name', { status: 429 }, guess],
    ['guesses a wait that it cannot read', { status: 429, headers: { 'retry-after': 'soon' } }, guess],
    ['tells a daily limit by its words', { status: 429, body: '{"policyName":"DAILY"}' }, { scope: 'daily' }],
  ])('%s', async (_name, answer, expected) => {
    await using server = await startServer(answer);
    const http = createCrmHttp({ baseUrl: server.url, headers: {}, now });

    expect(await http({ method: 'GET', path: '/x' })).toMatchObject(expected);
  });

  it.each(['http://api.vendor.example', 'http://10.0.0.1:8080'])(
    'sends nothing to an address without TLS on another machine: %s',
    async (baseUrl) => {
      const answers: string[] = [];
      const http = createCrmHttp({ baseUrl, headers: {}, now, onAnswer: () => void answers.push('answer') });

      expect(await http({ method: 'GET', path: '/' })).toMatchObject({ kind: 'misconfigured', code: 'not-encrypted' });
      expect(answers).toEqual([]);
    },
  );

  it('takes a refused connection for an unclear end', async () => {
    const { url } = await startServer({ status: 200 }).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });

    expect(await createCrmHttp({ baseUrl: url, headers: {}, now })({ method: 'GET', path: '/' })).toEqual({
      kind: 'unknown',
    });
  });

  it('sends JSON with its headers, to a path under the base', async () => {
    await using server = await startServer({ status: 200 });
    const http = createCrmHttp({ baseUrl: server.url, headers: { 'x-common': '1' }, now });

    await http({ method: 'POST', path: '/x', body: { a: 1 }, headers: { 'x-own': '2' } });
    await http({ method: 'GET', path: '/y' });
    await http({ method: 'POST', path: '/z', body: 'a=1', headers: { 'content-type': 'text/plain' } });
    await http({ method: 'PUT', path: '/bytes', body: Buffer.from('bytes') });

    expect(server.received.map(({ request, body }) => [`${request.method} ${request.url}`, body])).toEqual([
      ['POST /x', '{"a":1}'],
      ['GET /y', ''],
      ['POST /z', 'a=1'],
      ['PUT /bytes', 'bytes'],
    ]);
    expect(server.received.map(({ request }) => request.headers['content-type'])).toEqual([
      'application/json',
      undefined,
      'text/plain',
      'application/json',
    ]);
    expect(server.received[0]?.request.headers).toMatchObject({ 'x-common': '1', 'x-own': '2' });
  });

  it('lets the vendor read its own refusals and limits', async () => {
    await using server = await startServer({ status: 400, headers: { 'x-limit': '7' } });
    const limits: Array<string | null> = [];
    const http = createCrmHttp({
      baseUrl: server.url,
      headers: {},
      now,
      onHeaders: (headers) => void limits.push(headers.get('x-limit')),
      readRefusal: ({ status }, at) => ({
        kind: 'throttled',
        scope: 'daily',
        retryAt: new Date(at.getTime() + status),
      }),
    });

    expect(await http({ method: 'GET', path: '/' })).toEqual({
      kind: 'throttled',
      scope: 'daily',
      retryAt: new Date('2026-11-20T12:00:00.400Z'),
    });
    expect(limits).toEqual(['7']);
  });

  it("takes a page of anybody's own server for an answer where that is expected", async () => {
    await using server = await startServer({ status: 200, body: '<html>' });
    const http = createCrmHttp({ baseUrl: server.url, headers: {}, now, mayAnswerPages: true });

    expect(await http({ method: 'GET', path: '/' })).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  });
});

describe('createThrottleWaitingHttp', () => {
  const answer: HttpResult = { kind: 'answer', answer: { status: 200, headers: new Headers(), json: {} } };
  const throttled = (ms: number, changes: object = {}): HttpResult => ({
    kind: 'throttled',
    scope: 'burst',
    retryAt: new Date(now().getTime() + ms),
    ...changes,
  });

  /** The result of a call to a client with these answers, and the waits in between, in ms. */
  async function call(...results: HttpResult[]) {
    const waits: number[] = [];
    let at = now().getTime();
    let count = 0;
    const http = createThrottleWaitingHttp(
      async () => {
        count += 1;
        return results[Math.min(count, results.length) - 1]!;
      },
      {
        now: () => new Date(at),
        pause: async (ms) => {
          waits.push(ms);
          at += ms;
        },
        random: () => 0.5,
      },
    );
    return { result: await http({ method: 'GET', path: '/' }), waits };
  }

  it('waits a short limit out', async () => {
    expect(await call(throttled(1000), answer)).toEqual({ result: answer, waits: [1000] });
  });

  it('asks again soon, and ever later, where the vendor names no time', async () => {
    const limited = throttled(10_000, { isGuess: true });

    expect(await call(limited, limited, limited, answer)).toEqual({ result: answer, waits: [30, 40, 60] });
  });

  it.each([
    ['a long limit', throttled(2000)],
    ['a daily limit', throttled(100, { scope: 'daily' })],
  ])('hands %s up at once', async (_what, result) => {
    expect(await call(result)).toEqual({ result, waits: [] });
  });

  it('gives up after five seconds in all', async () => {
    const { result, waits } = await call(throttled(0, { isGuess: true }));

    expect(result.kind).toBe('throttled');
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(5000);
    expect(waits.length).toBeGreaterThan(10);
  });
});
