import { findPerson, isLead, taskRefs, writePerson } from '../../../lambdas/crm/salesforce/people.ts';
import { keyOfPerson } from '../../../lambdas/crm/salesforce/person-rows.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { aContact, reply } from '../scripted-http.ts';
import { anOrg } from './an-org.ts';

const email = 'ada@customer.example';
const none = { kind: 'ok', value: undefined };
const key = { Postern_Key__c: 64 };
const objects = { Contact: { Email: 80, ...key }, Lead: { Email: 80, ...key } };
const created = ok({ id: '1', created: true });
const rejected = (code: string, field?: string) =>
  ({ kind: 'rejected', code, message: 'no', ...(field && { field }) }) as const;

describe('findPerson', () => {
  const contact = (Id: string, Email: string | null = email) => ({ Id, Email, Postern_Key__c: keyOfPerson(email) });

  it.each([
    ['one contact', [contact('003A')], ok({ id: '003A' })],
    ['a contact in other letters', [contact('003A', 'Ada@Customer.example')], ok({ id: '003A' })],
    ['a contact with a second address', [contact('003B', 'home@x.example')], ok({ id: '003B' })],
    [
      'the contact of the address before one with it as the second',
      [contact('003B', 'home@x.example'), contact('003A')],
      ok({ id: '003A' }),
    ],
  ])('finds %s', async (_what, rows, expected) => {
    expect(await findPerson(anOrg({ objects, rows: { Contact: rows } }).ports, { email })).toEqual(expected);
  });

  it('asks a person when several contacts have the address', async () => {
    const rows = { Contact: [contact('003A'), contact('003B')] };

    expect(await findPerson(anOrg({ objects, rows }).ports, { email })).toMatchObject({ kind: 'ambiguous' });
  });

  describe('among leads', () => {
    const open = (Id: string) => ({ Id, Email: email, IsConverted: false, ConvertedContactId: null });
    const converted = { Id: '00QC', Email: email, IsConverted: true, ConvertedContactId: '003C' };

    it.each([
      ['the lead', [open('00QA')], ok({ id: '00QA' })],
      [
        'the newest of several, and notes the others',
        [open('00QB'), open('00QA')],
        ok({ id: '00QB', duplicates: ['00QA'] }),
      ],
      ['a lead that is not converted before one that is', [converted, open('00QA')], ok({ id: '00QA' })],
      ['the contact that a lead became', [converted], ok({ id: '003C' })],
    ])('finds %s', async (_what, Lead, expected) => {
      const { ports } = anOrg({ objects, rows: { Lead }, routes: { GET: reply({ Id: '003C' }) } });

      expect(await findPerson(ports, { email })).toEqual(expected);
    });

    it('finds nobody where the contact that a lead became is gone', async () => {
      const { ports } = anOrg({ objects, rows: { Lead: [converted] }, routes: { GET: reply([], 404) } });

      expect(await findPerson(ports, { email })).toEqual(none);
    });

    it('takes a contact before a lead', async () => {
      const rows = { Contact: [contact('003A')], Lead: [open('00QA')] };

      expect(await findPerson(anOrg({ objects, rows }).ports, { email })).toEqual(ok({ id: '003A' }));
    });
  });
});

describe('writePerson', () => {
  it('upserts a contact under a hash, with no address in the URL', async () => {
    const { ports, parts } = anOrg({ objects: { Contact: { Region__c: 40 } } });

    const result = await writePerson(ports, aContact({ fields: { Region__c: 'EMEA' } }), { company: { id: '001A' } });

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

  it.each(['"a b"@customer.example', 'root@localhost'])(
    'keeps the address %s, which Salesforce does not take, in the description',
    async (address) => {
      const { ports, parts } = anOrg();

      await writePerson(ports, aContact({ email: address }), {});

      expect(parts[0]?.body).toEqual({
        Description: `E-mail address: ${address}`,
        LastName: 'Lovelace',
        FirstName: 'Ada',
        LeadSource: 'Email',
      });
    },
  );

  it('writes a person without the address that Salesforce itself refuses', async () => {
    const { ports, parts } = anOrg({ upserts: [rejected('INVALID_EMAIL_ADDRESS', 'Email'), created] });

    expect(await writePerson(ports, aContact(), {})).toMatchObject({ how: 'created' });
    expect(parts.map(({ body }) => body?.Email)).toEqual([email, undefined]);
  });

  it.each([
    rejected('INVALID_EMAIL_ADDRESS', 'Home_Email__c'),
    rejected('STRING_TOO_LONG', 'LastName'),
    { kind: 'unknown' } as const,
  ])('passes another refusal on: %j', async (answer) => {
    const { ports, parts } = anOrg({ upserts: [answer] });

    expect(await writePerson(ports, aContact(), {})).toEqual(answer);
    expect(parts).toHaveLength(1);
  });

  describe('as a lead', () => {
    it.each([
      [{ company: 'customer.example' }, 'customer.example'],
      [{}, '[not provided]'],
    ])('names the company %j', async (lead, Company) => {
      const { ports, parts } = anOrg({ objects: { Lead: { Company: 255 } } });

      await writePerson(ports, aContact({ lead, fields: { AssistantName: 'Bob' } }), {});

      expect(parts).toEqual([
        {
          method: 'PATCH',
          path: expect.stringMatching(/^\/sobjects\/Lead\/Postern_Key__c\/[0-9a-f]{64}$/),
          body: { Email: email, LastName: 'Lovelace', FirstName: 'Ada', LeadSource: 'Email', Company },
        },
      ]);
    });

    it('makes a contact where the lead of our key was converted', async () => {
      const { ports, parts } = anOrg({ upserts: [rejected('CANNOT_UPDATE_CONVERTED_LEAD'), created] });

      expect(await writePerson(ports, aContact({ lead: {} }), {})).toMatchObject({ how: 'created' });
      expect(parts.map(({ path }) => path.split('/')[2])).toEqual(['Lead', 'Contact']);
    });
  });
});

describe('taskRefs', () => {
  it.each([
    [
      { contact: { id: '003A' }, company: { id: '001A' } },
      { who: '003A', what: '001A' },
    ],
    [
      { contact: { id: '003A' }, company: { id: '001A' }, deal: { id: '006A' } },
      { who: '003A', what: '006A' },
    ],
    [{ contact: { id: '00QA' }, company: { id: '001A' } }, { who: '00QA' }],
    [{ contact: { id: '00QA' }, deal: { id: '006A' } }, { what: '006A' }],
    [{}, {}],
  ])('relates a task to %j as Salesforce allows', (refs, expected) => {
    expect(taskRefs(refs)).toEqual(expected);
  });
});

describe('isLead', () => {
  it('tells a lead by its id', () => {
    expect([isLead('00Q000000000001AAA'), isLead('003000000000001AAA'), isLead(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
