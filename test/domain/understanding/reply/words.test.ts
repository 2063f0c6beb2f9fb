import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { readWords } from '../../../../lambdas/domain/understanding/reply/words.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const read = (changes: Partial<ParsedMail>) => readWords(aParsedMail(changes));
const original =
  '---------- Forwarded message ---------\nFrom: Bob <bob@ours.example>\nDate: 20 Nov 2026 09:00:00 +0000\nSubject: Prices\n\nWords.';

describe('readWords', () => {
  it('reads words, signature and contact from the text', () => {
    expect(read({ text: 'Hi.\n-- \nAda Lovelace\nHead of Sales\n+44 20 7946 0000' })).toEqual({
      from: 'text',
      quotes: 0,
      reply: {
        text: 'Hi.',
        signature: 'Ada Lovelace\nHead of Sales\n+44 20 7946 0000',
        contact: { phone: '+44 20 7946 0000', title: 'Head of Sales' },
      },
    });
  });

  it('takes the HTML where only it marks the quote', () => {
    const words = read({ text: 'Yes.\nDo you?', markedText: 'Yes.\n> Do you?', hasMarkedQuotes: true });

    expect([words.from, words.reply?.text, words.quotes]).toEqual(['html', 'Yes.', 1]);
  });

  it('takes the signature off the text that only the HTML marks', () => {
    const words = read({ text: 'Hi.\nAda Lovelace', markedText: 'Hi.\n\ue003Ada Lovelace' });

    expect(words.reply).toEqual({ text: 'Hi.', signature: 'Ada Lovelace' });
  });

  it('reads who is forwarded, and when', () => {
    expect(read({ subject: 'Fwd: Prices', text: original }).forwarded).toEqual({
      from: { name: 'Bob', address: 'bob@ours.example' },
      date: '2026-11-20T09:00:00.000Z',
      subject: 'Prices',
    });
  });

  it('reads the mail that is forwarded as a part', () => {
    const returned = 'From: Bob <bob@ours.example>\nSubject: Prices';

    expect(read({ subject: 'Fwd: Prices', returned }).forwarded).toEqual({
      from: { name: 'Bob', address: 'bob@ours.example' },
      subject: 'Prices',
    });
  });

  it('finds nothing in a mail without a text', () => {
    const { text: _text, ...mail } = aParsedMail();

    expect(readWords(mail)).toEqual({ from: 'none', quotes: 0 });
  });
});
