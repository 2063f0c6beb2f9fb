import { upsert } from '../../../lambdas/crm/salesforce/upsert.ts';
import { reply } from '../scripted-http.ts';
import { anOrg } from './an-org.ts';

const notFound = reply([{ errorCode: 'NOT_FOUND' }], 404);

describe('upsert', () => {
  it('writes what the org takes', async () => {
    const { ports, parts } = anOrg({ objects: { Account: { Name: 5 } } });

    await upsert(ports, 'Account', 'k', { Name: 'customer.example', Postern_Mapping_Version__c: 'default@1' });

    expect(parts).toEqual([{ method: 'PATCH', path: '/sobjects/Account/Postern_Key__c/k', body: { Name: 'cust…' } }]);
  });

  it.each([
    [
      'a holder that is named',
      { kind: 'conflict', holder: '003A', field: 'Postern_Key__c' } as const,
      reply({ Id: '003B' }),
      { value: { id: '003A' }, how: 'existing' },
      0,
    ],
    [
      'a holder that has to be read',
      { kind: 'conflict' } as const,
      reply({ Id: '003B' }),
      { value: { id: '003B' }, how: 'existing' },
      1,
    ],
    [
      'a value of another field that is taken',
      { kind: 'conflict' } as const,
      notFound,
      { kind: 'rejected', code: 'DUPLICATE_VALUE' },
      1,
    ],
    ['an unclear read', { kind: 'conflict' } as const, { kind: 'unknown' } as const, { kind: 'unknown' }, 1],
    ['another failure', { kind: 'unknown' } as const, notFound, { kind: 'unknown' }, 0],
    [
      'a key field that is missing',
      { kind: 'absent' } as const,
      notFound,
      { kind: 'misconfigured', code: 'NO_KEY_FIELD' },
      0,
    ],
  ])('ends with %s', async (_what, answer, GET, expected, reads) => {
    const { ports, sent } = anOrg({ upserts: [answer], routes: { GET } });

    expect(await upsert(ports, 'Contact', 'k', {})).toMatchObject(expected);
    expect(sent()).toHaveLength(reads);
  });
});
