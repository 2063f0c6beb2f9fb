import { createServer } from 'node:http';
import { json, readBody, readBytes, send } from '../../local/http-body.ts';
import { type LocalListener, listenOnLoopback } from '../../local/loopback-listener.ts';

/** Bodies up to this size are read. */
const maxBytes = 8;

/** A server that answers with the body of the request, or with the reason why it was not read. */
const server = createServer(async (request, response) => {
  try {
    const isText = request.url === '/text';
    const body = isText ? await readBody(request, maxBytes) : [...(await readBytes(request, maxBytes))];
    send(response, { status: 201, value: { body }, headers: { 'x-kind': isText ? 'text' : 'bytes' } });
  } catch (error) {
    json(response, 413, { reason: String(error) });
  }
});
let listener: LocalListener;

beforeAll(async () => {
  listener = await listenOnLoopback(server, 0);
});

afterAll(() => listener.stop());

const post = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`http://127.0.0.1:${listener.port}${path}`, { method: 'POST', body });

describe('readBody', () => {
  it.each([[''], ['12345678'], ['Grüße']])('reads %p as text', async (text) => {
    expect(await (await post('/text', text)).json()).toEqual({ body: text });
  });

  it('rejects a longer body, and lets the answer reach the client', async () => {
    const response = await post('/text', 'x'.repeat(1_000_000));

    expect([response.status, await response.json()]).toEqual([413, { reason: 'Error: the body is too large' }]);
  });
});

describe('readBytes', () => {
  it('reads bytes that are no text', async () => {
    expect(await (await post('/', Uint8Array.of(0, 255, 13))).json()).toEqual({ body: [0, 255, 13] });
  });

  it('rejects a body that is one byte too long', async () => {
    expect((await post('/', new Uint8Array(maxBytes + 1))).status).toBe(413);
  });
});

describe('send', () => {
  it('sends a value as JSON that no browser reads as anything else, with the headers of the answer', async () => {
    const { status, headers } = await post('/text', 'a');

    expect(status).toBe(201);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-kind': 'text',
    });
  });
});
