import { setUpZoho } from '../../../lambdas/crm/zoho/set-up.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const field = (name: string) => ({ api_name: name, data_type: 'text' });
const creationAnswer = (status: string, code: string) => reply({ fields: [{ status, code }] });

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
    const { http } = scriptedHttp({ GET: reply({ fields: names.map(field) }), ...(answer && { POST: answer }) });

    expect(await setUpZoho(http, mayMake)).toEqual({
      kind: 'ok',
      value: [{ name: 'Deals.Postern_Thread_Key', isOptional: true, ...expected }],
    });
  });

  it('passes on that the fields cannot be read', async () => {
    expect(await setUpZoho(scriptedHttp({ GET: { kind: 'unknown' } }).http, true)).toEqual({ kind: 'unknown' });
  });
});
