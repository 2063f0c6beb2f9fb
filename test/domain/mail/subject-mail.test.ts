import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { namesOfSubject, otherPeopleIn, subjectRoleIn } from '../../../lambdas/domain/mail/subject-mail.ts';
import { anEvent } from '../../helpers/builders.ts';

const ada = 'ada@customer.example';
const bob = { name: 'Bob Baker', address: 'bob@other.example' };
const us = { address: 'sales@inbound.localhost' };
/** The receipt of the tests names Ada as the envelope's sender. */
const from = (changes: Partial<ParsedMail>) => {
  const event = anEvent({ from: bob, ...changes });
  return { ...event, envelope: { ...event.envelope, mailFrom: bob.address } };
};
const isOurs = (address: string): boolean => address.endsWith('@inbound.localhost');

describe('the part of a person in a mail', () => {
  it.each([
    ['author', anEvent()],
    ['author', from({ sender: { address: 'Ada@Customer.Example' } })],
    ['recipient', from({ cc: [{ address: ada }] })],
    ['mentioned', from({ text: `Please ask ${ada}.` })],
    ['mentioned', from({ replyTo: [{ address: ada }] })],
    [undefined, from({ text: 'Please ask ida@customer.example.' })],
  ] as const)('is %s', (role, event) => {
    expect(subjectRoleIn(event, ada)).toBe(role);
  });

  it('has the names under which their address stands', () => {
    const event = from({ to: [{ name: 'Countess', address: 'ADA@customer.example' }], cc: [{ address: ada }] });

    expect(namesOfSubject(event, ada)).toEqual(['Countess']);
    expect(namesOfSubject(anEvent(), ada)).toEqual(['Ada Lovelace']);
  });
});

describe('the other people of a mail', () => {
  it('are neither the person nor one of ours', () => {
    expect(otherPeopleIn(anEvent({ cc: [bob, { address: ada }, us] }), ada, isOurs)).toEqual([bob.address]);
    expect(otherPeopleIn(anEvent(), ada, isOurs)).toEqual([]);
  });

  it('are counted once, whatever their spelling, and only where mail could reach them', () => {
    const event = anEvent({ to: [bob, { address: 'BOB@other.example' }, { address: 'undisclosed-recipients:;' }] });

    expect(otherPeopleIn(event, ada, isOurs)).toEqual([bob.address]);
  });
});
