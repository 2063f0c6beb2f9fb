import { cutMark, signatureMark } from '../../../../lambdas/domain/understanding/reply/quote-header.ts';
import { readReply } from '../../../../lambdas/domain/understanding/reply/read-reply.ts';

const header = 'From: Bob <bob@ours.example>\nSent: Friday, November 20, 2026 9:00 AM\nTo: Ada\nSubject: Prices';

describe('readReply', () => {
  it.each<[string, string, string | undefined]>([
    ['words alone', 'Hi.\n\nSee you.', 'Hi.\n\nSee you.'],
    [
      'an answer above a quote',
      'Yes.\n\nOn Fri, Nov 20, 2026 at 9:00 AM Bob <bob@ours.example> wrote:\n> Do you?',
      'Yes.',
    ],
    [
      'answers between the lines of a quote',
      'On 20.11.2026 09:00, Bob wrote:\n> One?\nYes.\n> Two?\nNo.',
      'Yes.\n\nNo.',
    ],
    ['an answer above a divider', `Yes.\n\n-----Original Message-----\n${header}\n\nDo you?`, 'Yes.'],
    ['an answer above a header block without a divider', `Yes.\n\n${header}\n\nDo you?`, 'Yes.'],
    ['a line that an mbox file escaped', 'Hi.\n>From here on it is fine.', 'Hi.\nFrom here on it is fine.'],
    ['a quote alone', '> Do you?', undefined],
  ])('keeps the author’s words of %s', (_name, text, words) => {
    expect(readReply(text).text).toBe(words);
  });

  it('parts the signature from the words', () => {
    expect(readReply('Hi.\n-- \nAda Lovelace\n+44 20 7946 0000')).toMatchObject({
      text: 'Hi.',
      signature: 'Ada Lovelace\n+44 20 7946 0000',
    });
  });

  it.each([
    ['a signature alone', `${signatureMark}Ada\n${signatureMark}Engines Ltd`],
    ['a signature above the words', `${signatureMark}Ada\n${signatureMark}Engines Ltd\n\nYes, please send it.`],
    ['signatures in each stretch', `${signatureMark}Ada\n> One?\n${signatureMark}Ada\n> Two?\n${signatureMark}Ada`],
    ['a signature behind a quote without end', `Yes.\n${cutMark}\n${signatureMark}Ada`],
    ['a mark within a line', `Yes ${signatureMark}Ada ${cutMark}.`],
  ])('keeps no mark of the HTML reader: %s', (_name, text) => {
    const { text: words = '', signature = '' } = readReply(text);

    expect(words + signature).not.toMatch(/[\ue000\ue003]/);
  });

  it('gives the header of a mail that is forwarded', () => {
    const { isForward, original } = readReply(`FYI\n\n---------- Forwarded message ---------\n${header}\n\nDo you?`);

    expect(isForward).toBe(true);
    expect(original).toMatchObject({ from: 'Bob <bob@ours.example>', subject: 'Prices' });
  });

  it('counts the quotes', () => {
    expect(readReply('> a\nYes.\n> b\nNo.').quotes).toBe(2);
  });
});
