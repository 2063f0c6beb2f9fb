import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardListener } from '../../local/listener-guard.ts';
import { rawRequest } from '../helpers/raw-http.ts';

describe('guardListener', () => {
  let server: Server;
  let port: number;
  let reached: number;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      reached += 1;
      response.end('reached');
    });
    guardListener(server, {
      link: (path) => path.startsWith('/page'),
      picture: (path) => path.startsWith('/page/secret'),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  beforeEach(() => {
    reached = 0;
  });

  afterAll(() => server.close());

  /** `P` stands for the port of the listener, `Q` for another. */
  const filled = (text: string): string =>
    text.replaceAll(/(?<![A-Z])[PQ](?![A-Z])/g, (letter) => String(letter === 'P' ? port : port + 1));
  const ask = (lines: readonly string[]) => rawRequest(port, lines.map(filled));

  it.each(['127.0.0.1:P', 'localhost:P', 'LocalHost:P', '[::1]:P'])('answers to the Host %s', async (host) => {
    expect(await ask(['GET / HTTP/1.1', `host: ${host}`])).toEqual({ status: 200, body: 'reached' });
  });

  it.each([
    '',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:',
    '127.0.0.1:Q',
    '127.0.0.1:0P',
    '127.0.0.1:P:P',
    '127.0.0.1.:P',
    'localhost.:P',
    '127.0.0.1.attacker.example:P',
    'localhost.attacker.example:P',
    'attacker-localhost:P',
    'rebind.attacker.example:P',
    'rebind.attacker.example',
    'localhost@attacker.example:P',
    'user@127.0.0.1:P',
    '127.0.0.1:P@attacker.example',
    '127.0.0.1:P#attacker.example',
    '127.0.0.1:P/',
    'attacker.example/127.0.0.1:P',
    '127.0.0.1:P,attacker.example',
    '127.0.0.1:P attacker.example',
    '2130706433:P',
    '0x7f000001:P',
    '017700000001:P',
    '127.1:P',
    '127.0.0.2:P',
    '0.0.0.0:P',
    '[::]:P',
    '::1:P',
    '[::ffff:127.0.0.1]:P',
    '[0:0:0:0:0:0:0:1]:P',
    'bucket.localhost:P',
    'ⓛocalhost:P',
  ])('answers 421 to the Host %j', async (host) => {
    const { status } = await ask(['GET / HTTP/1.1', `host: ${host}`]);

    expect([421, 400]).toContain(status);
    expect(reached).toBe(0);
  });

  it.each([
    ['without a Host', ['GET / HTTP/1.1']],
    ['of HTTP/1.0 without a Host', ['GET / HTTP/1.0']],
    ['with two Hosts', ['GET / HTTP/1.1', 'host: 127.0.0.1:P', 'host: attacker.example']],
    ['with the same Host twice', ['GET / HTTP/1.1', 'host: 127.0.0.1:P', 'host: 127.0.0.1:P']],
    ['with a foreign target in absolute form', ['GET http://attacker.example/ HTTP/1.1', 'host: 127.0.0.1:P']],
    ['with an own target in absolute form', ['GET http://127.0.0.1:P/ HTTP/1.1', 'host: 127.0.0.1:P']],
    ['with an asterisk as target', ['OPTIONS * HTTP/1.1', 'host: 127.0.0.1:P']],
    ['that expects to go on', ['POST / HTTP/1.1', 'host: attacker.example', 'expect: 100-continue']],
    ['that wants another protocol', ['GET / HTTP/1.1', 'host: attacker.example', 'upgrade: websocket']],
  ])('does not let a request in %s', async (_name, lines) => {
    const { status } = await ask(lines);

    expect([421, 400]).toContain(status);
    expect(reached).toBe(0);
  });

  it('says in one line where it can be reached', async () => {
    const { body } = await ask(['GET / HTTP/1.1', 'host: attacker.example']);

    expect(body.trim().split('\n')).toEqual([expect.stringContaining(filled('http://127.0.0.1:P'))]);
    expect(body).not.toContain('attacker');
  });

  it.each(['http://127.0.0.1:P', 'http://localhost:P', 'http://[::1]:P'])(
    'lets its own page at %s in',
    async (origin) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
        expect(await ask([`${method} / HTTP/1.1`, 'host: 127.0.0.1:P', `origin: ${origin}`])).toMatchObject({
          status: 200,
        });
    },
  );

  it.each([
    '',
    'null',
    'http://attacker.example',
    'http://127.0.0.1:Q',
    'http://127.0.0.1',
    'https://127.0.0.1:P',
    'http://127.0.0.1:P/',
    'http://127.0.0.1:P.attacker.example',
    'http://user@127.0.0.1:P',
    'http://localhost.:P',
    'http://2130706433:P',
    'http://127.0.0.1:P http://attacker.example',
    'file://',
    'chrome-extension://abcdefghijklmnop',
  ])('answers 403 to the Origin %j, whatever the method', async (origin) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await ask([`${method} / HTTP/1.1`, 'host: 127.0.0.1:P', `origin: ${origin}`])).toMatchObject({
        status: 403,
      });
    expect(reached).toBe(0);
  });

  it('answers 403 to two Origins', async () => {
    const lines = ['POST / HTTP/1.1', 'host: 127.0.0.1:P', 'origin: http://127.0.0.1:P', 'origin: http://x.example'];

    expect(await ask(lines)).toMatchObject({ status: 403 });
    expect(reached).toBe(0);
  });

  const link = 'sec-fetch-mode: navigate|sec-fetch-dest: document';
  const picture = 'sec-fetch-mode: no-cors|sec-fetch-dest: image';
  const script = 'sec-fetch-mode: no-cors|sec-fetch-dest: empty';
  it.each([
    ['a program', 'POST', '/', '', 200],
    ["Node's fetch", 'PUT', '/', 'sec-fetch-mode: cors', 200],
    ['a person who types the address', 'GET', '/', `sec-fetch-site: none|${link}`, 200],
    ['an own page that reads', 'GET', '/', 'sec-fetch-site: same-origin|sec-fetch-mode: cors', 200],
    ['the own form of a page without referrer', 'POST', '/', `origin: null|sec-fetch-site: same-origin|${link}`, 200],
    ['a link on another site', 'GET', '/page', `sec-fetch-site: cross-site|${link}`, 200],
    ['a link on another port', 'GET', '/page', `sec-fetch-site: same-site|${link}`, 200],
    ['a link on another site to no page', 'GET', '/', `sec-fetch-site: cross-site|${link}`, 403],
    ['a link on another port to no page', 'GET', '/', `sec-fetch-site: same-site|${link}`, 403],
    [
      'a picture of a mail in its frame',
      'GET',
      '/page/secret',
      `origin: null|sec-fetch-site: cross-site|${picture}`,
      200,
    ],
    ['a picture of another site', 'GET', '/page', `sec-fetch-site: cross-site|${picture}`, 403],
    ['a picture of another port', 'GET', '/page', `sec-fetch-site: same-site|${picture}`, 403],
    ['a picture that is posted', 'POST', '/page/secret', `origin: null|sec-fetch-site: cross-site|${picture}`, 403],
    [
      'a picture that is to be read',
      'GET',
      '/page/secret',
      'origin: null|sec-fetch-mode: cors|sec-fetch-dest: image',
      403,
    ],
    ['a script of another port', 'GET', '/', `sec-fetch-site: same-site|${script}`, 403],
    ['a script of another port that heads', 'HEAD', '/', `sec-fetch-site: same-site|${script}`, 403],
    ['a script of another site', 'POST', '/', `sec-fetch-site: cross-site|${script}`, 403],
    ['a fetch of an extension', 'GET', '/page', 'sec-fetch-site: none|sec-fetch-mode: cors|sec-fetch-dest: empty', 403],
    ['a request of no page that changes', 'POST', '/', `sec-fetch-site: none|${script}`, 403],
    ['a form of another site', 'POST', '/page', `sec-fetch-site: cross-site|${link}`, 403],
    ['a form of another port', 'POST', '/page', `sec-fetch-site: same-site|${link}`, 403],
    ['a form of a sandboxed frame', 'POST', '/page', `origin: null|sec-fetch-site: cross-site|${link}`, 403],
    [
      'a frame of another site',
      'GET',
      '/page',
      'sec-fetch-site: cross-site|sec-fetch-mode: navigate|sec-fetch-dest: iframe',
      403,
    ],
    [
      'a frame of another port',
      'GET',
      '/page',
      'sec-fetch-site: same-site|sec-fetch-mode: navigate|sec-fetch-dest: iframe',
      403,
    ],
    [
      'an object of another port',
      'GET',
      '/page',
      'sec-fetch-site: same-site|sec-fetch-mode: navigate|sec-fetch-dest: object',
      403,
    ],
    ['two sites', 'GET', '/', 'sec-fetch-site: none|sec-fetch-site: cross-site', 403],
    ['a site of a kind that is not known yet', 'GET', '/', 'sec-fetch-site: near-site', 403],
    [
      'a private network preflight',
      'OPTIONS',
      '/',
      'origin: http://x.example|access-control-request-private-network: true',
      403,
    ],
  ])('%s: %s %s with %j gives %i', async (_name, method, path, headers, expected) => {
    const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1:P', ...headers.split('|').filter(Boolean)];

    expect((await ask(lines)).status).toBe(expected);
    expect(reached).toBe(expected === 200 ? 1 : 0);
  });

  it.each(['//attacker.example/', '/\\attacker.example/'])(
    'refuses the target %s, which names a host',
    async (target) => {
      expect((await ask([`GET ${target} HTTP/1.1`, 'host: 127.0.0.1:P'])).status).toBe(421);
    },
  );

  it('answers no browser at all where it has to', async () => {
    const closed = createServer((_request, response) => void response.end('reached'));
    guardListener(closed, { browsers: 'none', link: () => true });
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port: own } = closed.address() as AddressInfo;
    const asked = async (...headers: string[]) =>
      (await rawRequest(own, ['GET / HTTP/1.1', `host: 127.0.0.1:${own}`, ...headers])).status;

    expect(await asked()).toBe(200);
    expect(await asked('sec-fetch-site: none', ...link.split('|'))).toBe(403);
    expect(await asked('sec-fetch-site: same-origin')).toBe(403);
    expect(await asked(`origin: http://127.0.0.1:${own}`)).toBe(403);
    closed.close();
  });
});
