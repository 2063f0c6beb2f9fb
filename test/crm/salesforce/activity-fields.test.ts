import { describeActivity } from '../../../lambdas/crm/salesforce/activity-fields.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const key = { name: 'Postern_Key__c', length: 64, createable: true, externalId: true, unique: true };
const subject = { name: 'Subject', length: 255, createable: true };
const readOnly = { name: 'Id', createable: false };
const object = (createable: boolean, ...fields: object[]) => reply({ createable, fields });
const absent = reply([], 404);

describe('describeActivity', () => {
  it.each([
    [
      'takes EmailMessages where they can be created',
      object(true, key, subject, readOnly),
      absent,
      {
        kind: 'ok',
        value: {
          object: 'EmailMessage',
          lengths: new Map([
            ['Postern_Key__c', 64],
            ['Subject', 255],
          ]),
        },
      },
    ],
    ['takes tasks where there are none', absent, object(true, key), { kind: 'ok', value: { object: 'Task' } }],
    ['takes tasks where they may not be created', object(false), object(true, key), { value: { object: 'Task' } }],
    ['needs the key field', object(true, subject), absent, { kind: 'misconfigured', code: 'NO_KEY_FIELD' }],
    ['needs a key that is unique', object(true, { ...key, unique: false }), absent, { code: 'NO_KEY_FIELD' }],
    ['needs a key that we may write', object(true, { ...key, createable: false }), absent, { code: 'NO_KEY_FIELD' }],
    ['needs one of the two', absent, object(false), { kind: 'misconfigured', code: 'NO_ACTIVITY' }],
    ['passes an unclear answer on', { kind: 'unknown' } as const, absent, { kind: 'unknown' }],
  ])('%s', async (_name, mail, task, expected) => {
    const base = 'GET /services/data/v68.0/sobjects';
    const { http } = scriptedHttp({ [`${base}/EmailMessage/describe`]: mail, [`${base}/Task/describe`]: task });

    expect(await describeActivity(http, 'v68.0')).toMatchObject(expected);
  });
});
