import type { Created, HubspotCalls } from '../../../lambdas/crm/hubspot/batch.ts';
import { associationOf, createOnce, linkTo } from '../../../lambdas/crm/hubspot/create-once.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const base = '/crm/objects/2026-09/emails';
const link = `PUT ${base}/5/associations/default/contacts/1`;
const record = {
  type: 'emails',
  key: 'postern_ext_id',
  properties: { postern_ext_id: 'ext 1' },
  links: linkTo({ id: '1' }, 'contacts', 198),
} as const;

const calls = (answer: Created): HubspotCalls => ({
  create: async () => answer,
  upsertCompany: async () => ({ kind: 'unknown' }),
  companiesOf: async () => ({ kind: 'unknown' }),
});

describe('createOnce', () => {
  it('makes a record with its links in one call', async () => {
    const { http, calls: sent } = scriptedHttp({});

    expect(await createOnce(http, calls(ok({ id: '5' })), record)).toMatchObject({
      value: { id: '5' },
      how: 'created',
    });
    expect(sent()).toEqual([]);
  });

  it('adds the links of this delivery to the record of an earlier attempt', async () => {
    const { http, calls: sent } = scriptedHttp({ [`GET ${base}`]: reply({ id: '5' }), [link]: reply({}) });

    expect(await createOnce(http, calls({ kind: 'conflict' }), record)).toMatchObject({
      value: { id: '5' },
      how: 'existing',
    });
    expect(sent()).toEqual([`GET ${base}/ext%201?idProperty=postern_ext_id`, link]);
  });

  it.each([
    ['another refusal', { kind: 'absent' } as const, {}, { kind: 'rejected' }],
    ['a record that is gone', { kind: 'conflict' } as const, { GET: reply({}, 404) }, { kind: 'rejected' }],
    [
      'a link that failed',
      { kind: 'conflict' } as const,
      { GET: reply({ id: '5' }), PUT: reply({}, 404) },
      { kind: 'rejected' },
    ],
  ])('ends with %s', async (_what, answer, routes, expected) => {
    expect(await createOnce(scriptedHttp(routes).http, calls(answer), record)).toMatchObject(expected);
  });
});

describe('linkTo and associationOf', () => {
  it('write a link only to a record that is there', () => {
    expect(linkTo(undefined, 'deals', 210)).toEqual([]);
    expect(linkTo({ id: '1' }, 'deals', 210).map(associationOf)).toEqual([
      { to: { id: '1' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 210 }] },
    ]);
  });
});
