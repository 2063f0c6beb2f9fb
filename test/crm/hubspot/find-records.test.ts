import {
  findByExternalId,
  findContact,
  findThreadDeal,
  lookUpContact,
} from '../../../lambdas/crm/hubspot/find-records.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const none = { kind: 'ok', value: undefined };
const email = 'ada@customer.example';

describe('findContact and lookUpFields', () => {
  it.each([
    [reply({ results: [{ id: '1' }] }), { kind: 'ok', value: { id: '1' } }],
    [reply({ results: [] }, 207), none],
    [reply({}, 400), { kind: 'unknown' }],
  ])('finds a contact by the address in the body', async (answer, expected) => {
    const { http, requests } = scriptedHttp({ POST: answer });

    expect(await findContact(http, email)).toEqual(expected);
    expect(requests[0]).toMatchObject({ body: { inputs: [{ id: email }], idProperty: 'email' } });
    expect(requests[0]?.path).not.toContain('ada');
  });

  it.each([
    [{ email }, { inputs: [{ id: email }], idProperty: 'email' }],
    [{ email, id: '7' }, { inputs: [{ id: '7' }] }],
  ])('looks a contact up by id where the ledger remembers it: %j', async (person, body) => {
    const { http, requests } = scriptedHttp({
      POST: reply({ results: [{ properties: { region: 'EMEA', x: null } }] }),
    });

    expect(await lookUpContact(http, person, ['region', 'x'])).toEqual({ kind: 'ok', value: { region: 'EMEA' } });
    expect(requests[0]?.body).toEqual({ ...body, properties: ['region', 'x'], propertiesWithHistory: [] });
  });

  it('has no fields of an absent contact', async () => {
    const { http } = scriptedHttp({ POST: reply({ results: [] }, 207) });

    expect(await lookUpContact(http, { email }, ['region'])).toEqual({ kind: 'ok', value: {} });
  });
});

describe('records by a key', () => {
  it.each([
    [reply({ id: '4' }), { kind: 'ok', value: { id: '4' } }],
    [reply({}, 404), none],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('finds the deal of a conversation', async (answer, expected) => {
    const { http, calls } = scriptedHttp({ GET: answer });

    expect(await findThreadDeal(http, 'a/b')).toEqual(expected);
    expect(calls()).toEqual(['GET /crm/objects/2026-09/deals/a%2Fb?idProperty=postern_thread_key']);
  });

  it.each([
    [['5'], { kind: 'ok', value: { id: '5' } }],
    [['5', '6'], { kind: 'ok', value: { id: '5', duplicates: ['6'] } }],
    [[], none],
  ])('searches for an activity, and reports duplicates: %j', async (ids, expected) => {
    const { http } = scriptedHttp({
      'POST /crm/objects/2026-09/emails/search': reply({ results: ids.map((id) => ({ id })) }),
    });

    expect(await findByExternalId(http, 'emails', 'ext-1')).toEqual(expected);
  });
});
