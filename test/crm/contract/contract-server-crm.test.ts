import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { contractServerCrm, readBaseUrls } from './contract-server-crm.ts';
import { agrees, optOutRows, tableVendors } from './opt-out-table.ts';

describe('contractServerCrm', () => {
  let crm: TestVendorSandbox;
  let server: Server;
  /** Records that the server shows; by default those of the stand-in behind it. */
  let shown: (() => unknown) | undefined;

  beforeEach(async () => {
    crm = await startVendorSandbox('pipedrive', 0);
    shown = undefined;
    server = createServer(async (request, response) => {
      if (request.url === '/__contract/objects') {
        response.end(JSON.stringify(shown?.() ?? { persons: crm.store.list('persons').map(({ body }) => body) }));
        return;
      }
      const { method = 'GET', url = '/', headers } = request;
      const body = method === 'GET' ? null : Buffer.concat(await Array.fromAsync(request));
      const answer = await fetch(`${crm.url}${url}`, {
        method,
        body,
        headers: {
          'content-type': headers['content-type'] ?? '',
          'x-api-token': String(headers['x-api-token'] ?? ''),
          authorization: headers.authorization ?? '',
        },
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(await answer.text());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await crm.stop();
  });

  const rowsOfServer = () =>
    optOutRows('pipedrive', () =>
      contractServerCrm('pipedrive', `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );

  it('reads the mark of each person from the records that the server shows', async () => {
    const rows = await rowsOfServer();

    expect(rows.filter((row) => !agrees(row))).toEqual([]);
    expect(rows.map(({ isMarked, proof }) => [isMarked, proof.by])).toEqual([
      [false, 'not-kept-here'],
      [true, 'read-back'],
      [true, 'read-back'],
      [true, 'read-back'],
      [true, 'not-kept-here'],
    ]);
    expect(rows[1]?.shown).toBe('marketing_status: unsubscribed');
  });

  it('finds a read-back that the records do not bear out', async () => {
    shown = () => ({ persons: [] });

    const rows = await rowsOfServer();

    expect(rows.filter((row) => !agrees(row)).map(({ news, shown: cell }) => [news, cell])).toEqual([
      ['an unsubscribe', 'nobody'],
      ['a hard bounce', 'nobody'],
      ['a complaint', 'nobody'],
    ]);
  });
});

describe('readBaseUrls', () => {
  it.each([
    ['pairs', 'zoho=http://127.0.0.1:4104, close=http://127.0.0.1:4105'],
    [
      'the text of a file',
      '{ "zoho": "http://127.0.0.1:4104", "segment": "http://127.0.0.1:9", "close": "http://127.0.0.1:4105" }',
    ],
  ])('takes %s', (_what, text) => {
    expect(readBaseUrls(text, tableVendors)).toEqual([
      ['zoho', 'http://127.0.0.1:4104'],
      ['close', 'http://127.0.0.1:4105'],
    ]);
  });

  it.each([
    ['names no CRM', 'segment=http://127.0.0.1:9', 'no base URL of hubspot'],
    ['has no URL', 'zoho=here', 'zoho: here is no URL'],
  ])('refuses text that %s', (_what, text, message) => {
    expect(() => readBaseUrls(text, tableVendors)).toThrow(message);
  });
});
