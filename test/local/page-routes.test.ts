import type { HttpServerOptions } from '../../local/http-exchange.ts';
import { type Site, startSite } from './site.ts';

const mail = {
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: '2026-11-20T12:00:01.000Z',
  state: 'parsed',
  recipients: [],
};
const reader = {
  mails: async (ids: readonly string[]) => new Map(ids.includes('m1') ? [['m1', mail]] : []),
  event: async (id: string) => (id === 'e1' ? { mails: ['m1'], deliveries: [] } : undefined),
} as unknown as HttpServerOptions['reader'];

describe('pageRoutes', () => {
  let site: Site;
  let contact: string;

  beforeAll(async () => {
    site = await startSite({ reader });
    contact = site.options.crm.create('contacts', { email: 'ada@example.org' }, []).id;
  });

  afterAll(() => site.stop());

  it('shows a record of the CRM', async () => {
    expect((await site.ask('GET', `/crm/contacts/${contact}`)).text).toContain('ada@example.org');
  });

  it('leads from an event to its mail', async () => {
    const answer = await site.ask('GET', '/events/e1');

    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/mails/m1']);
  });

  it.each(['/mails', '/events/e2', '/crm/contacts/1', '/crm/nope/1', '/nope'])('answers 404 to %s', async (path) => {
    const page = await site.ask('GET', path);

    expect(page.status).toBe(404);
    expect(page.text).toContain('Not found');
  });

  it('answers 405 to a request that is not a GET', async () => {
    expect((await site.ask('POST', '/mails/m1')).status).toBe(405);
  });
});
