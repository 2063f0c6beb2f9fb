import { search, show } from '../../../../local/sandbox-crm/hubspot/search.ts';
import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';

let store: HubspotStore;

beforeEach(() => {
  store = createHubspotStore(':memory:');
});

afterEach(() => store.close());

const contact = (email: string, more: Record<string, string> = {}) =>
  store.create('contacts', { email, ...more }, []).id;
const equals = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value });
const bodyOf = (filters: readonly object[], more: object = {}) => ({ filterGroups: [{ filters }], ...more });
const idsOf = (body: unknown): readonly string[] => {
  const { results } = search(store, 'contacts', body).body as { results: ReadonlyArray<{ id: string }> };
  return results.map(({ id }) => id);
};

describe('search', () => {
  it('finds records by EQ, without regard to case', () => {
    const ada = contact('ada@example.org');
    contact('bob@example.org');

    expect(search(store, 'contacts', bodyOf([equals('email', 'ADA@example.org')]))).toMatchObject({
      status: 200,
      body: { total: 1, results: [{ id: ada, properties: { hs_object_id: ada, email: 'ada@example.org' } }] },
    });
  });

  it('finds records by IN, page by page', () => {
    const values = ['a@x.org', 'b@x.org', 'c@x.org'];
    const [a, b, c] = values.map((email) => contact(email));
    const filters = [{ propertyName: 'email', operator: 'IN', values }];

    expect(search(store, 'contacts', bodyOf(filters, { limit: 2 })).body).toMatchObject({
      total: 3,
      results: [{ id: a }, { id: b }],
      paging: { next: { after: '2' } },
    });
    expect(search(store, 'contacts', bodyOf(filters, { limit: 2, after: '2' })).body).toEqual({
      total: 3,
      results: [expect.objectContaining({ id: c })],
    });
  });

  it('narrows the records by further filters', () => {
    const ada = contact('a@x.org', { firstname: 'Ada' });
    contact('b@x.org', { firstname: 'Bob' });
    const first = { propertyName: 'email', operator: 'IN', values: ['a@x.org', 'b@x.org'] };
    const since = (ms: number) => ({ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(ms) });

    expect(idsOf(bodyOf([first, equals('firstname', 'ada')]))).toEqual([ada]);
    expect(idsOf(bodyOf([first, since(Date.now() - 60_000)]))).toHaveLength(2);
    expect(idsOf(bodyOf([first, since(Date.now() + 60_000)]))).toEqual([]);
  });

  it.each([
    ['an unknown property', [equals('nope', '1')], 'PROPERTY_DOESNT_EXIST'],
    ['no filter', [], 'INVALID_OPERATOR'],
    ['a first filter that no index answers', [{ ...equals('email', 'a'), operator: 'GTE' }], 'INVALID_OPERATOR'],
    [
      'an unknown operator',
      [equals('email', 'a@x.org'), { ...equals('firstname', 'a'), operator: 'NEQ' }],
      'INVALID_OPERATOR',
    ],
  ])('rejects %s', (_, filters, code) => {
    contact('a@x.org');

    expect(() => search(store, 'contacts', bodyOf(filters))).toThrow(expect.objectContaining({ status: 400, code }));
  });
});

describe('show', () => {
  it('adds the id to the properties of a record', () => {
    const record = store.create('deals', { dealname: 'D' }, []);

    expect(show(record)).toEqual({
      id: record.id,
      properties: { dealname: 'D', hs_object_id: record.id },
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      archived: false,
    });
  });
});
