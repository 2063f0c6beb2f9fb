import { type CrmHttp, createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createZendeskSellAdapter } from '../../../lambdas/crm/zendesk-sell/adapter.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { aVendorContext } from '../a-vendor-context.ts';

const headers = { authorization: 'Bearer t', 'user-agent': 'postern/1' };
const filter = (name: string, parameter: object = { eq: true }) => ({ filter: { attribute: { name }, parameter } });

interface QueryEnd {
  readonly successful: boolean;
  readonly items?: ReadonlyArray<{ readonly data: Readonly<Record<string, unknown>> }>;
}

describe("the stand-in of Sell's search", () => {
  let fake: TestVendorSandbox;
  beforeEach(async () => {
    fake = await startVendorSandbox('zendesk-sell', 0);
    fake.store.insert('contacts', { name: 'Acme', is_organization: true, custom_fields: { Region: 'EU' } });
    fake.store.insert('contacts', { last_name: 'Ada', email: 'ada@acme.example', is_organization: false });
    fake.passes(1000);
  });
  afterEach(() => fake.stop());

  async function search(...items: object[]) {
    const response = await fetch(`${fake.url}/v3/contacts/search`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ items }),
    });
    return { status: response.status, body: (await response.json()) as { items: readonly QueryEnd[] } };
  }

  // https://developer.zendesk.com/api-reference/sales-crm/search/filtering and …/projections
  it.each<[string, object, number]>([
    ["the search's own name of organizations", filter('is_organisation'), 1],
    ['people', filter('is_organisation', { eq: false }), 1],
    ['everybody, without a filter', {}, 2],
    ['several conditions', { and: [filter('is_organisation'), filter('name', { any: ['acme', 'x'] })] }, 1],
    ['what is not', { not: filter('is_organisation') }, 1],
    ['a custom field', filter('custom_fields.Region', { eq: 'EU' }), 1],
  ])('finds a contact by %s, and shows the id', async (_what, wanted, count) => {
    const query = Object.keys(wanted).length === 0 ? {} : { filter: wanted };

    const { body } = await search({ data: { query, per_page: 5 } });

    expect(body.items).toMatchObject([{ successful: true, meta: { total_count: count } }]);
    expect(body.items[0]?.items).toHaveLength(count);
    expect(body.items[0]?.items?.[0]?.data).toMatchObject({ id: expect.any(Number), version: expect.any(Number) });
  });

  it.each<[string, object]>([
    ["the Core API's name of organizations", { query: { filter: filter('is_organization') } }],
    ['a name that is not there, deep in the filter', { query: { filter: { and: [{ or: [filter('domain')] }] } } }],
    ['a projection of what is not there', { query: { projection: [{ name: 'is_organization' }] } }],
    ['more than a page takes', { per_page: 201 }],
    ['a part that is not there', { query: {}, limit: 3 }],
  ])('answers %s with an error of that query alone', async (_what, data) => {
    const { status, body } = await search({ data }, { data: { query: { filter: filter('is_organisation') } } });

    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { successful: false, meta: { http_status: expect.stringMatching(/^400/) } },
      { successful: true },
    ]);
  });

  it.each([[[]], [[{ data: {}, per_page: 3 }]], [[{ query: {} }]]])(
    'refuses a request that it cannot read: %j',
    async (items) => {
      expect((await search(...items)).status).toBe(400);
    },
  );
});

describe('createZendeskSellAdapter', () => {
  it.each([
    ['400 Bad Request', { kind: 'misconfigured', code: 'SEARCH 400' }],
    ['422 Unprocessable Entity', { kind: 'misconfigured', code: 'SEARCH 422' }],
    ['429 Too Many Requests', { kind: 'unknown' }],
    ['500 Internal Server Error', { kind: 'unknown' }],
    [undefined, { kind: 'unknown' }],
  ])('takes an error of one query with the status %j for no empty answer', async (status, end) => {
    const json = { items: [{ successful: false, ...(status && { meta: { http_status: status } }) }] };
    const http: CrmHttp = async () => ({ kind: 'answer', answer: { status: 200, headers: new Headers(), json } });
    const { lookUp } = createZendeskSellAdapter(aVendorContext(http));

    expect(await lookUp?.({ email: 'ada@acme.example' }, ['owner_id'])).toMatchObject(end);
  });

  it('sends queries that the search takes', async () => {
    await using fake = await startVendorSandbox('zendesk-sell', 0).then((started) => ({
      ...started,
      [Symbol.asyncDispose]: started.stop,
    }));
    const http = createCrmHttp({ baseUrl: fake.url, headers, now: () => new Date() });

    const { lookUp } = createZendeskSellAdapter(aVendorContext(http));

    expect(await lookUp?.({ email: 'ada@acme.example' }, ['owner_id'])).toMatchObject({ kind: 'ok' });
  });
});
