import { cut } from '../../../lambdas/crm/cut.ts';
import { salesforceFiles } from '../../../lambdas/crm/salesforce/files.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const file = { name: `${'x'.repeat(300)}.pdf`, contentType: 'application/pdf', key: 'k', externalId: 'ext-1' };
const duplicate = (message: string) => reply([{ errorCode: 'DUPLICATE_VALUE', message }], 400);

describe('salesforceFiles', () => {
  it('uploads files to the record of the mail, under our key', async () => {
    const { http, requests } = scriptedHttp({
      'POST /services/data/v68.0/sobjects/ContentVersion': reply({ id: '068A' }),
    });

    const result = await salesforceFiles(http, 'v68.0').put(file, Buffer.from('bytes'), { activity: { id: '02sA' } });

    expect(result).toMatchObject({ value: { id: '068A' }, how: 'created' });
    expect(requests[0]?.body).toEqual({
      Title: cut(file.name, 255),
      PathOnClient: file.name,
      VersionData: Buffer.from('bytes').toString('base64'),
      FirstPublishLocationId: '02sA',
      Postern_Key__c: 'ext-1',
    });
  });

  const ours = 'duplicate value found: Postern_Key__c duplicates value on record with id: 068000000000001';
  const theirs = 'duplicate value found: Number__c duplicates value on record with id: 068000000000001';

  it.each([
    ['an earlier upload', duplicate(ours), reply({}), { value: { id: '068000000000001' }, how: 'existing' }],
    [
      'an earlier upload that is read',
      duplicate('x'),
      reply({ Id: '068B' }),
      { value: { id: '068B' }, how: 'existing' },
    ],
    ['a refusal for another field', duplicate(theirs), reply({}), { kind: 'rejected', field: 'Number__c' }],
    ['a refusal', reply([{ errorCode: 'STRING_TOO_LONG' }], 400), reply({}), { kind: 'rejected' }],
  ])('answers with %s', async (_what, answer, GET, expected) => {
    const { http } = scriptedHttp({ POST: answer, GET });

    expect(await salesforceFiles(http, 'v68.0').put(file, Buffer.from(''), { activity: { id: '1' } })).toMatchObject(
      expected,
    );
  });

  it('needs the record of the mail', async () => {
    const { http, calls } = scriptedHttp({});

    expect(await salesforceFiles(http, 'v68.0').put(file, Buffer.from(''), {})).toEqual({
      kind: 'ok',
      value: undefined,
    });
    expect(calls()).toEqual([]);
  });
});
