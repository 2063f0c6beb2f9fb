import * as z from 'zod/mini';
import { readContacts } from '../../../lambdas/crm/hubspot/read-contacts.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('readContacts', () => {
  const query = { inputs: [{ id: '1' }], properties: ['email'], propertiesWithHistory: [] };
  const shape = z.object({ results: z.array(z.object({ id: z.string() })) });

  it.each([
    ['decodes all contacts', reply({ results: [{ id: '1' }] }), { kind: 'ok', value: { results: [{ id: '1' }] } }],
    ['decodes those that exist', reply({ results: [] }, 207), { kind: 'ok', value: { results: [] } }],
    ['is unclear after a refusal', reply({ results: [] }, 400), { kind: 'unknown' }],
    ['is unclear in another shape', reply({ results: [{ id: 1 }] }), { kind: 'unknown' }],
    ['passes a limit on', { kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('%s', async (_name, answer, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/objects/2026-09/contacts/batch/read': answer });

    expect(await readContacts(http, query, shape)).toEqual(expected);
    expect(requests[0]?.body).toBe(query);
  });
});
