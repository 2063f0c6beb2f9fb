import {
  describeObjects,
  describeOrg,
  fitted,
  fittedStrictly,
  type OrgField,
} from '../../../lambdas/crm/salesforce/org.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const key = { name: 'Postern_Key__c', length: 64, createable: true, externalId: true, unique: true };
const subject = { name: 'Subject', length: 255, createable: true };
const readOnly = { name: 'Id', createable: false };

/** The part of a composite answer for one object. */
type Part = readonly [status: number, body: unknown];
const object = (createable: boolean, ...fields: object[]): Part => [200, { createable, fields }];
const absent: Part = [404, [{ errorCode: 'NOT_FOUND' }]];

/** An org with these objects; it lacks all others. */
const anOrg = (parts: Readonly<Record<string, Part>>) =>
  scriptedHttp({
    POST: reply({
      compositeResponse: ['EmailMessage', 'Task', 'Account', 'Contact', 'Lead', 'Opportunity'].map((referenceId) => {
        const [httpStatusCode, body] = parts[referenceId] ?? absent;
        return { referenceId, httpStatusCode, body };
      }),
    }),
  });

describe('describeOrg', () => {
  it.each<[string, Readonly<Record<string, Part>>, object]>([
    [
      'takes EmailMessages where they can be created',
      { EmailMessage: object(true, key) },
      { value: { mails: 'EmailMessage' } },
    ],
    ['takes tasks where there are none', { Task: object(true, key) }, { value: { mails: 'Task' } }],
    [
      'takes tasks where they may not be created',
      { EmailMessage: object(false), Task: object(true, key) },
      { value: { mails: 'Task' } },
    ],
    ['needs the key field', { EmailMessage: object(true, subject) }, { kind: 'misconfigured', code: 'NO_KEY_FIELD' }],
    ['needs a key that is unique', { EmailMessage: object(true, { ...key, unique: false }) }, { code: 'NO_KEY_FIELD' }],
    [
      'needs a key that we may write',
      { EmailMessage: object(true, { ...key, createable: false }) },
      { code: 'NO_KEY_FIELD' },
    ],
    ['needs one of the two', { Task: object(false) }, { kind: 'misconfigured', code: 'NO_ACTIVITY' }],
    [
      'goes without an object that the user may not see',
      { EmailMessage: object(true, key), Lead: [403, [{ errorCode: 'INSUFFICIENT_ACCESS' }]] },
      { kind: 'ok' },
    ],
    [
      'fails where an object is refused for another reason',
      { EmailMessage: object(true, key), Contact: [400, [{ errorCode: 'API_DISABLED_FOR_ORG' }]] },
      { kind: 'misconfigured', code: 'API_DISABLED_FOR_ORG' },
    ],
    ['is unclear about another shape', { EmailMessage: [200, {}] }, { kind: 'unknown' }],
  ])('%s', async (_name, parts, expected) => {
    expect(await describeOrg(anOrg(parts).http, 'v68.0')).toMatchObject(expected);
  });

  it('passes an unclear answer on', async () => {
    const { http } = scriptedHttp({ POST: { kind: 'unknown' } });

    expect(await describeOrg(http, 'v68.0')).toEqual({ kind: 'unknown' });
  });

  it('asks for all objects in one call', async () => {
    const { http, requests } = anOrg({ EmailMessage: object(true, key) });

    await describeOrg(http, 'v68.0');

    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toMatchObject({ allOrNone: false });
  });
});

describe('describeObjects', () => {
  it('keeps the fields that the user may write', async () => {
    const address = { name: 'Email', type: 'email', length: 80, createable: true };
    const encrypted = { name: 'Secret__c', type: 'email', length: 80, createable: true, filterable: false };
    const { http } = anOrg({ Contact: object(true, key, address, encrypted, readOnly) });

    const described = await describeObjects(http, 'v68.0');

    const plain = { isUnique: false, isExternalId: false };
    expect(described.kind === 'ok' && described.value.get('Contact')).toEqual(
      new Map([
        ['Postern_Key__c', { length: 64, isUnique: true, isExternalId: true, isAddress: false }],
        ['Email', { length: 80, ...plain, isAddress: true }],
        ['Secret__c', { length: 80, ...plain, isAddress: false }],
      ]),
    );
  });
});

describe('fitted', () => {
  const field = (length: number, isUnique = false): OrgField => ({
    length,
    isUnique,
    isExternalId: false,
    isAddress: false,
  });

  it('cuts a text to the length of its field, and keeps fields for the org to refuse', () => {
    const fields = new Map([['LastName', field(5)]]);

    expect(fitted(fields, { LastName: 'Lovelace', Nope__c: 'x', Phone: undefined })).toEqual({
      LastName: 'Love…',
      Nope__c: 'x',
    });
    expect(fittedStrictly(fields, { LastName: 'L', Nope__c: 'x' })).toEqual({ LastName: 'L' });
  });

  it.each([
    ['lacks', new Map<string, OrgField>()],
    ['keeps unique, for another mail has its value', new Map([['Postern_Thread_Key__c', field(80, true)]])],
  ])('leaves a field of ours out that the org %s', (_what, fields) => {
    expect(fitted(fields, { Postern_Thread_Key__c: 'thread-1' })).toEqual({});
  });
});
