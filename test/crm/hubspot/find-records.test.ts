import {
  findByExternalId,
  findContact,
  findThreadDeal,
  lookUpContact,
} from '../../../lambdas/crm/hubspot/find-records.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const none = { kind: 'ok', value: undefined };
const email = 'ada@customer.example';
const throttled = { kind: 'throttled', scope: 'burst', retryAt: new Date(0) } as const;

const read = 'POST /crm/objects/2026-09/contacts/batch/read';
const search = 'POST /crm/objects/2026-09/contacts/search';
const ada = { id: '1', properties: { email } };
const withFurther = (...addresses: string[]) => ({
  id: '9',
  properties: { hs_additional_emails: addresses.join(';') },
});

describe('findContact and lookUpContact', () => {
  it.each([
    ['under its first address', reply({ results: [ada] }), reply({ results: [] }), { kind: 'ok', value: { id: '1' } }],
    [
      'under a further address',
      reply({ results: [] }, 207),
      reply({ results: [withFurther('x@customer.example', email.toUpperCase())] }),
      { kind: 'ok', value: { id: '9' } },
    ],
    [
      'and nobody with a similar address',
      reply({ results: [] }, 207),
      reply({ results: [withFurther(`not-${email}`), withFurther(`${email}.example`)] }),
      none,
    ],
    ['and nobody where there is none', reply({ results: [] }, 207), reply({ results: [] }), none],
    ['or says that there was no clear answer', reply({}, 400), reply({ results: [] }), { kind: 'unknown' }],
    ['or passes a limit on', reply({ results: [] }), throttled, throttled],
  ])('finds a contact %s', async (_what, byAddress, bySearch, expected) => {
    const { http, requests } = scriptedHttp({ [read]: byAddress, [search]: bySearch });

    expect(await findContact(http, email)).toEqual(expected);
    expect(requests[0]).toMatchObject({ body: { inputs: [{ id: email }], idProperty: 'email' } });
    expect(requests.some(({ path }) => path.includes('ada'))).toBe(false);
  });

  it.each([
    [{ email }, { inputs: [{ id: email }], idProperty: 'email' }],
    [{ email, id: '7' }, { inputs: [{ id: '7' }] }],
  ])('looks a contact up by id where the ledger remembers it: %j', async (person, body) => {
    const { http, requests } = scriptedHttp({
      POST: reply({ results: [{ id: '7', properties: { region: 'EMEA', x: null } }] }),
    });

    expect(await lookUpContact(http, person, ['region', 'x'])).toEqual({ kind: 'ok', value: { region: 'EMEA' } });
    expect(requests[0]?.body).toEqual({ ...body, properties: ['region', 'x'], propertiesWithHistory: [] });
  });

  it.each([{ email }, { email, id: '7' }])('has no fields of an absent contact: %j', async (person) => {
    const { http } = scriptedHttp({ [read]: reply({ results: [] }, 207), [search]: reply({ results: [] }) });

    expect(await lookUpContact(http, person, ['region'])).toEqual({ kind: 'ok', value: {} });
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
