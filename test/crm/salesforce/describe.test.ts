import { describeObject } from '../../../lambdas/crm/salesforce/describe.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const required = { createable: true, nillable: false, defaultedOnCreate: false };

describe('describeObject', () => {
  it('gives each field its type, and tells whether it can and must be written', async () => {
    const fields = [
      { name: 'LastName', type: 'string', ...required },
      { name: 'Amount', type: 'currency', ...required, defaultedOnCreate: true },
      { name: 'Id', type: 'id', createable: false, nillable: false, defaultedOnCreate: false },
      { name: 'Note', createable: true },
    ];
    const { http, calls } = scriptedHttp({ GET: reply({ fields }) });

    expect(await describeObject(http, 'v68.0', 'activity')).toEqual({
      kind: 'ok',
      value: [
        { name: 'LastName', type: 'text', isWritable: true, isRequired: true },
        { name: 'Amount', type: 'number', isWritable: true, isRequired: false },
        { name: 'Id', type: 'other', isWritable: false, isRequired: false },
        { name: 'Note', type: 'text', isWritable: true, isRequired: false },
      ],
    });
    expect(calls()).toEqual(['GET /services/data/v68.0/sobjects/EmailMessage/describe']);
  });

  it('fails where the org does not have the object', async () => {
    const { http } = scriptedHttp({ GET: reply([], 404) });

    expect(await describeObject(http, 'v68.0', 'deal')).toMatchObject({ kind: 'rejected', code: 'OBJECT_NOT_FOUND' });
  });
});
