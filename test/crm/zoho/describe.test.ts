import { describeObject } from '../../../lambdas/crm/zoho/describe.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const fields = [
  { api_name: 'Email', data_type: 'email' },
  { api_name: 'Score', data_type: 'integer', field_read_only: true },
  { api_name: 'Last_Name', data_type: 'text', system_mandatory: true },
  { api_name: 'Tags', data_type: 'multiselect' },
];

describe('describeObject', () => {
  it('gives each field its type, and tells whether it can and must be written', async () => {
    const { http, calls } = scriptedHttp({ GET: reply({ fields }) });

    expect(await describeObject(http, 'company')).toEqual({
      kind: 'ok',
      value: [
        { name: 'Email', type: 'text', isWritable: true, isRequired: false },
        { name: 'Score', type: 'number', isWritable: false, isRequired: false },
        { name: 'Last_Name', type: 'text', isWritable: true, isRequired: true },
        { name: 'Tags', type: 'other', isWritable: true, isRequired: false },
      ],
    });
    expect(calls()).toEqual(['GET /crm/v8/settings/fields?module=Accounts']);
  });

  it('finds none for an activity, without a call', async () => {
    expect(await describeObject(scriptedHttp({}).http, 'activity')).toEqual({ kind: 'ok', value: undefined });
  });

  it('fails where Zoho refuses', async () => {
    const { http } = scriptedHttp({ GET: reply({ code: 'OAUTH_SCOPE_MISMATCH' }, 400) });

    expect(await describeObject(http, 'deal')).toMatchObject({ kind: 'misconfigured' });
  });
});
