import { type Site, startSite } from './site.ts';

describe('sandboxRoutes', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite({ outbox: [], crmCalls: new Map([['GET /x', 2]]), denials: () => [] });
  });

  afterEach(() => site.stop());

  const askJson = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    JSON.parse((await site.ask(method, path, { body })).text);

  it.each([
    ['hubspot', '/crm/objects/2026-09/contacts/search', { authorization: 'Bearer t' }, 400],
    ['zoho', '/crm/v8/org', { authorization: 'Zoho-oauthtoken t' }, 200],
    ['segment', '/v1/batch', { authorization: 'Basic t' }, 200],
  ])('answers as %s under its name', async (vendor, path, headers, status) => {
    const method = vendor === 'zoho' ? 'GET' : 'POST';
    const body = vendor === 'zoho' ? undefined : {};

    expect((await site.ask(method, `/sandbox/${vendor}${path}`, { headers, body })).status).toBe(status);
  });

  it.each(['/sandbox/eventbridge', '/sandbox/eventbridge/'])(
    'answers as a bus at %s, the root of its address',
    async (root) => {
      const entry = { Source: 'postern', DetailType: 'email.received/1', Detail: '{}', EventBusName: 'sandbox' };
      const headers = { authorization: 'AWS4-HMAC-SHA256 t', 'x-amz-target': 'AWSEvents.PutEvents' };

      const { status, text } = await site.ask('POST', root, { headers, body: { Entries: [entry] } });

      expect([status, JSON.parse(text).FailedEntryCount]).toEqual([200, 0]);
      expect(await askJson('GET', '/sandbox/records/eventbridge')).toMatchObject({ events: [{ body: entry }] });
    },
  );

  it('names the mail that nothing has read yet', async () => {
    expect(await askJson('GET', '/sandbox/unread')).toMatchObject({ mails: [{ mailId: 'waiting', bytes: 120 }] });
  });

  it('shows what each function used since the start', async () => {
    expect(await askJson('GET', '/sandbox/usage')).toMatchObject({
      startedAt: '2026-11-20T09:00:00.000Z',
      functions: { sink: { invocations: 2, ms: 30, memoryMb: 512, counts: { readUnits: 0 } } },
    });
  });

  it.each([
    ['/sandbox/unused-grants', [{ function: 'sink', actions: ['s3:PutObject'] }]],
    ['/sandbox/outbox', []],
    ['/sandbox/denials', []],
    ['/sandbox/calls', { 'GET /x': 2 }],
    ['/sandbox/suppressions', { segment: [], rudderstack: [], mparticle: [], ses: [] }],
    ['/sandbox/counts', { faults: 0, contacts: 0, companies: 0, deals: 0, emails: 0, tasks: 0, files: 0 }],
    ['/sandbox/records/zoho', {}],
  ])('shows %s', async (path, state) => {
    expect(await askJson('GET', path)).toEqual(state);
  });

  it('keeps the faults that a request sets, and rejects what is not a list of faults', async () => {
    expect(await askJson('PUT', '/sandbox/faults', [{ action: '500' }])).toMatchObject([
      { action: '500', match: '.*' },
    ]);
    expect(await askJson('GET', '/sandbox/faults')).toMatchObject([{ action: '500' }]);
    expect((await site.ask('PUT', '/sandbox/faults', { body: [{ action: 'nap' }] })).status).toBe(400);
    expect((await site.ask('PUT', '/sandbox/faults', { body: '{' })).status).toBe(400);
  });

  it.each([
    ['/sandbox/kill/sink', { killed: true }, []],
    ['/sandbox/kill/parse', { killed: false }, []],
    ['/sandbox/fail/sink', { broken: true }, ['sink']],
    ['/sandbox/fail/parse', { broken: false }, []],
    ['/sandbox/disable/sink', { broken: true }, ['queue']],
    ['/sandbox/disable/parse', { broken: false }, []],
  ])('breaks a stage by POST %s', async (path, answer, broken) => {
    expect(await askJson('POST', path)).toEqual(answer);
    expect(site.broken).toEqual(broken);
  });

  it("shows HubSpot's records with their links", async () => {
    const { crm } = site.options;
    const contact = crm.create('contacts', { email: 'ada@example.org' }, []);
    const deal = crm.create('deals', { dealname: 'Pumps' }, [{ type: 'contacts', id: contact.id }]);

    expect(await askJson('GET', '/sandbox/records')).toMatchObject({
      contacts: [{ id: contact.id, links: { contacts: [], deals: [deal.id] } }],
      deals: [{ id: deal.id, links: { contacts: [contact.id], deals: [] } }],
    });
  });

  it('opts a contact out as a person does in the CRM', async () => {
    const { crm } = site.options;
    const { id } = crm.create('contacts', { email: 'ada@example.org' }, []);

    expect(await askJson('POST', `/sandbox/contacts/${id}/opt-out`)).toEqual({ ticked: true });
    expect(crm.get('contacts', id)?.properties.hs_email_optout).toBe('true');
    expect((await site.ask('POST', '/sandbox/contacts/1/opt-out')).status).toBe(404);
  });
});
