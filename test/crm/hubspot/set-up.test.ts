import { setUpHubspot } from '../../../lambdas/crm/hubspot/set-up.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09';
const list = (...names: string[]) => reply({ results: names.map((name) => ({ name })) });
const emptyAccount = { GET: list(), [`GET ${path}/deals`]: list('postern_thread_key') };

describe('setUpHubspot', () => {
  it('reports missing properties, and which of them some accounts do not need', async () => {
    const { http, calls } = scriptedHttp(emptyAccount);

    const items = await setUpHubspot(http, false);

    expect(items).toMatchObject({ kind: 'ok' });
    const all = items.kind === 'ok' ? items.value : [];
    expect(all.find(({ name }) => name === 'deals.postern_thread_key')).toEqual({
      name: 'deals.postern_thread_key',
      state: 'there',
    });
    expect(all.filter(({ isOptional }) => isOptional).map(({ name }) => name.split('.')[0])).toEqual([
      'tasks',
      'contacts',
      'contacts',
      'contacts',
      'contacts',
    ]);
    expect(calls().every((call) => call.startsWith('GET'))).toBe(true);
  });

  it.each([
    ['makes missing properties', reply({}), 'made', undefined],
    [
      'says why HubSpot refused',
      reply({ category: 'LIMIT' }, 400),
      'refused',
      'rejected: LIMIT: the request was refused',
    ],
  ])('%s', async (_name, answer, state, reason) => {
    const { http } = scriptedHttp({ ...emptyAccount, POST: answer });

    const items = await setUpHubspot(http, true);

    const company = items.kind === 'ok' ? items.value.find(({ name }) => name.startsWith('companies')) : undefined;
    expect(company).toEqual({ name: 'companies.postern_domain_key', state, ...(reason && { reason }) });
  });

  it('fails where the properties cannot be read', async () => {
    expect(await setUpHubspot(scriptedHttp({ GET: { kind: 'unknown' } }).http, true)).toEqual({ kind: 'unknown' });
  });
});
