import { ruleSchema } from '../../../../lambdas/domain/mapping/rules/rule.ts';

const rule = { name: 'internal', when: { kind: ['human'] }, do: { filter: true } };
const isValid = (changes: object): boolean => ruleSchema.safeParse({ ...rule, ...changes }).success;

describe('ruleSchema', () => {
  it('reads addresses in lower case, and gives a task a day', () => {
    const { when, do: actions } = ruleSchema.parse({
      name: 'key-account',
      when: { from: ['Ada@Customer.example', '@PARTNER.example'] },
      do: { task: { title: 'Call' } },
    });

    expect(when.from).toEqual(['ada@customer.example', '@partner.example']);
    expect(actions.task).toEqual({ title: 'Call', inDays: 1 });
  });

  it.each<[string, object]>([
    [
      'every condition',
      {
        when: {
          kind: ['human'],
          intent: ['positive'],
          words: ['price'],
          from: ['a@b.example'],
          to: ['@b.example'],
          attachments: true,
          trustBelow: 50,
          trustFrom: 10,
          known: false,
          internal: false,
          crm: { territory: ['EMEA', 7, true] },
          freeMail: true,
        },
      },
    ],
    [
      'several actions',
      {
        do: { deal: 'none', notify: ['ops'], mapping: 'vip@2', set: [{ target: 'deal.stage', value: 'new' }] },
      },
    ],
  ])('accepts %s', (_name, changes) => {
    expect(isValid(changes)).toBe(true);
  });

  it.each<[string, object]>([
    ['a rule without a condition', { when: {} }],
    ['a rule without an action', { do: {} }],
    ['an empty list', { when: { kind: [] } }],
    ['a kind that is not there', { when: { kind: ['postcard'] } }],
    ['an address without an @', { when: { from: ['customer.example'] } }],
    ['a trust above a hundred', { when: { trustBelow: 101 } }],
    ['a condition that nobody knows', { when: { weather: 'rain' } }],
    [
      'more than ten fields of the contact',
      {
        when: { crm: Object.fromEntries(Array.from({ length: 11 }, (_, nth) => [`f${nth}`, ['a']])) },
      },
    ],
    ['a target of no record', { do: { set: [{ target: 'lead.x', value: 1 }] } }],
    ['a mapping without a version', { do: { mapping: 'vip' } }],
    ['a name with blanks', { name: 'my rule' }],
  ])('rejects %s', (_name, changes) => {
    expect(isValid(changes)).toBe(false);
  });
});
