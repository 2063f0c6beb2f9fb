import { createModuleIds } from '../../../lambdas/crm/zoho/modules.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const answer = reply({ modules: [{ api_name: 'Contacts', id: '1', plural_label: 'Contacts' }] });

describe('createModuleIds', () => {
  it('asks once for the ids of all modules', async () => {
    const { http, calls } = scriptedHttp({ GET: answer });
    const moduleIds = createModuleIds(http);

    expect(await moduleIds()).toEqual({ kind: 'ok', value: new Map([['Contacts', '1']]) });
    await moduleIds();
    expect(calls()).toEqual(['GET /crm/v8/settings/modules']);
  });

  it('has no ids, and does not ask again, where the token may not read them', async () => {
    const { http, calls } = scriptedHttp({ GET: reply({ code: 'OAUTH_SCOPE_MISMATCH' }, 401) });
    const moduleIds = createModuleIds(http);

    expect([await moduleIds(), await moduleIds()]).toEqual(Array(2).fill({ kind: 'ok', value: new Map() }));
    expect(calls()).toHaveLength(1);
  });

  it.each([reply(undefined, 204), reply({})])('has no ids where the account lists no modules', async (empty) => {
    expect(await createModuleIds(scriptedHttp({ GET: empty }).http)()).toEqual({ kind: 'ok', value: new Map() });
  });

  it('asks again after an answer that did not come', async () => {
    const { http } = scriptedHttp({ GET: [{ kind: 'unknown' }, answer] });
    const moduleIds = createModuleIds(http);

    expect([(await moduleIds()).kind, (await moduleIds()).kind]).toEqual(['unknown', 'ok']);
  });
});
