import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mayHoldFiles, withoutEncodedFiles } from '../../lambdas/mime/encoded-files.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));

describe('withoutEncodedFiles', () => {
  it('takes each file out and leaves the words', () => {
    const text = Buffer.concat([
      Buffer.from('Hello,\n\n'),
      theirs('sheet.uu'),
      Buffer.from('And one more:\n'),
      theirs('sheet.ync'),
      theirs('sheet.uu64'),
      Buffer.from('Bye\n'),
    ]);
    const found = withoutEncodedFiles(text, 10);

    expect(found?.rest.toString()).toBe('Hello,\n\nAnd one more:\nBye\n');
    expect(found?.files.map(({ format, name, bytes }) => [format, name, bytes.length])).toEqual([
      ['uuencode', 'sheet one.bin', 768],
      ['yenc', 'sheet one.bin', 768],
      ['uuencode', 'sheet one.bin', 768],
    ]);
  });

  it('leaves further files in the text', () => {
    const found = withoutEncodedFiles(Buffer.concat([theirs('sheet.uu'), theirs('sheet.uu')]), 1);

    expect(found?.files).toHaveLength(1);
    expect(found?.rest).toEqual(theirs('sheet.uu'));
  });

  it.each([
    'We begin 644 days after the start.\n',
    'begin 644 things\nYes, we do.\n',
    '> begin 644 a.exe\n> MAAAA\n> end\n',
    'a =ybegin line=128 size=1 name=a\n',
    '',
  ])('takes nothing from %j', (text) => {
    expect(withoutEncodedFiles(Buffer.from(text), 10)).toBeUndefined();
  });

  it('never throws, and keeps what it does not take', () => {
    const lines = fc.constantFrom(
      'begin 644 a',
      'begin-base64 644 b',
      '=ybegin line=128 size=3 name=c',
      'M',
      '`',
      'end',
      '====',
      '=yend',
      'AAAA',
      '=ypart begin=1',
      'words',
      '',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), (all) => {
        const text = Buffer.from(all.join('\n'));
        const found = withoutEncodedFiles(text, 5);
        const removedBytes = (found?.files ?? []).reduce((sum, { start, end }) => sum + end - start, 0);

        expect((found?.rest ?? text).length + removedBytes).toBe(text.length);
      }),
    );
  });
});

describe('mayHoldFiles', () => {
  it('asks for the start of a line', () => {
    expect(mayHoldFiles(Buffer.from('to begin 644 a\n'))).toBe(false);
    expect(mayHoldFiles(Buffer.from('a\nbegin 644 a\n'))).toBe(true);
    expect(mayHoldFiles(Buffer.from('a\r\n=ybegin line=1\n'))).toBe(true);
    expect(mayHoldFiles(Buffer.from('beginning\n'))).toBe(false);
  });
});
