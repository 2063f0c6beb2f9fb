import { emailReceivedSchema } from '../../../lambdas/domain/mail/event.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { erasedName, withoutSubject } from '../../../lambdas/domain/mail/pseudonym.ts';
import { someText, textAddress } from '../../../lambdas/domain/mail/text-address.ts';
import { anEvent } from '../../helpers/builders.ts';

const ada = 'ada@customer.example';
const bob = { name: 'Bob Baker', address: 'bob@other.example' };
const us = { address: 'sales@inbound.localhost' };
/** The receipt of the tests names Ada as the envelope's sender. */
const from = (changes: Partial<ParsedMail>) => {
  const event = anEvent({ from: bob, ...changes });
  return { ...event, envelope: { ...event.envelope, mailFrom: bob.address } };
};

describe('a mail without the person', () => {
  const pseudonym = { address: ada, names: ['Ada Lovelace'], alias: 'erased-1@erased.invalid' };
  const holds = (event: unknown, ...words: string[]): boolean[] =>
    words.map((word) => someText(event, (text) => text.includes(word)));

  it('keeps the words of others, with the address and the name replaced', () => {
    const text = `Hello Ada Lovelace,\nyou wrote as ADA@customer.example.\n`;
    const event = from({ to: [{ name: 'Ada Lovelace', address: ada }, us], text, subject: 'For Ada Lovelace' });
    const anonymous = withoutSubject(event, pseudonym);

    expect(emailReceivedSchema.parse(anonymous)).toEqual(anonymous);
    expect(someText(anonymous, textAddress(ada).isIn)).toBe(false);
    expect(holds(anonymous, 'Ada', 'Hello', 'Bob Baker')).toEqual([false, true, true]);
    expect(anonymous.message.to[0]).toEqual({ name: erasedName, address: pseudonym.alias });
  });

  it('loses its words, subject, headers and files where the person wrote it', () => {
    const event = anEvent({
      cc: [bob],
      text: 'My secret plan.\n',
      headers: [{ key: 'x-plan', value: 'secret' }] as never,
    });
    const anonymous = withoutSubject(event, pseudonym);

    expect(emailReceivedSchema.parse(anonymous)).toEqual(anonymous);
    expect(holds(anonymous, 'Ada', ada, 'secret', 'Hello', 'customer.example')).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(anonymous.message.cc).toEqual([expect.objectContaining(bob)]);
    expect(anonymous.attachments).toEqual([]);
    expect(anonymous.message.messageId).toBeUndefined();
    expect(anonymous.eventId).toBe(event.eventId);
  });

  it('is the same when it is made again', () => {
    const event = from({ to: [{ name: 'Ada Lovelace', address: ada }], text: `${ada}\n` });
    const once = withoutSubject(event, pseudonym);

    expect(withoutSubject(once, pseudonym)).toEqual(once);
  });

  it('keeps words that a short name is a part of', () => {
    const event = from({ text: 'Lithium by Al in Italy.\n' });

    expect(withoutSubject(event, { ...pseudonym, names: ['Al', 'Lit', ''] }).body.text).toBe(
      'Lithium by Al in Italy.\n',
    );
  });
});
