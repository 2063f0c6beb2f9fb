import type { SalesforceCalls } from '../../../lambdas/crm/salesforce/batch.ts';
import { salesforceRecords } from '../../../lambdas/crm/salesforce/records.ts';
import { type Outcome, ok } from '../../../lambdas/domain/crm/outcome.ts';
import { aCompany, aContact, aTask, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

type Routes = Parameters<typeof scriptedHttp>[0];
const none = { kind: 'ok', value: undefined };

/** The records of an org with these answers to queries and upserts. */
function anOrg({
  rows = [],
  answer = ok({ id: '1', created: true }),
  routes = {},
}: {
  rows?: readonly string[];
  answer?: Awaited<ReturnType<SalesforceCalls['request']>>;
  routes?: Routes;
}) {
  const parts: unknown[] = [];
  const soqls: string[] = [];
  const calls: SalesforceCalls = {
    query: async (soql): Promise<Outcome<Array<{ Id: string }>>> => {
      soqls.push(soql);
      return ok(rows.map((Id) => ({ Id })));
    },
    request: async (part) => {
      parts.push(part);
      return answer;
    },
    atomically: async () => ({ kind: 'unknown' }),
  };
  const { http, requests, calls: sent } = scriptedHttp(routes);
  const fields = { object: 'EmailMessage', lengths: new Map<string, number>() } as const;
  return { records: salesforceRecords({ http, version: 'v68.0', calls, fields }), parts, soqls, requests, sent };
}

describe('salesforceRecords', () => {
  it.each([
    [[], none],
    [['001A'], { kind: 'ok', value: { id: '001A' } }],
    [['001A', '001B'], none],
  ])('finds the one account of a domain, and leaves several to a person: %j', async (rows, expected) => {
    const { records, soqls } = anOrg({ rows });

    expect(await records.company!.find!(aCompany, {})).toEqual(expected);
    expect(soqls[0]).toContain("'https://www.customer.example/'");
  });

  it.each([
    [['003A'], { kind: 'ok', value: { id: '003A' } }],
    [['003A', '003B'], { kind: 'ambiguous' }],
  ])('asks a person when several contacts have the address', async (rows, expected) => {
    expect(await anOrg({ rows }).records.contact.find!(aContact(), {})).toMatchObject(expected);
  });

  it('upserts a contact under a hash, with no address in the URL', async () => {
    const { records, parts } = anOrg({});

    const result = await records.contact.write(aContact({ fields: { Region__c: 'EMEA' } }), {
      company: { id: '001A' },
    });

    expect(result).toMatchObject({ value: { id: '1' }, how: 'created' });
    expect(parts).toEqual([
      {
        method: 'PATCH',
        path: expect.stringMatching(/^\/sobjects\/Contact\/Postern_Key__c\/[0-9a-f]{64}$/),
        body: {
          Email: 'ada@customer.example',
          LastName: 'Lovelace',
          FirstName: 'Ada',
          LeadSource: 'Email',
          AccountId: '001A',
          Region__c: 'EMEA',
        },
      },
    ]);
  });

  it.each([
    [
      'a holder that is named',
      { kind: 'conflict', holder: '003A' } as const,
      { value: { id: '003A' }, how: 'existing' },
      0,
    ],
    ['a holder that has to be read', { kind: 'conflict' } as const, { value: { id: '003B' }, how: 'existing' }, 1],
    ['another failure', { kind: 'unknown' } as const, { kind: 'unknown' }, 0],
  ])('ends two upserts at once with one record: %s', async (_what, answer, expected, reads) => {
    const { records, sent } = anOrg({ answer, routes: { GET: reply({ Id: '003B' }) } });

    expect(await records.contact.write(aContact(), {})).toMatchObject(expected);
    expect(sent()).toHaveLength(reads);
  });

  it('opens a deal that closes in thirty days, with its owner', async () => {
    const { records, parts } = anOrg({});

    await records.deal!.write(aThreadDeal({ owner: '005A' }), { company: { id: '001A' } });

    expect(parts).toEqual([
      {
        method: 'PATCH',
        path: '/sobjects/Opportunity/Postern_Key__c/thread-1',
        body: {
          Name: 'Mail 1',
          StageName: 'Qualification',
          LeadSource: 'Email',
          CloseDate: '2026-12-20',
          AccountId: '001A',
          OwnerId: '005A',
        },
      },
    ]);
  });

  it.each([
    [reply({ Id: '006A' }), { kind: 'ok', value: { id: '006A' } }],
    [reply([], 404), none],
  ])('finds the deal of a conversation by its key', async (answer, expected) => {
    const { records, sent } = anOrg({ routes: { GET: answer } });

    expect(await records.deal!.find!(aThreadDeal(), {})).toEqual(expected);
    expect(sent()).toEqual(['GET /services/data/v68.0/sobjects/Opportunity/Postern_Key__c/thread-1?fields=Id']);
  });

  it('looks a deal up by an id of its form alone', async () => {
    const { records, sent } = anOrg({ routes: { GET: reply({ Id: '006000000000001' }) } });

    expect(await records.dealById!('006000000000001')).toMatchObject({ value: { id: '006000000000001' } });
    expect(await records.dealById!('001000000000001')).toEqual(none);
    expect(sent()).toHaveLength(1);
  });

  it('adds a task for the contact, about the deal', async () => {
    const { records, parts } = anOrg({});

    await records.task.write(aTask(), { contact: { id: '003A' }, company: { id: '001A' }, deal: { id: '006A' } });

    expect(parts).toMatchObject([{ body: { Status: 'Not Started', WhoId: '003A', WhatId: '006A' } }]);
  });

  it('is misconfigured where the key field of tasks is missing', async () => {
    const { records } = anOrg({ answer: { kind: 'absent' } });

    expect(await records.task.write(aTask(), {})).toMatchObject({ kind: 'misconfigured', code: 'NO_KEY_FIELD' });
  });

  it('reads and writes fields, past rules that only alert of duplicates', async () => {
    const { records, requests, sent } = anOrg({ routes: { GET: reply({ Name: 'x' }), PATCH: reply(undefined, 204) } });

    expect(await records.fields.read('company', '001A', ['Name'])).toEqual({ kind: 'ok', value: { Name: 'x' } });
    expect(await records.fields.write('company', '001A', { Name: 'y' })).toMatchObject({ kind: 'ok' });

    const path = '/services/data/v68.0/sobjects/Account/001A';
    expect(sent()).toEqual([`GET ${path}?fields=Name`, `PATCH ${path}`]);
    expect(requests[1]?.headers).toEqual({ 'Sforce-Duplicate-Rule-Header': 'allowSave=true' });
  });
});
