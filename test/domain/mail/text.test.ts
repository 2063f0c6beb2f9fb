import fc from 'fast-check';
import {
  cleanFilename,
  cleanLine,
  cleanText,
  snippetOf,
  withoutEnd,
  withoutStart,
} from '../../../lambdas/domain/mail/text.ts';

const unsafe = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** Text full of what mail should not hold. */
const hostile = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\r\n', '\0', '\u202e', '\ud83d', '../', '\\', '\u2066')),
  )
  .map((parts) => parts.join(''));

describe('cleaning of text', () => {
  it('lets no control character or direction override into a line', () => {
    fc.assert(fc.property(hostile, (text) => expect(cleanLine(text) ?? '').not.toMatch(unsafe)));
  });

  it('keeps line feeds and tabs in text, and nothing else of that kind', () => {
    fc.assert(
      fc.property(hostile, (text) => expect((cleanText(text) ?? '').replace(/[\n\t]/g, '')).not.toMatch(unsafe)),
    );
  });

  it('changes nothing that is clean already', () => {
    fc.assert(fc.property(hostile, (text) => expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))));
  });

  it('takes characters off the ends as the pattern would that takes the square of the time', () => {
    const marked = fc.string({ unit: fc.constantFrom('*', ' ', '\t', '\u00a0', 'a') });

    fc.assert(
      fc.property(marked, (text) => {
        expect(withoutEnd(text, /[*\s]/)).toBe(text.replace(/[*\s]+$/, ''));
        expect(withoutStart(text, /[*\s]/)).toBe(text.replace(/^[*\s]+/, ''));
      }),
    );
  });

  it('leaves no path in a file name', () => {
    fc.assert(fc.property(hostile, (text) => expect(cleanFilename(text) ?? '').not.toMatch(/[/\\]|^\.\.?$/)));
  });

  it('cuts a snippet between characters, not inside one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 150, maxLength: 400 }), (text) =>
        expect((snippetOf(text) ?? '').isWellFormed()).toBe(true),
      ),
    );
  });

  it.each([
    ['  two   words ', 'two words'],
    ['Subject\r\nBcc: x@y.example', 'Subject Bcc: x@y.example'],
    ['', undefined],
    ['\0\u202e', undefined],
  ])('makes %j one line', (text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });
});
