import { cutMark, signatureMark } from '../../lambdas/domain/understanding/reply/quote-header.ts';
import {
  breakLine,
  createTextPage,
  endCell,
  endLine,
  endLink,
  endParagraph,
  finishPage,
  setPrefix,
  startCut,
  type TextPage,
  writePreformatted,
  writeText,
} from '../../lambdas/mime/text-page.ts';

const written = (write: (page: TextPage) => void): ReturnType<typeof finishPage> => {
  const page = createTextPage();
  write(page);
  return finishPage(page);
};

const text =
  (words: string) =>
  (page: TextPage): void =>
    writeText(page, words);
const prefix =
  (depth: number) =>
  (page: TextPage): void =>
    setPrefix(page, depth, false);

describe('text page', () => {
  it.each<[string, Array<(page: TextPage) => void>, string]>([
    ['a run of blanks as one', [text(' a \n  b\u200b c ')], 'a b c'],
    ['no blank between pieces that have one each', [text('a '), text(' b')], 'a b'],
    ['preformatted text as it is', [(page) => writePreformatted(page, 'a  b\n\n  c')], 'a  b\n\n  c'],
    ['two breaks as a blank line', [text('a'), breakLine, breakLine, text('b')], 'a\n\nb'],
    ['one blank line between paragraphs', [text('a'), endParagraph, endParagraph, text('b')], 'a\n\nb'],
    ['cells apart', [text('a'), endCell, endCell, text('b')], 'a b'],
    ['quotes by their depth', [prefix(2), text('a'), prefix(0), text('b')], '>> a\nb'],
  ])('shows %s', (_name, steps, shown) => {
    const page = written((target) => {
      for (const step of steps) step(target);
    });

    expect(page.text).toBe(shown);
  });

  it('shows the address of a link behind its words, in the text for people alone', () => {
    const page = written((target) => {
      writeText(target, 'See ');
      const from = target.length;
      writeText(target, 'here');
      endLink(target, 'https://x.example/a', from);
      writeText(target, '.');
    });

    expect(page).toEqual({ text: 'See here (https://x.example/a).', marked: 'See here.' });
  });

  it.each(['https://x.example', 'x.example'])('shows no address that its words say: %s', (words) => {
    const page = written((target) => {
      writeText(target, words);
      endLink(target, 'https://x.example', 0);
    });

    expect(page.text).toBe(words);
  });

  it('marks where a quoted mail and a signature begin, in the marked text alone', () => {
    const page = written((target) => {
      writeText(target, 'Hi.');
      setPrefix(target, 0, true);
      writeText(target, 'Ada');
      setPrefix(target, 0, false);
      startCut(target);
      writeText(target, 'From: Bob');
      endLine(target);
    });

    expect(page.text).toBe('Hi.\nAda\n\nFrom: Bob');
    expect(page.marked).toBe(`Hi.\n${signatureMark}Ada\n\n${cutMark}From: Bob`);
  });

  it('takes marks of ours out of what a sender writes', () => {
    expect(written((page) => writeText(page, `a${cutMark}b`)).marked).toBe('ab');
  });
});
