import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { isOwnMail } from '../../../lambdas/domain/mail/own-people.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { senderProofOf } from '../../../lambdas/domain/mail/sender-proof.ts';
import { peopleOf } from '../../../lambdas/domain/planning/people.ts';
import { anEvent } from '../../helpers/builders.ts';

const own = ['acme.example'];
const us = { name: 'Max Muster', address: 'max@acme.example' };
const customer = { name: 'Ada Lovelace', address: 'ada@customer.example' };
const log = { address: 'sales@inbound.localhost' };

const seen = (changes: Partial<ParsedMail>, ownDomains = own, dmarc: 'pass' | 'fail' = 'pass') => {
  const event = anEvent(changes);
  const authentication = { dmarc, alignedDomain: 'acme.example' };
  const { direction, contact, rule } = peopleOf(event, senderProofOf({ authentication }), { ownDomains });
  return [direction, contact?.email, rule];
};

describe('whom a mail is about', () => {
  it.each<[string, Partial<ParsedMail>, unknown[]]>([
    ["of a stranger's mail the sender", { from: customer }, ['inbound', 'ada@customer.example', 'sender']],
    [
      'of a machine that writes for people, whom to answer',
      { from: { address: 'no-reply@forms.example' }, replyTo: [customer] },
      ['inbound', 'ada@customer.example', 'reply-to'],
    ],
    [
      'of a person with another Reply-To the person',
      { from: customer, replyTo: [{ address: 'ada@home.example' }] },
      ['inbound', 'ada@customer.example', 'sender'],
    ],
    [
      'of our own form, whom to answer',
      { from: us, replyTo: [customer] },
      ['inbound', 'ada@customer.example', 'reply-to'],
    ],
    [
      'of a copy of what we sent, whom we sent it to',
      { from: us, to: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'of a copy, somebody outside among our own people',
      { from: us, to: [{ address: 'eve@acme.example' }], cc: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    ...(
      [
        ['x-original-from', 'Mallory <mallory@evil.example>'],
        ['list-post', '<https://groups.example/sales>, <mailto:max@acme.example?subject=x>'],
        ['list-id', 'Sales <max.acme.example>'],
      ] as const
    ).map(([name, value]): [string, Partial<ParsedMail>, unknown[]] => [
      `of a list of ours that put itself into From, by ${name}, nobody to whom a stranger wrote`,
      { from: us, to: [customer], headers: [{ name, value }] },
      ['inbound', 'max@acme.example', 'sender'],
    ]),
    [
      'of a copy that went by a list of ours, whom we sent it to',
      { from: us, to: [customer], headers: [{ name: 'list-post', value: '<mailto:sales@acme.example>' }] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'never the address that logs',
      { from: us, to: [log], cc: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'of mail among ourselves the sender',
      { from: us, to: [{ address: 'eve@acme.example' }] },
      ['inbound', 'max@acme.example', 'sender'],
    ],
    [
      'of a subdomain of ours likewise',
      { from: { address: 'max@mail.acme.example' }, to: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'a domain that only ends like ours is a stranger',
      { from: { address: 'max@notacme.example' }, to: [customer] },
      ['inbound', 'max@notacme.example', 'sender'],
    ],
  ])('is %s', (_what, changes, wanted) => {
    expect(seen(changes)).toEqual(wanted);
  });

  it('is whoever wrote the mail that one of ours forwards', () => {
    const text = [
      'Please take over.',
      '',
      '---------- Forwarded message ---------',
      'From: Ada Lovelace <ada@customer.example>',
      'Date: Thu, 19 Nov 2026 at 10:00',
      'Subject: Prices',
      'To: <max@acme.example>',
      '',
      'What does it cost?',
      '',
    ];

    expect(seen({ from: us, to: [log], subject: 'Fwd: Prices', text: text.join('\n') })).toEqual([
      'inbound',
      'ada@customer.example',
      'forwarded',
    ]);
  });

  it('is the sender when our domain is claimed and fails, or nobody said which domains are ours', () => {
    expect(seen({ from: us, to: [customer] }, own, 'fail')).toEqual(['inbound', 'max@acme.example', 'sender']);
    expect(seen({ from: us, to: [customer] }, [])).toEqual(['inbound', 'max@acme.example', 'sender']);
  });

  it.each<[string, EmailReceived['authentication']]>([
    ['nothing was checked', {}],
    ['somebody else signed and sent it', { dkim: 'pass', spf: 'pass', dmarc: 'none' }],
    ['SPF fails for it', { spf: 'fail' }],
    ['a stranger sealed it', { arc: 'pass', arcSealer: 'evil.example' }],
  ])('is not outbound or a forward of ours while our domain is unproven: %s', (_case, authentication) => {
    const outbound = { ...anEvent({ from: us, to: [customer] }), authentication };
    const text = '---------- Forwarded message ---------\nFrom: Ada <ada@customer.example>\nSubject: Prices\n\nHi.\n';
    const forward = { ...anEvent({ from: us, to: [log], subject: 'Fwd: Prices', text }), authentication };

    expect(peopleOf(outbound, senderProofOf(outbound), { ownDomains: own })).toMatchObject({
      direction: 'inbound',
      rule: 'sender',
    });
    expect(peopleOf(forward, senderProofOf(forward), { ownDomains: own })).toMatchObject({
      direction: 'inbound',
      rule: 'sender',
    });
  });

  it('is nobody when nobody can be mailed', () => {
    const event = anEvent({ from: { address: 'not an address' } });
    const { mailFrom: _none, ...envelope } = event.envelope;

    expect(peopleOf({ ...event, envelope }, 'proven', { ownDomains: own })).toEqual({
      direction: 'inbound',
      rule: 'none',
    });
  });
});

describe('mail of our own people', () => {
  const authentication = { dmarc: 'pass' } as const;
  const listPost = (address: string) => [{ name: 'list-post', value: `<mailto:${address}>` }];

  it('is not what a list of ours put its own name to: its author chose the Message-ID and who it went to', () => {
    const isOurs = (changes: Partial<ParsedMail>) =>
      isOwnMail({ ...anEvent({ from: us, ...changes }), authentication }, { ownDomains: own });

    expect(isOurs({})).toBe(true);
    expect(isOurs({ headers: listPost('sales@acme.example') })).toBe(true);
    expect(isOurs({ headers: listPost('Max@acme.example') })).toBe(false);
  });
});
