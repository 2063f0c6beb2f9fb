import { salesforceRecords } from '../../../lambdas/crm/salesforce/records.ts';
import { aCompany, aTask, aThreadDeal, reply } from '../scripted-http.ts';
import { anOrg } from './an-org.ts';

const none = { kind: 'ok', value: undefined };
type Options = NonNullable<Parameters<typeof anOrg>[0]>;

/** The records of an org. */
function recordsOf(options: Options = {}) {
  const { ports, ...org } = anOrg(options);
  return { records: salesforceRecords(ports), ...org };
}

describe('salesforceRecords', () => {
  it.each([
    [[], none],
    [['001A'], { kind: 'ok', value: { id: '001A' } }],
    [['001A', '001B'], none],
  ])('finds the one account of a domain, and leaves several to a person: %j', async (ids, expected) => {
    const { records, soqls } = recordsOf({ rows: { Account: ids.map((Id) => ({ Id })) } });

    expect(await records.company!.find!(aCompany, {})).toEqual(expected);
    expect(soqls[0]).toContain("'https://www.customer.example/'");
  });

  it.each([
    ['customer.example', 'https://customer.example'],
    [`${'a'.repeat(250)}.example`, undefined],
  ])('makes an account, with its site where that fits whole', async (domain, Website) => {
    const { records, parts } = recordsOf();

    await records.company!.write({ domain, name: domain }, {});

    expect(parts[0]?.body?.Website).toBe(Website);
    expect(String(parts[0]?.body?.Name).length).toBeLessThanOrEqual(255);
  });

  it('opens a deal that closes in thirty days, with its owner and the version of its mapping', async () => {
    const { records, parts } = recordsOf({ objects: { Opportunity: { Postern_Mapping_Version__c: 60 } } });

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
          Postern_Mapping_Version__c: 'default@1',
        },
      },
    ]);
  });

  it.each([
    [reply({ Id: '006A' }), { kind: 'ok', value: { id: '006A' } }],
    [reply([], 404), none],
  ])('finds the deal of a conversation by its key', async (answer, expected) => {
    const { records, sent } = recordsOf({ routes: { GET: answer } });

    expect(await records.deal!.find!(aThreadDeal(), {})).toEqual(expected);
    expect(sent()).toEqual(['GET /services/data/v68.0/sobjects/Opportunity/Postern_Key__c/thread-1?fields=Id']);
  });

  it('looks a deal up by an id of its form alone', async () => {
    const { records, sent } = recordsOf({ routes: { GET: reply({ Id: '006000000000001' }) } });

    expect(await records.dealById!('006000000000001')).toMatchObject({ value: { id: '006000000000001' } });
    expect(await records.dealById!('001000000000001')).toEqual(none);
    expect(sent()).toHaveLength(1);
  });

  it.each([
    [
      'the contact, about the deal',
      { contact: { id: '003A' }, deal: { id: '006A' } },
      { WhoId: '003A', WhatId: '006A' },
    ],
    ['a lead alone', { contact: { id: '00QA' }, company: { id: '001A' } }, { WhoId: '00QA' }],
  ])('adds a task for %s', async (_whom, refs, expected) => {
    const { records, parts } = recordsOf();

    await records.task.write(aTask(), refs);

    expect(parts).toMatchObject([{ body: { Status: 'Not Started', ...expected } }]);
    expect(Object.hasOwn(parts[0]?.body ?? {}, 'WhatId')).toBe('WhatId' in expected);
  });

  it('is misconfigured where the key field of tasks is missing', async () => {
    const { records } = recordsOf({ upserts: [{ kind: 'absent' }] });

    expect(await records.task.write(aTask(), {})).toMatchObject({ kind: 'misconfigured', code: 'NO_KEY_FIELD' });
  });

  it('reads and writes fields, past rules that only alert of duplicates', async () => {
    const routes = { GET: reply({ Name: 'x' }), PATCH: reply(undefined, 204) };
    const { records, requests, sent } = recordsOf({ routes, objects: { Account: { Name: 3 } } });

    expect(await records.fields.read('company', '001A', ['Name'])).toEqual({ kind: 'ok', value: { Name: 'x' } });
    expect(await records.fields.write('company', '001A', { Name: 'long' })).toMatchObject({ kind: 'ok' });

    const path = '/services/data/v68.0/sobjects/Account/001A';
    expect(sent()).toEqual([`GET ${path}?fields=Name`, `PATCH ${path}`]);
    expect(requests[1]?.headers).toEqual({ 'Sforce-Duplicate-Rule-Header': 'allowSave=true' });
    expect(requests[1]?.body).toEqual({ Name: 'lo…' });
  });

  it.each([
    [['Phone', 'AssistantName'], { Phone: null, AssistantName: true }, 1],
    [['AssistantName'], { AssistantName: true }, 0],
  ])('takes fields that a lead lacks for filled: %j', async (names, value, reads) => {
    const { records, sent } = recordsOf({ objects: { Lead: { Phone: 40 } }, routes: { GET: reply({ Phone: null }) } });

    expect(await records.fields.read('contact', '00QA', names)).toEqual({ kind: 'ok', value });
    expect(sent()).toEqual(reads === 0 ? [] : ['GET /services/data/v68.0/sobjects/Lead/00QA?fields=Phone']);
  });
});
