import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import type { Part } from '../../../lambdas/crm/salesforce/api.ts';
import { batchedCalls } from '../../../lambdas/crm/salesforce/batch.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';

let fake: TestVendorSandbox;
let saved: number;
beforeEach(async () => {
  fake = await startVendorSandbox('salesforce');
  saved = 0;
});
afterEach(() => fake.stop());

const calls = () => {
  const headers = { authorization: 'Bearer 00D!test' };
  const http = createCrmHttp({ baseUrl: fake.url, headers, now: () => new Date() });
  return batchedCalls(http, 'v68.0', (count) => {
    saved += count;
  });
};
const contact = (key: string, body: Record<string, unknown> = { LastName: 'L', Email: `${key}@x.example` }) =>
  ({ method: 'PATCH', path: `/sobjects/Contact/Postern_Key__c/${key}`, body }) as const;
const mail = (key: string, relatedTo?: string): Part[] => [
  {
    method: 'POST',
    path: '/sobjects/EmailMessage',
    referenceId: 'mail',
    body: { Postern_Key__c: key, Subject: key, Status: '0', ...(relatedTo && { RelatedToId: relatedTo }) },
  },
  {
    method: 'POST',
    path: '/sobjects/EmailMessageRelation',
    referenceId: 'sender',
    body: { EmailMessageId: '@{mail.id}', RelationType: 'FromAddress' },
  },
];
const subjects = () => fake.store.list('EmailMessage').map(({ body }) => body.Subject);

describe('batchedCalls', () => {
  it('writes several mails by few calls, and counts the saved calls', async () => {
    const { request } = calls();

    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((key) => request(contact(key))));

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // The first went at once; the others waited for it, and went together.
    expect([fake.calls.length, saved]).toEqual([2, 2]);
    expect(fake.store.list('Contact').map(({ body }) => body.Email)).toEqual(
      ['a', 'b', 'c', 'd'].map((key) => `${key}@x.example`),
    );
  });

  it('refuses one part without the others', async () => {
    const { request } = calls();

    const answers = await Promise.all([
      request(contact('a')),
      request(contact('b')),
      request(contact('c', { LastName: 'x'.repeat(100), Email: 'c@x.example' })),
      request(contact('d', { LastName: 'L', no_such_field__c: '1' })),
    ]);

    expect(answers.map((answer) => ('code' in answer ? answer.code : answer.kind))).toEqual([
      'ok',
      'ok',
      'STRING_TOO_LONG',
      'INVALID_FIELD',
    ]);
  });

  it('sends five queries at once, which is all that a call takes', async () => {
    for (let nth = 0; nth < 7; nth += 1)
      fake.store.insert('Contact', { Email: `p${nth}@x.example`, LastName: 'L' }, () => `003${nth}`);
    const { query } = calls();
    const soql = (nth: number) => `SELECT Id FROM Contact WHERE Email = 'p${nth}@x.example' LIMIT 3`;

    const answers = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((nth) => query(soql(nth))));

    expect(answers.map((answer) => answer.kind === 'ok' && answer.value.map(({ Id }) => Id))).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((nth) => [`003${nth}`]),
    );
    expect(fake.calls).toHaveLength(3);
    expect(fake.requests.every(({ path }) => !path.includes('x.example'))).toBe(true);
  });

  it('answers lists of queries in one call where it takes them all, and each list as a whole', async () => {
    for (let nth = 0; nth < 4; nth += 1)
      fake.store.insert('Contact', { Email: `p${nth}@x.example`, LastName: 'L' }, () => `003${nth}`);
    const { queries } = calls();
    const soql = (nth: number) => `SELECT Id FROM Contact WHERE Email = 'p${nth}@x.example' LIMIT 3`;

    const answers = await Promise.all([
      queries([soql(0)]),
      queries([soql(1), soql(2)]),
      queries([soql(3), 'SELECT Nope FROM Contact']),
      queries([soql(0), soql(1), soql(2)]),
      queries([soql(3), soql(2), soql(1)]),
    ]);

    const ids = answers.map((answer) =>
      answer.kind === 'ok' ? answer.value.map((rows) => rows.map(({ Id }) => Id)) : answer.kind,
    );
    expect(ids).toEqual([
      [['0030']],
      [['0031'], ['0032']],
      'rejected',
      [['0030'], ['0031'], ['0032']],
      [['0033'], ['0032'], ['0031']],
    ]);
    // The first alone, two lists in one call, and two that are too long for one.
    expect(fake.calls).toHaveLength(4);
  });

  it('logs each mail whole or not at all, whatever the results of the others', async () => {
    const { atomically } = calls();

    const answers = await Promise.all([
      atomically(mail('m1')),
      atomically(mail('m2')),
      atomically(mail('m3', '001000000009999AAA')),
      atomically([...mail('m4'), { ...mail('x')[1]!, referenceId: 'broken', body: { RelationType: 'FromAddress' } }]),
      atomically(mail('m2')),
    ]);

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'rejected', 'misconfigured', 'conflict']);
    expect(subjects()).toEqual(['m1', 'm2']);
    expect([fake.calls.length, saved]).toEqual([2, 3]);
  });

  it('takes a lost call for an unclear end of every mail', async () => {
    const { atomically } = calls();
    await atomically(mail('m0'));
    fake.faults.set([{ action: 'drop-after-commit', match: 'composite/graph' }]);

    const answers = await Promise.all(['m1', 'm2', 'm3'].map((key) => atomically(mail(key))));

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'unknown', 'unknown']);
    expect(subjects()).toEqual(['m0', 'm1', 'm2', 'm3']);
  });
});
