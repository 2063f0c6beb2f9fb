import { logActivity } from '../../../lambdas/crm/salesforce/activity.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anActivity, reply } from '../scripted-http.ts';
import { anOrg } from './an-org.ts';

const refs = { contact: { id: '003A' }, company: { id: '001A' } };
const short = 20;
const fields = Object.fromEntries(
  ['Postern_Key__c', 'Subject', 'TextBody', 'Status', 'FromName', 'RelatedToId', 'Description', 'WhoId', 'WhatId'].map(
    (name) => [name, short],
  ),
);
const whole = {
  Postern_Key__c: 64,
  Subject: 3000,
  TextBody: 32_000,
  HtmlBody: 200,
  FromAddress: 1000,
  FromName: 1000,
  ToAddress: 40,
  CcAddress: 40,
  MessageIdentifier: 40,
  ThreadIdentifier: 40,
  ReplyToEmailMessageId: 18,
  RelatedToId: 18,
  Postern_Trust__c: 0,
  Postern_Attachments__c: 0,
  Postern_Mapping_Version__c: 60,
};
type Options = Parameters<typeof anOrg>[0];

/** Logs a mail in an org with all fields, and gives the body of its EmailMessage. */
async function written(changes: Parameters<typeof anActivity>[0], options: Options = {}, related: object = refs) {
  const { ports, parts } = anOrg({ objects: { EmailMessage: whole }, ...options });
  await logActivity(ports, anActivity(changes), related);
  return parts[0]?.body ?? {};
}

describe('logActivity, with EmailMessages', () => {
  it('writes only fields that the org has, no longer than it takes', async () => {
    const { ports, parts } = anOrg({ objects: { EmailMessage: fields } });

    const result = await logActivity(ports, anActivity({ subject: 's'.repeat(50) }), refs);

    expect(result).toMatchObject({ value: { id: '02sA' }, how: 'created' });
    expect(parts[0]?.body).toEqual({
      Postern_Key__c: '0123456789abcdef012…',
      Status: '0',
      Subject: `${'s'.repeat(19)}…`,
      TextBody: 'Text 1\n',
      FromName: 'Ada Lovelace',
      RelatedToId: '001A',
    });
  });

  it.each([
    [
      'an earlier attempt that the conflict names',
      { kind: 'conflict', holder: '02sC', field: 'Postern_Key__c' } as const,
      reply({ Id: '02sB' }),
      { value: { id: '02sC' }, how: 'existing' },
    ],
    [
      'an earlier attempt that has to be read',
      { kind: 'conflict' } as const,
      reply({ Id: '02sB' }),
      { value: { id: '02sB' }, how: 'existing' },
    ],
    [
      'a refusal where another mail holds a unique value',
      { kind: 'conflict' } as const,
      reply([{ errorCode: 'NOT_FOUND' }], 404),
      { kind: 'rejected', code: 'DUPLICATE_VALUE' },
    ],
    ['an answer without an id', ok(new Map()), reply({}), { kind: 'unknown' }],
    ['a refusal', { kind: 'absent' } as const, reply({}), { kind: 'rejected' }],
  ])('answers with %s', async (_what, mail, GET, expected) => {
    const { ports } = anOrg({ objects: { EmailMessage: fields }, mail, routes: { GET } });

    expect(await logActivity(ports, anActivity(), refs)).toMatchObject(expected);
  });

  it('writes a mail without the addresses that Salesforce itself refuses', async () => {
    const refused = { kind: 'rejected', code: 'INVALID_EMAIL_ADDRESS', field: 'FromAddress', message: 'no' } as const;
    const { ports, parts } = anOrg({ objects: { EmailMessage: whole } });
    const { atomically } = ports.calls;
    let tries = 0;
    const calls: typeof ports.calls = {
      ...ports.calls,
      atomically: async (list) => {
        const answer = await atomically(list);
        tries += 1;
        return tries === 1 ? refused : answer;
      },
    };

    const result = await logActivity({ ...ports, calls }, anActivity({ to: ['bob@x.example'] }), refs);

    expect(result).toMatchObject({ value: { id: '02sA' }, how: 'created' });
    expect(parts[2]?.body).toMatchObject({
      FromAddress: 'unknown@sender.invalid',
      FromName: 'ada@customer.example',
      TextBody: 'Also to: bob@x.example\n\nText 1\n',
    });
    expect(parts[2]?.body).not.toHaveProperty('ToAddress');
    expect(parts[3]?.body).toEqual({
      EmailMessageId: '@{mail.id}',
      RelationId: '003A',
      RelationType: 'FromAddress',
    });
  });

  it('is misconfigured where a mapped field is missing', async () => {
    const { ports, parts } = anOrg({ objects: { EmailMessage: fields } });

    expect(await logActivity(ports, anActivity({ fields: { Region__c: 'EMEA' } }), refs)).toEqual({
      kind: 'misconfigured',
      code: 'NO_FIELD',
      message: 'EmailMessage has no field Region__c that we may write',
    });
    expect(parts).toEqual([]);
  });

  it.each([
    ['the first mail of its conversation', { references: ['a@x', 'b@x'], inReplyTo: 'b@x' }, '<a@x>'],
    ['the mail that it answers', { inReplyTo: 'b@x' }, '<b@x>'],
    ['itself', {}, '<m1@x>'],
    ['nothing where the id is longer than the field', { references: [`${'x'.repeat(50)}@x`] }, undefined],
  ])('names its conversation by %s', async (_what, facts, expected) => {
    const body = await written({ messageId: 'm1@x' }, { facts });

    expect(body.MessageIdentifier).toBe('<m1@x>');
    expect(body.ThreadIdentifier).toBe(expected);
  });

  it('adds the HTML where it fits whole, with the trust and the link under it', async () => {
    const link = { url: 'https://api.example/m/1', attachments: 0 };
    const trust = { score: 30, reasons: ['spf.fail'] };

    const body = await written({ html: '<p>Hi</p>', link, trust });

    expect(body.HtmlBody).toBe(
      '<p>Hi</p><hr><p>The whole mail: https://api.example/m/1<br>Trust 30 of 100: spf.fail<br></p>',
    );
    expect(await written({ html: `<p>${'x'.repeat(300)}</p>` })).not.toHaveProperty('HtmlBody');
    expect(await written({})).not.toHaveProperty('HtmlBody');
  });

  it('notes trust, attachments and mapping version', async () => {
    const trust = { score: 30, reasons: [] };

    expect(await written({ trust }, { facts: { attachments: 2, mappingVersion: 'sales@3' } })).toMatchObject({
      Postern_Trust__c: 30,
      Postern_Attachments__c: 2,
      Postern_Mapping_Version__c: 'sales@3',
    });
  });

  it.each([
    [{ from: { email: 'ada@x.example', firstName: 'Ada' } }, 'ada@x.example', 'Ada'],
    [{ from: { email: 'ada@x.example' } }, 'ada@x.example', undefined],
    [{ from: { email: '"a b"@x.example' } }, 'unknown@sender.invalid', '"a b"@x.example'],
    [{ from: { email: 'root@localhost' } }, 'unknown@sender.invalid', 'root@localhost'],
    [{ from: undefined as never }, 'unknown@sender.invalid', 'Unknown sender'],
  ])('writes the author %j as an address that Salesforce takes', async (changes, address, name) => {
    const body = await written(changes);

    expect([body.FromAddress, body.FromName]).toEqual([address, name]);
  });

  it('lists recipients as whole addresses, and names the others in the text', async () => {
    const to = ['a@customer.example', '"b c"@customer.example', 'd@customer.example', 'e@customer.example'];

    const body = await written({ to, cc: ['f@customer.example'], html: '<p>Hi</p>' });

    expect(body.ToAddress).toBe('a@customer.example; d@customer.example');
    expect(body.CcAddress).toBe('f@customer.example');
    const note = 'Also to: "b c"@customer.example, e@customer.example';
    expect(body.TextBody).toBe(`${note}\n\nText 1\n`);
    expect(body.HtmlBody).toBe('Also to: &quot;b c&quot;@customer.example, e@customer.example<br><br><p>Hi</p>');
  });

  it.each([
    ['the account of a contact', refs, '001A'],
    ['the deal, where there is one', { ...refs, deal: { id: '006A' } }, '006A'],
    ['no account beside a lead', { contact: { id: '00QA' }, company: { id: '001A' } }, undefined],
    ['a deal beside a lead', { contact: { id: '00QA' }, deal: { id: '006A' } }, '006A'],
  ])('belongs to %s', async (_what, related, record) => {
    const { ports, parts } = anOrg({ objects: { EmailMessage: whole } });

    await logActivity(ports, anActivity(), related);

    expect(parts[0]?.body?.RelatedToId).toBe(record);
    expect(parts).toHaveLength(2);
  });
});

describe('logActivity, with tasks where Enhanced Email is off', () => {
  const objects = { Task: fields };

  it('upserts a task by the key of the mail', async () => {
    const { ports, parts } = anOrg({ objects, mails: 'Task' });

    expect(await logActivity(ports, anActivity(), refs)).toMatchObject({ value: { id: '1' }, how: 'created' });
    expect(parts).toMatchObject([
      {
        method: 'PATCH',
        path: '/sobjects/Task/Postern_Key__c/0123456789abcdef0123456789abcdef',
        body: { Status: 'Completed', WhoId: '003A', WhatId: '001A' },
      },
    ]);
  });

  it.each([
    [{ kind: 'conflict', holder: '00TB' } as const, reply({}), { value: { id: '00TB' }, how: 'existing' }],
    [{ kind: 'conflict' } as const, reply([], 404), { kind: 'rejected', code: 'DUPLICATE_VALUE' }],
  ])('settles the conflict %j', async (task, GET, expected) => {
    const { ports } = anOrg({ objects, mails: 'Task', upserts: [task], routes: { GET } });

    expect(await logActivity(ports, anActivity(), refs)).toMatchObject(expected);
  });
});
