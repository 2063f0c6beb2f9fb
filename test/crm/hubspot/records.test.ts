import type { HubspotCalls } from '../../../lambdas/crm/hubspot/batch.ts';
import { hubspotRecords } from '../../../lambdas/crm/hubspot/records.ts';
import { stepKeys } from '../../../lambdas/crm/vendor-kit.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const keys = { activity: stepKeys.unique, task: stepKeys.unique };
const none = { kind: 'ok', value: undefined };
const unused = async () => ({ kind: 'unknown' }) as const;

/** The records of one mail at an account with these shared calls. */
function anAccount(calls: Partial<HubspotCalls>, routes: Parameters<typeof scriptedHttp>[0] = {}) {
  const batched: HubspotCalls = { create: unused, upsertCompany: unused, companiesOf: unused, ...calls };
  const { http, requests, calls: sent } = scriptedHttp(routes);
  return { records: hubspotRecords({ http, single: batched, batched }, keys, 'evt_1'), requests, sent };
}
const batchOf = (...ids: string[]) => reply({ results: ids.map((id) => ({ id })) });

describe('hubspotRecords, for a company', () => {
  it.each<[string, Partial<HubspotCalls>, object]>([
    [
      'takes the only company of its domain',
      { companiesOf: async () => ok(['7']) },
      { value: { id: '7' }, how: 'existing' },
    ],
    ['takes none where there are several', { companiesOf: async () => ok(['7', '8']) }, none],
    [
      'makes a company under our key',
      { companiesOf: async () => ok([]), upsertCompany: async () => ok({ id: '9', isNew: true }) },
      { value: { id: '9' }, how: 'created' },
    ],
    [
      'takes the company that another mail made at the same time',
      { companiesOf: async () => ok([]), upsertCompany: async () => ok({ id: '9', isNew: false }) },
      { value: { id: '9' }, how: 'existing' },
    ],
    ['knows no outcome where the search has none', {}, { kind: 'unknown' }],
  ])('%s', async (_name, calls, expected) => {
    expect(await anAccount(calls).records.company!.write(aCompany, {})).toMatchObject(expected);
  });
});

describe('hubspotRecords, for a contact', () => {
  const refs = { contact: { id: '1' }, company: { id: '7' } };
  const link = 'PUT /crm/objects/2026-09/contacts/1/associations/default/companies/7';

  it('links a new contact to its company in the same call', async () => {
    const { records, sent } = anAccount({ create: async () => ok({ id: '1' }) });

    expect(await records.contact.write(aContact(), refs)).toMatchObject({ value: { id: '1' }, how: 'created' });
    expect(await records.link!(refs)).toEqual(none);
    expect(sent()).toEqual([]);
  });

  it('links an existing contact by a call of its own', async () => {
    const { records, sent } = anAccount(
      { create: async () => ({ kind: 'conflict', holder: '1' }) },
      { [link]: reply({}) },
    );

    expect(await records.contact.write(aContact(), refs)).toMatchObject({ value: { id: '1' }, how: 'existing' });
    expect(await records.link!(refs)).toMatchObject({ kind: 'ok', how: 'updated' });
    expect(sent()).toEqual([link]);
  });

  it('finds a contact that a conflict does not name by an upsert that changes nothing', async () => {
    const { records, requests } = anAccount(
      { create: async () => ({ kind: 'conflict' }) },
      { 'POST /crm/objects/2026-09/contacts/batch/upsert': batchOf('5') },
    );

    expect(await records.contact.write(aContact(), {})).toMatchObject({ value: { id: '5' }, how: 'existing' });
    expect(requests[0]?.body).toEqual({
      inputs: [{ id: 'ada@customer.example', idProperty: 'email', properties: { email: 'ada@customer.example' } }],
    });
  });

  it.each([
    [batchOf('5'), { kind: 'ok', value: { id: '5' } }],
    [batchOf(), none],
  ])('only looks for the contact where the mail may make none', async (answer, expected) => {
    const { records } = anAccount({}, { 'POST /crm/objects/2026-09/contacts/batch/read': answer });

    expect(await records.contact.findExisting!(aContact(), {})).toEqual(expected);
  });
});

describe('hubspotRecords, for a deal', () => {
  it('opens a deal with its owner and its associations', async () => {
    const created: unknown[] = [];
    const { records } = anAccount({
      create: async (record) => {
        created.push(record);
        return ok({ id: '4' });
      },
    });

    await records.deal!.write(aThreadDeal({ owner: '9', fields: { amount: 5 } }), { contact: { id: '1' } });

    expect(created).toEqual([
      {
        type: 'deals',
        key: 'postern_thread_key',
        properties: {
          dealname: 'Mail 1',
          pipeline: 'default',
          dealstage: 'qualifiedtobuy',
          postern_thread_key: 'thread-1',
          amount: '5',
          hubspot_owner_id: '9',
        },
        associations: [{ to: { id: '1' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }] }],
      },
    ]);
  });

  it.each([
    [reply({ id: '4' }), { kind: 'ok', value: { id: '4' } }],
    [reply({}, 404), none],
  ])('looks a deal up by the id of an address, and by the key of its conversation', async (answer, expected) => {
    const { records } = anAccount({}, { GET: answer });

    expect(await records.dealById!('4')).toEqual(expected);
    expect(await records.deal!.findExisting!(aThreadDeal(), {})).toEqual(expected);
  });
});

describe('hubspotRecords, for fields', () => {
  it.each([
    ['contact', 'contacts'],
    ['company', 'companies'],
    ['deal', 'deals'],
  ] as const)('reads and writes fields as text: %s', async (object, type) => {
    const { records, requests, sent } = anAccount(
      {},
      { GET: reply({ id: '1', properties: { score: '7' } }), PATCH: reply({ id: '1' }) },
    );

    expect(await records.fields.read(object, '1', ['score', 'a b'])).toEqual(ok({ score: '7' }));
    await records.fields.write(object, '1', { score: 8, isLead: true });

    const path = `/crm/objects/2026-09/${type}/1`;
    expect(sent()).toEqual([`GET ${path}?properties=score,a%20b`, `PATCH ${path}`]);
    expect(requests[1]?.body).toEqual({ properties: { score: '8', isLead: 'true' } });
  });
});
