import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { capLines, longestLine } from '../../../lambdas/domain/understanding/line-cap.ts';
import { aParsedMail, aReceipt } from '../../helpers/builders.ts';

const long = 'word '.repeat(longestLine / 2);

describe('capLines', () => {
  it.each([
    ['no text', undefined],
    ['short lines', 'a\nb'],
    ['many short lines', `${'a'.repeat(longestLine)}\n`.repeat(20)],
    ['only line feeds', '\n'.repeat(3 * longestLine)],
  ])('leaves a mail of %s as it is', (_name, text) => {
    const mail = aParsedMail({ ...(text === undefined ? {} : { text }) });

    const capped = capLines(mail);

    expect(capped.mail).toBe(mail);
    expect(capped.whole('a')).toBe('a');
  });

  it.each(['text', 'markedText', 'report', 'returned', 'returnedText', 'subject'] as const)(
    'cuts a long line of the %s',
    (field) => {
      const mail = aParsedMail({ [field]: field === 'subject' ? long : `short\n${long}\nshort` });

      const lines = (capLines(mail).mail[field] ?? '').split('\n');

      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(longestLine + 10);
      expect(lines.at(-1)?.length).toBeGreaterThan(0);
    },
  );

  it('cuts a long header', () => {
    const mail = aParsedMail({ headers: [{ name: 'x-a', value: long }] });

    expect(capLines(mail).mail.headers[0]?.value).toHaveLength(longestLine);
  });

  it.each([
    ['each long line of a text', `a\n${long}1\nb\n${long}2`],
    ['a line one character too long', 'a'.repeat(longestLine + 1)],
    ['a text with characters that could be marks', `\ue010${long}\n\ue0110\ue011`],
  ])('puts back the end of %s', (_name, text) => {
    const { mail, whole } = capLines(aParsedMail({ text }));

    expect(mail.text).not.toBe(text);
    expect(whole(mail.text!)).toBe(text);
  });

  it('does not take the characters of a sender for its own marks', () => {
    const unfree = Array.from({ length: 64 }, (_, index) => String.fromCharCode(0xe010 + index)).join('0');
    const { mail, whole } = capLines(aParsedMail({ text: `${unfree}\n${long}` }));

    expect(whole(mail.text!)).toBe(mail.text);
    expect(mail.text!.startsWith(unfree)).toBe(true);
  });
});

it('keeps a long line of the author whole in the event, with the quote below it apart', () => {
  const text = `${long}end.\n\nOn Mon, 1 Jan 2024 at 10:00, Kim <kim@b.example> wrote:\n> ${long}`;

  const { body } = buildEvent(aParsedMail({ text }), aReceipt());

  expect(body.text).toBe(text);
  expect(body.reply?.text).toBe(`${long}end.`);
});
