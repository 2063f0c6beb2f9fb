import { attributeIs, isOrganisation, search } from '../../../lambdas/crm/zendesk-sell/search.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('search', () => {
  it('sends conditions in the body and answers with ids', async () => {
    const answer = reply({ items: [{ successful: true, items: [{ data: { id: 7 } }] }] });
    const { http, requests } = scriptedHttp({ 'POST /v3/contacts/search': answer });

    expect(await search(http, attributeIs('email', { eq: 'a' }))).toEqual({ kind: 'ok', value: ['7'] });
    expect(requests[0]?.body).toEqual({
      items: [
        {
          data: {
            query: {
              projection: [{ name: 'id' }],
              filter: { filter: { attribute: { name: 'email' }, parameter: { eq: 'a' } } },
            },
            per_page: 3,
          },
        },
      ],
    });
  });

  it.each([
    ['takes an answer without results for unclear', { items: [] }, { kind: 'unknown' }],
    [
      'takes a refused query for a matter of settings',
      { successful: false, meta: { http_status: '400 Bad Request' } },
      { kind: 'misconfigured', code: 'SEARCH 400' },
    ],
    [
      'takes a query that was throttled for unclear',
      { successful: false, meta: { http_status: '429' } },
      { kind: 'unknown' },
    ],
    ['takes a query without a status for unclear', { successful: false }, { kind: 'unknown' }],
  ])('%s', async (_name, result, expected) => {
    const { http } = scriptedHttp({ POST: reply('items' in result ? result : { items: [result] }) });

    expect(await search(http, isOrganisation(true))).toMatchObject(expected);
  });
});
