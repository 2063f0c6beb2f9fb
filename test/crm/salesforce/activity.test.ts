import { type ActivityPorts, logActivity } from '../../../lambdas/crm/salesforce/activity.ts';
import type { Part } from '../../../lambdas/crm/salesforce/api.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anActivity, reply, scriptedHttp } from '../scripted-http.ts';

const refs = { contact: { id: '003A' }, company: { id: '001A' } };
const lengths = new Map(
  ['Postern_Key__c', 'Subject', 'TextBody', 'Status', 'FromName', 'RelatedToId', 'Description', 'WhoId', 'WhatId'].map(
    (name) => [name, 20],
  ),
);

/** The ports of an org with these answers to mails and tasks. */
function anOrg(
  object: 'EmailMessage' | 'Task',
  answer: Awaited<ReturnType<ActivityPorts['calls']['atomically']>>,
  task: Awaited<ReturnType<ActivityPorts['calls']['request']>> = ok({ id: '00TA', created: true }),
) {
  const sent: unknown[] = [];
  const { http } = scriptedHttp({ GET: reply({ Id: '02sB' }) });
  const ports: ActivityPorts = {
    http,
    version: 'v68.0',
    fields: { object, lengths },
    calls: {
      query: async () => ok([]),
      request: async (part) => {
        sent.push(part);
        return task;
      },
      atomically: async (parts) => {
        sent.push(...parts);
        return answer;
      },
    },
  };
  return { ports, sent };
}
const inserted = ok(new Map([['mail', { id: '02sA' }]]));

describe('logActivity, with EmailMessages', () => {
  it('writes only fields that the org has, no longer than it takes', async () => {
    const { ports, sent } = anOrg('EmailMessage', inserted);

    const result = await logActivity(ports, anActivity({ subject: 's'.repeat(50) }), refs);

    expect(result).toMatchObject({ value: { id: '02sA' }, how: 'created' });
    expect((sent[0] as Part).body).toEqual({
      Postern_Key__c: '0123456789abcdef012…',
      Status: '0',
      Subject: `${'s'.repeat(19)}…`,
      TextBody: 'Text 1\n',
      FromName: 'Ada Lovelace',
      RelatedToId: '001A',
    });
  });

  it.each([
    ['inbound', 'FromAddress'],
    ['outbound', 'ToAddress'],
  ] as const)('relates an %s mail to its contact as %s', async (direction, RelationType) => {
    const { ports, sent } = anOrg('EmailMessage', inserted);

    await logActivity(ports, anActivity({ direction, contact: { email: 'bob@customer.example' } }), refs);

    expect((sent[1] as Part).body).toEqual({
      EmailMessageId: '@{mail.id}',
      RelationId: '003A',
      RelationType,
      RelationAddress: 'bob@customer.example',
    });
  });

  it('relates a mail without a contact to nobody', async () => {
    const { ports, sent } = anOrg('EmailMessage', inserted);

    await logActivity(ports, anActivity(), {});

    expect(sent).toHaveLength(1);
  });

  it.each([
    [
      'an earlier attempt that the conflict names',
      { kind: 'conflict', holder: '02sC' } as const,
      { value: { id: '02sC' }, how: 'existing' },
    ],
    [
      'an earlier attempt that has to be read',
      { kind: 'conflict' } as const,
      { value: { id: '02sB' }, how: 'existing' },
    ],
    ['an answer without an id', ok(new Map()), { kind: 'unknown' }],
    ['a refusal', { kind: 'absent' } as const, { kind: 'rejected' }],
  ])('answers with %s', async (_what, answer, expected) => {
    expect(await logActivity(anOrg('EmailMessage', answer).ports, anActivity(), refs)).toMatchObject(expected);
  });

  it('is misconfigured where a mapped field is missing', async () => {
    const { ports, sent } = anOrg('EmailMessage', inserted);

    expect(await logActivity(ports, anActivity({ fields: { Region__c: 'EMEA' } }), refs)).toEqual({
      kind: 'misconfigured',
      code: 'NO_FIELD',
      message: 'EmailMessage has no field Region__c that we may write',
    });
    expect(sent).toEqual([]);
  });
});

describe('logActivity, with tasks where Enhanced Email is off', () => {
  it('upserts a task by the key of the mail', async () => {
    const { ports, sent } = anOrg('Task', { kind: 'unknown' });

    expect(await logActivity(ports, anActivity(), refs)).toMatchObject({ value: { id: '00TA' }, how: 'created' });
    expect(sent).toMatchObject([
      {
        method: 'PATCH',
        path: '/sobjects/Task/Postern_Key__c/0123456789abcdef0123456789abcdef',
        body: { Status: 'Completed', WhoId: '003A', WhatId: '001A' },
      },
    ]);
  });

  it.each([
    [{ kind: 'conflict', holder: '00TB' } as const, { value: { id: '00TB' }, how: 'existing' }],
    [{ kind: 'conflict' } as const, { kind: 'rejected', code: 'CONFLICT' }],
  ])('settles the conflict %j', async (task, expected) => {
    const { ports } = anOrg('Task', { kind: 'unknown' }, task);

    expect(await logActivity(ports, anActivity(), refs)).toMatchObject(expected);
  });
});
