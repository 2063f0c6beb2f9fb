import fc from 'fast-check';
import { citedLines } from '../../../../lambdas/domain/understanding/reply/citations.ts';
import { readReply } from '../../../../lambdas/domain/understanding/reply/read-reply.ts';

const header = 'On Fri, Nov 20, 2026 at 9:00 AM Bob <bob@ours.example> wrote:';
const cited = (text: string): number[] => [...citedLines(text.split('\n'))];

describe('citedLines', () => {
  it.each<[string, string, number[]]>([
    ['a citation above the header of the quote', `Terms:\n\n> ten days\n\nHurry.\n\n${header}\n> Hi.`, [2]],
    ['a citation in a text without a header', 'I read\n\n> ten days\n\nIs that so?', [2]],
    ['the lines of a console', 'I ran:\n> open()\nok\n> count()\n3\n\nRight?', [1, 3]],
    ['a citation at the end, that the line above announces', 'Steps:\n> open the lid\n> wait', [1, 2]],
    ['a citation right above the header', `As you say:\n> ten days\n\n${header}\n> Hi.`, [1]],
  ])('finds %s', (_name, text, lines) => {
    expect(cited(text)).toEqual(lines);
  });

  it.each<[string, string]>([
    ['a quote that the text begins with', '> Can we?\nYes.\n> When?\nAt ten.'],
    ['a quote at the end', 'Yes.\n\n> Can we?\n> Bob'],
    [
      'a quote with its header among its lines',
      'Yes.\n\n> On Nov 20, 2026, at 9:00, Bob <bob@ours.example> wrote:\n> Hi.\nAda',
    ],
    ['quotes of several people', 'Yes.\n> > Can we?\n> I can.\nGood.'],
    ['a long quote', `Yes.\n${'> line\n'.repeat(30)}Ada`],
    ['answers below a header', `Hi.\n${header}\n> Can we?\nYes.\n> When?\nAt ten.`],
    ['a text without marks', 'Yes.\n\nAda'],
  ])('takes for no citation: %s', (_name, text) => {
    expect(cited(text)).toEqual([]);
  });

  it('loses no line without a mark, wherever marked lines stand in a text without headers', () => {
    const word = fc.constantFrom('yes', 'no', 'ten chairs', 'Ada');
    const line = fc.oneof(
      word,
      word.map((text) => `> ${text}`),
      fc.constant(''),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const own = lines.filter((text) => text !== '' && !text.startsWith('>'));
        const { text = '', signature = '' } = readReply(lines.join('\n'));

        expect(`${text}\n${signature}`.split('\n')).toEqual(expect.arrayContaining(own));
      }),
    );
  });
});
