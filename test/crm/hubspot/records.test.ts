import type { HubspotCalls } from '../../../lambdas/crm/hubspot/batch.ts';
import { createDealPlaces, type DealPlace } from '../../../lambdas/crm/hubspot/deal-place.ts';
import { hubspotRecords } from '../../../lambdas/crm/hubspot/records.ts';
import { stepKeys } from '../../../lambdas/crm/vendor-kit.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const keys = { activity: stepKeys.unique, task: stepKeys.unique, hasDetails: false };
const mail = { eventId: 'evt_1', mappingVersion: 'default@1' };
const none = { kind: 'ok', value: undefined };
const unused = async () => ({ kind: 'unknown' }) as const;

/** The records of one mail at an account with these shared calls. */
function anAccount(
  calls: Partial<HubspotCalls>,
  routes: Parameters<typeof scriptedHttp>[0] = {},
  { newDeals, hasDetails = false }: { newDeals?: DealPlace; hasDetails?: boolean } = {},
) {
  const batched: HubspotCalls = { create: unused, upsertCompany: unused, companiesOf: unused, ...calls };
  const { http, requests, calls: sent } = scriptedHttp(routes);
  const ports = { http, single: batched, batched, places: createDealPlaces(http, newDeals), uploads: new Map() };
  return { records: hubspotRecords(ports, { ...keys, hasDetails }, mail), requests, sent };
}
const peopleOf = (...ids: string[]) => reply({ results: ids.map((id) => ({ id, properties: {} })) });
const contacts = 'POST /crm/objects/2026-09/contacts';

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

  it('finds a contact that a conflict does not name, and changes nothing of it', async () => {
    const { records, sent } = anAccount(
      { create: async () => ({ kind: 'conflict' }) },
      { [`${contacts}/batch/read`]: peopleOf('5') },
    );

    expect(await records.contact.write(aContact(), {})).toMatchObject({ value: { id: '5' }, how: 'existing' });
    expect(sent()).toEqual([`${contacts}/batch/read`]);
  });

  it.each([
    ['another unique property', { kind: 'conflict', holder: '9', field: 'customer_number' }, 'rejected'],
    ['its address', { kind: 'conflict', holder: '9', field: 'email' }, 'ok'],
    // A contact that was deleted meanwhile is made by the next attempt.
    ['an address that nobody has any more', { kind: 'conflict' }, 'unknown'],
  ] as const)('judges a conflict by %s', async (_what, conflict, kind) => {
    const routes = { [`${contacts}/batch/read`]: peopleOf(), [`${contacts}/search`]: peopleOf() };
    const { records } = anAccount({ create: async () => conflict }, routes);

    expect(await records.contact.write(aContact(), {})).toMatchObject({ kind });
  });

  it.each([
    [peopleOf('5'), { kind: 'ok', value: { id: '5' } }],
    [peopleOf(), none],
  ])('only looks for the contact where the mail may make none', async (answer, expected) => {
    const routes = { [`${contacts}/batch/read`]: answer, [`${contacts}/search`]: peopleOf() };
    const { records } = anAccount({}, routes);

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

describe('hubspotRecords, for a deal whose place HubSpot refuses', () => {
  const refusal = { kind: 'misconfigured', code: 'INVALID_OPTION', message: 'property dealstage' } as const;
  const pipelines = reply({
    results: [
      { id: 'sales', displayOrder: 0, stages: [{ id: 'lead', displayOrder: 0, metadata: { isClosed: 'false' } }] },
    ],
  });
  /** Refuses every deal that is not in the only pipeline of the account. */
  const strict = () => {
    const tried: unknown[] = [];
    const create: HubspotCalls['create'] = async ({ properties: { pipeline, dealstage } }) => {
      tried.push([pipeline, dealstage]);
      return pipeline === 'sales' ? ok({ id: '4' }) : refusal;
    };
    return { tried, create };
  };
  const usual = ['default', 'qualifiedtobuy'];

  it('takes the first open stage of the account, and remembers it', async () => {
    const { tried, create } = strict();
    const { records, sent } = anAccount({ create }, { GET: pipelines });

    expect(await records.deal!.write(aThreadDeal(), {})).toMatchObject({ value: { id: '4' }, how: 'created' });
    expect(await records.deal!.write(aThreadDeal(), {})).toMatchObject({ value: { id: '4' } });

    expect(tried).toEqual([usual, ['sales', 'lead'], ['sales', 'lead']]);
    expect(sent()).toEqual(['GET /crm/pipelines/2026-09/deals']);
  });

  it('names a place of the settings as a wrong setting, and takes no other one', async () => {
    const { tried, create } = strict();
    const newDeals = { pipeline: 'gone', stage: 'gone' };
    const { records, sent } = anAccount({ create }, {}, { newDeals });

    expect(await records.deal!.write(aThreadDeal(), {})).toEqual(refusal);
    expect([tried, sent()]).toEqual([[['gone', 'gone']], []]);
  });

  it('blames the mail alone for a stage that the mapping took from it', async () => {
    const { create } = strict();
    const { records } = anAccount({ create });

    expect(await records.deal!.write(aThreadDeal({ fields: { dealstage: 'hot' } }), {})).toEqual({
      ...refusal,
      kind: 'rejected',
    });
  });

  it.each([
    ['shows no pipelines', { kind: 'misconfigured', code: 'HTTP 403', message: 'no' } as const],
    ['gives no clear answer', { kind: 'unknown' } as const],
    ['has no open stage', reply({ results: [] })],
  ])('names the usual place where the account %s', async (_what, answer) => {
    const { create } = strict();
    const { records } = anAccount({ create }, { GET: answer });

    expect(await records.deal!.write(aThreadDeal(), {})).toEqual(refusal);
  });
});

describe('hubspotRecords, for what it makes', () => {
  it('says that it comes from mail, and by which mapping, where the account has properties for it', async () => {
    const made: unknown[] = [];
    const calls: Partial<HubspotCalls> = {
      create: async ({ properties }) => {
        made.push(properties);
        return ok({ id: '4' });
      },
      companiesOf: async () => ok([]),
      upsertCompany: async (properties) => {
        made.push(properties);
        return ok({ id: '9', isNew: true });
      },
    };
    const { records } = anAccount(calls, {}, { hasDetails: true });

    await records.company!.write({ ...aCompany, name: 'x'.repeat(300) }, {});
    await records.contact.write(aContact({ firstName: 'y'.repeat(300) }), {});
    await records.deal!.write(aThreadDeal(), {});

    const details = { postern_source: 'email', postern_mapping_version: 'default@1' };
    expect(made).toMatchObject([details, details, details]);
    expect(made[0]).toMatchObject({ name: expect.stringMatching(/^x{199}…$/) as string });
    expect(made[1]).toMatchObject({ firstname: expect.stringMatching(/^y{199}…$/) as string });
  });
});

describe('hubspotRecords, for fields', () => {
  it('blame the mail for a stage that the mapping took from it', async () => {
    const message = `Property values were not valid: ${JSON.stringify([{ error: 'INVALID_OPTION', name: 'dealstage' }])}`;
    const { records } = anAccount({}, { PATCH: reply({ category: 'VALIDATION_ERROR', message }, 400) });

    expect(await records.fields.write('deal', '1', { dealstage: 'hot' })).toMatchObject({
      kind: 'rejected',
      code: 'INVALID_OPTION',
    });
  });

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
