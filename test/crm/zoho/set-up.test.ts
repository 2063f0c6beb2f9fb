import { setUpZoho } from '../../../lambdas/crm/zoho/set-up.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const field = (name: string) => ({ api_name: name, data_type: 'text' });
const creationAnswer = (status: string, code: string) => reply({ fields: [{ status, code }] });
const modules = { 'GET /crm/v8/settings/modules': reply({ modules: [{ api_name: 'Contacts', id: '1' }] }) };
const fieldsAnswer = (...fields: object[]) => ({ 'GET /crm/v8/settings/fields': reply({ fields }) });
const there = { isOptional: true, state: 'there' };

describe('setUpZoho', () => {
  it.each([
    ['finds the field', ['Postern_Thread_Key'], true, undefined, { state: 'there' }],
    ['reports a missing field', ['Deal_Name'], false, undefined, { state: 'missing' }],
    ['makes a missing field', ['Deal_Name'], true, creationAnswer('success', 'SUCCESS'), { state: 'made' }],
    ['says why Zoho refused', [], true, creationAnswer('error', 'LIMIT'), { state: 'refused', reason: 'LIMIT' }],
    [
      'says why the request failed',
      [],
      true,
      reply({ code: 'OAUTH_SCOPE_MISMATCH' }, 400),
      { state: 'refused', reason: 'misconfigured: OAUTH_SCOPE_MISMATCH: the request was refused' },
    ],
  ])('%s', async (_name, names, mayMake, answer, expected) => {
    const { http } = scriptedHttp({
      ...modules,
      ...fieldsAnswer(...names.map(field)),
      ...(answer && { POST: answer }),
    });

    expect(await setUpZoho(http, mayMake)).toEqual({
      kind: 'ok',
      value: [
        { name: 'Deals.Postern_Thread_Key', isOptional: true, ...expected },
        { name: 'Deals.Stage Qualification', ...there },
        { name: 'ZohoCRM.settings.modules.READ', ...there },
      ],
    });
  });

  it.each([
    ['there', ['Qualification', 'Won']],
    ['missing', ['Neu', 'Gewonnen']],
  ])('tells that the stage of new deals is %s among %j', async (state, stages) => {
    const stage = { ...field('Stage'), pick_list_values: stages.map((value) => ({ actual_value: value })) };
    const { http } = scriptedHttp({ ...modules, ...fieldsAnswer(stage) });

    expect(await setUpZoho(http, false)).toMatchObject({
      value: [{}, { name: 'Deals.Stage Qualification', state }, {}],
    });
  });

  it('names the scope that a token lacks', async () => {
    const refused = reply({ code: 'OAUTH_SCOPE_MISMATCH' }, 401);
    const { http } = scriptedHttp({ 'GET /crm/v8/settings/modules': refused, ...fieldsAnswer() });

    expect(await setUpZoho(http, false)).toMatchObject({
      value: [{}, {}, { state: 'missing', reason: expect.stringContaining('OAUTH_SCOPE_MISMATCH') }],
    });
  });

  it.each([
    ['the fields', { GET: { kind: 'unknown' } as const }],
    ['the modules', { ...fieldsAnswer(), 'GET /crm/v8/settings/modules': { kind: 'unknown' } as const }],
  ])('passes on that %s cannot be read', async (_what, routes) => {
    expect(await setUpZoho(scriptedHttp(routes).http, true)).toEqual({ kind: 'unknown' });
  });
});
