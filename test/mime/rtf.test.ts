import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readRtf } from '../../lambdas/mime/rtf.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
const read = (rtf: string) => readRtf(Buffer.from(rtf, 'latin1'));

describe('readRtf', () => {
  it('takes the HTML out again that Outlook put in (MS-OXRTFEX)', () => {
    const html = readRtf(theirs('html.rtf'))?.html;

    expect(html).toContain('<p>Please send <b>forty</b> chairs, Grüße &amp; Да €.');
    expect(html).toContain('</p>');
    expect(html).not.toMatch(/<img|\\|Arial/);
  });

  it('gives the words of other RTF', () => {
    expect(readRtf(theirs('plain.rtf'))?.text).toBe('Please send forty chairs.\nGröße L, see here\t“now”.');
  });

  it.each<[string, string, string]>([
    [
      'text that was made to RTF',
      '{\\rtf1\\ansi\\fromtext \\deff0{\\fonttbl{\\f0 Arial;}}\\pard Hi\\par there\\par}',
      'Hi\nthere',
    ],
    ['the code page of the document', "{\\rtf1\\ansi\\ansicpg1251 \\'c4\\'e0}", 'Да'],
    [
      'the code page of a font',
      "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f7\\fcharset161 B;}}\\f7 \\'e1{\\f0 \\'e4}\\'e1}",
      'αäα',
    ],
    ['letters of two bytes', "{\\rtf1\\ansi\\ansicpg932 \\'82\\'a0\\'82\\'a2}", 'あい'],
    ['Unicode with stand-ins', '{\\rtf1\\uc2 \\u8364 eu{\\uc0 \\u8364 }\\u-10179 ??\\u-8704 ??!}', '€€😀!'],
    ['hidden words', '{\\rtf1 a{\\v secret}b\\v1 secret\\v0 c}', 'abc'],
    ['a table', '{\\rtf1 a\\cell b\\cell\\row c}', 'a\tb\t\nc'],
    ['a picture and an object', '{\\rtf1 a{\\pict 0102}{\\object{\\*\\objdata 0102}{\\result shown}}b}', 'ashownb'],
    ['a list', '{\\rtf1 {\\listtext 1.\\tab}One\\par{\\*\\pn{\\pntxtb x}}Two}', '1.\tOne\nTwo'],
    ['more ends than starts', '{\\rtf1 a}}}} b', 'a b'],
  ])('reads %s', (_, rtf, text) => {
    expect(read(rtf)?.text).toBe(text);
  });

  it('restores the state of what is RTF alone at the end of a group', () => {
    const html = read(
      '{\\rtf1\\fromhtml1 {\\htmlrtf x{y}}a{\\htmlrtf b\\htmlrtf0 c}{\\*\\htmltag84 <br>}\\~\\endash}',
    )?.html;

    expect(html).toBe('ac<br>&nbsp;&ndash;');
  });

  it('finds no words where there are none', () => {
    expect(read('{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}}')).toEqual({});
    expect(read('Just words')).toBeUndefined();
  });

  it('bounds its groups and its words', () => {
    expect(read(`{\\rtf1 ${'{'.repeat(300_000)}deep${'}'.repeat(300_000)} end}`)?.text).toBe('deep end');
    expect(read(`{\\rtf1 ${"\\'fc".repeat(100_000)}}`)?.text).toBe('ü'.repeat(100_000));
    expect(read(`{\\rtf1 ${'\\line x'.repeat(10_000)}}`)?.text?.length).toBe(10_000 * 2);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '\\*',
      '\\htmltag1 ',
      '\\htmlrtf',
      '\\htmlrtf0',
      '\\u8364',
      '\\uc9',
      "\\'f",
      "\\'fc",
      '\\f99999999',
      '\\fonttbl',
      '\\fcharset128',
      'x',
      '\\par',
      '\\ansicpg99999',
      '\\constructor',
      '\\__proto__',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (all, isHtml) => {
        expect(() => read(`{\\rtf1${isHtml ? '\\fromhtml1' : ''} ${all.join('')}`)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
