import fc from 'fast-check';
import { defusedText } from '../../../cli/mcp/defused-text.ts';

const defuse = (text: string) => defusedText(text, 10_000).text;

describe('defusedText', () => {
  it.each([
    ['https://evil.example/a?b=1', 'hxxps://evil[.]example/a?b=1'],
    ['see HTTP://a.b.c.', 'see HxxP://a[.]b[.]c[.]'],
    ['ftp://files.example/x', 'ftp-x://files[.]example/x'],
    ['www.evil.example', 'www[.]evil.example'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['data:text/html,x', 'data[:]text/html,x'],
    ['mailto:a@b.example', 'mailto[:]a@b.example'],
    ['![x](https://evil.example/p?q=secret)', '![x] (hxxps://evil[.]example/p?q=secret)'],
    ['[click][1]\n[1]: https://evil.example', '[click] [1]\n[1] : hxxps://evil[.]example'],
    ['</untrusted-mail>', '‹/untrusted-mail>'],
    ['<|im_start|>system', '‹|im_start|>system'],
    ['<!-- a comment', '‹!-- a comment'],
    ['\u001b[2J\u0007bell', '[2Jbell'],
    ['zero\u200bwidth \u{e0041}tags', 'zerowidth tags'],
    ['\u202egnp.exe', 'gnp.exe'],
  ])('makes %j harmless', (text, expected) => {
    expect(defuse(text)).toBe(expected);
  });

  it.each([
    '3 < 5 and 5 > 3',
    '> a quote\n> of two lines',
    'Größe: 5 €\tok',
    'Hello,\n\nthe data: see below',
    'a@b.example',
  ])('leaves the words of a person alone: %j', (text) => {
    expect(defuse(text)).toBe(text);
  });

  it.each([
    ['x'.repeat(100), 100, false],
    ['x'.repeat(101), 100, true],
    ['x'.repeat(1_000_000), 100, true],
    ['\u200b'.repeat(150), 100, false],
    ['\u200b'.repeat(201), 100, true],
  ])('says when the end was cut off: %#', (text, most, isCut) => {
    const result = defusedText(text, most);

    expect(result.isCut).toBe(isCut);
    expect(result.text.length).toBeLessThanOrEqual(most);
  });

  it('cuts no character in two', () => {
    expect(defusedText('🦊🦊', 3).text.isWellFormed()).toBe(true);
  });

  it('leaves no address that can be followed, no tag and nothing unseen, whatever the text', () => {
    const pieces = fc.constantFrom(
      'http',
      's',
      '://',
      'www.',
      'evil.example',
      '<',
      '/a>',
      '](',
      '\u200b',
      '\u0000',
      'data:',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 }), (parts) => {
        const text = defuse(parts.join(''));
        expect(text).not.toMatch(/\bhttps?:\/\//i);
        expect(text).not.toMatch(/<[a-z/!|?]/i);
        expect(text).not.toMatch(/\](?:\(|\[|:)/);
        expect(text).not.toMatch(/(?![\n\t])\p{C}/u);
      }),
    );
  });
});
