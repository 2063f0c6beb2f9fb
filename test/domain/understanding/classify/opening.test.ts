import { openingOf } from '../../../../lambdas/domain/understanding/classify/opening.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const footer = 'This is an automated message.';

describe('openingOf', () => {
  it('counts different phrases of a family, and is made once a mail', () => {
    const input = { mail: aParsedMail({ text: 'I am on annual leave. Limited access to e-mail!' }), recipients: [] };
    const opening = openingOf(input);

    expect(opening.counts.get('absence')).toBe(2);
    expect(openingOf(input)).toBe(opening);
  });

  it('reads the end of a long mail and leaves its middle', () => {
    const rest = 'More of it. '.repeat(300);
    const atEnd = openingOf({ mail: aParsedMail({ text: `${rest}${footer}` }), recipients: [] });
    const inMiddle = openingOf({ mail: aParsedMail({ text: `${rest}${footer}${rest}` }), recipients: [] });

    expect(atEnd).toMatchObject({ isLong: true, asks: false });
    expect(atEnd.counts.has('automaticMessage')).toBe(true);
    expect(inMiddle.counts.has('automaticMessage')).toBe(false);
  });

  it('reads an answer without its quote, and a first mail whole', () => {
    const mail = aParsedMail({ text: `Yes.\n\n> ${footer}` });

    const answer = openingOf({ mail: { ...mail, inReplyTo: 'a@b.example' }, recipients: [], reply: 'Yes.' });
    const first = openingOf({ mail, recipients: [], reply: 'Yes.' });

    expect(answer.counts.size).toBe(0);
    expect(first.counts.has('automaticMessage')).toBe(true);
  });

  it.each([
    ['Can we talk?', true],
    ['هل يمكننا التحدث؟', true],
    ['話せますか？', true],
    ['See https://a.example/?b=c', false],
    ['We can talk.', false],
  ])('sees in %j whether it asks: %s', (text, asks) => {
    expect(openingOf({ mail: aParsedMail({ text }), recipients: [] }).asks).toBe(asks);
  });
});
