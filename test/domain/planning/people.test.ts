import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { isOwnMail } from '../../../lambdas/domain/mail/own-people.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { senderProofOf } from '../../../lambdas/domain/mail/sender-proof.ts';
import { peopleOf } from '../../../lambdas/domain/planning/people.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { anEvent, aParsedMail, aReceipt } from '../../helpers/builders.ts';
import { personCases } from './people-cases.ts';

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

describe('peopleOf', () => {
  it.each<[string, Partial<ParsedMail>, unknown[]]>([
    ["the sender of a stranger's mail", { from: customer }, ['inbound', 'ada@customer.example', 'sender']],
    [
      'the envelope sender, where From names no address that mail can reach',
      { from: { name: 'Office', address: 'office' } },
      ['inbound', 'ada@customer.example', 'sender'],
    ],
    [
      'the Reply-To of a machine that writes for people',
      { from: { address: 'no-reply@forms.example' }, replyTo: [customer] },
      ['inbound', 'ada@customer.example', 'reply-to'],
    ],
    [
      'the sender, for a person with another Reply-To',
      { from: customer, replyTo: [{ address: 'ada@home.example' }] },
      ['inbound', 'ada@customer.example', 'sender'],
    ],
    [
      'the Reply-To of our own form',
      { from: us, replyTo: [customer] },
      ['inbound', 'ada@customer.example', 'reply-to'],
    ],
    [
      'the recipient, for a copy of our own mail',
      { from: us, to: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'the first person outside, for a copy to our own people, too',
      { from: us, to: [{ address: 'eve@acme.example' }], cc: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    ...(
      [
        ['list-post', '<https://groups.example/sales>, <mailto:max@acme.example?subject=x>'],
        ['list-id', 'Sales <max.acme.example>'],
      ] as const
    ).map(([name, value]): [string, Partial<ParsedMail>, unknown[]] => [
      `the list itself, for a list of ours that put itself into From, by ${name}`,
      { from: us, to: [customer], headers: [{ name, value }] },
      ['inbound', 'max@acme.example', 'sender'],
    ]),
    [
      'the author whom a list of ours notes, where it put itself into From',
      { from: us, to: [customer], headers: [{ name: 'x-original-from', value: 'Kim <kim@elsewhere.example>' }] },
      ['inbound', 'kim@elsewhere.example', 'original-from'],
    ],
    [
      'the list itself, where the author whom it notes is one of us',
      { from: us, to: [customer], headers: [{ name: 'x-original-from', value: 'Eve <eve@acme.example>' }] },
      ['inbound', 'max@acme.example', 'sender'],
    ],
    [
      'the recipient, for a copy that went by a list of ours',
      { from: us, to: [customer], headers: [{ name: 'list-post', value: '<mailto:sales@acme.example>' }] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'never the address that logs',
      { from: us, to: [log], cc: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'the sender of mail among ourselves',
      { from: us, to: [{ address: 'eve@acme.example' }] },
      ['inbound', 'max@acme.example', 'sender'],
    ],
    [
      'the recipient, for a copy from a subdomain of ours',
      { from: { address: 'max@mail.acme.example' }, to: [customer] },
      ['outbound', 'ada@customer.example', 'recipient'],
    ],
    [
      'the sender, for a domain that only ends like ours',
      { from: { address: 'max@notacme.example' }, to: [customer] },
      ['inbound', 'max@notacme.example', 'sender'],
    ],
  ])('finds %s', (_what, changes, wanted) => {
    expect(seen(changes)).toEqual(wanted);
  });

  it('finds the author of a mail that one of our people forwards', () => {
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

  it('finds the sender when a claim to our domain fails, or no own domains are configured', () => {
    expect(seen({ from: us, to: [customer] }, own, 'fail')).toEqual(['inbound', 'max@acme.example', 'sender']);
    expect(seen({ from: us, to: [customer] }, [])).toEqual(['inbound', 'max@acme.example', 'sender']);
  });

  it.each<[string, EmailReceived['authentication']]>([
    ['nothing was checked', {}],
    ['somebody else signed and sent it', { dkim: 'pass', spf: 'pass', dmarc: 'none' }],
    ['SPF fails for it', { spf: 'fail' }],
    ['a stranger sealed it', { arc: 'pass', arcSealer: 'evil.example' }],
  ])('takes no mail for outbound or a forward of ours while our domain is unproven: %s', (_case, authentication) => {
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

  it('finds nobody when nobody can be mailed', () => {
    const event = anEvent({ from: { address: 'not an address' } });
    const { mailFrom: _none, ...envelope } = event.envelope;

    expect(peopleOf({ ...event, envelope }, 'proven', { ownDomains: own })).toEqual({
      direction: 'inbound',
      rule: 'none',
    });
  });
});

describe('peopleOf, for mail of our own people', () => {
  const authentication = { dmarc: 'pass' } as const;
  const listPost = (address: string) => [{ name: 'list-post', value: `<mailto:${address}>` }];

  it('excludes mail that a list of ours put its own name to: its author chose Message-ID and recipients', () => {
    const isOurs = (changes: Partial<ParsedMail>) =>
      isOwnMail({ ...anEvent({ from: us, ...changes }), authentication }, { ownDomains: own });

    expect(isOurs({})).toBe(true);
    expect(isOurs({ headers: listPost('sales@acme.example') })).toBe(true);
    expect(isOurs({ headers: listPost('Max@acme.example') })).toBe(false);
  });
});

describe('peopleOf, for mail of strangers', () => {
  const isOwnRoute = (address: string) => /^sales(?:\+[^@]+)?@inbound\.localhost$/.test(address);

  it.each(personCases)('finds $about', ({ mail: { mailFrom, ...changes }, contact }) => {
    const { from: _usual, ...mail } = aParsedMail();
    const { mailFrom: _none, ...receipt } = aReceipt({ authentication: {} });
    const event = buildEvent({ ...mail, ...changes }, mailFrom === undefined ? receipt : { ...receipt, mailFrom });

    const people = peopleOf(event, 'unproven', { ownDomains: ['ours.example'] }, isOwnRoute);

    expect(people.contact?.email).toBe(contact);
  });

  it('knows the company of a person whom a list notes, or a forwarder has wrapped', () => {
    const companyOf = (changes: Partial<ParsedMail>) => peopleOf(anEvent(changes), 'unproven').companyDomain;
    const headers = [{ name: 'x-original-from', value: 'Jo <jo@customer.example>' }];

    expect(companyOf({ from: { address: 'dev@lists.example' }, headers })).toBe('customer.example');
    expect(companyOf({ from: { address: 'SRS0=HH=TT=customer.example=jo@fwd.example' } })).toBe('customer.example');
  });

  it('reads an event of an earlier version, which has no author of a list and the company of the forwarder', () => {
    const headers = [{ name: 'x-original-from', value: 'Jo <jo@customer.example>' }];
    const { originalFrom: _new, ...message } = anEvent({ from: { address: 'dev@lists.example' }, headers }).message;
    const wrapped = { address: 'SRS0=HH=TT=customer.example=jo@fwd.example', companyDomain: 'fwd.example' };

    expect(peopleOf({ ...anEvent(), message }, 'unproven')).toMatchObject({
      contact: { email: 'jo@customer.example' },
    });
    expect(peopleOf({ ...anEvent(), message: { ...message, from: wrapped, headers: [] } }, 'unproven')).toEqual({
      direction: 'inbound',
      from: { email: 'jo@customer.example' },
      contact: { email: 'jo@customer.example' },
      rule: 'sender',
    });
  });

  it('finds the organizer of an invitation that a service sends', () => {
    const calendar =
      'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nORGANIZER:mailto:jo@customer.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
    const invitation = (address: string) =>
      anEvent({ from: { address }, calendar, contentType: { type: 'text/calendar', method: 'REQUEST' } });

    expect(peopleOf(invitation('calendar-notification@service.example'), 'unproven')).toMatchObject({
      rule: 'organizer',
      contact: { email: 'jo@customer.example' },
    });
    expect(peopleOf(invitation('kim@customer.example'), 'unproven')).toMatchObject({ rule: 'sender' });
  });
});
