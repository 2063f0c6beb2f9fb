import fc from 'fast-check';
import { type RtfToken, rtfTokens } from '../../lambdas/mime/rtf-tokens.ts';

const tokensOf = (rtf: string): unknown[] =>
  [...rtfTokens(Buffer.from(rtf, 'latin1'))].map((token: RtfToken) =>
    token.kind === 'bytes' ? token.bytes.toString('latin1') : token,
  );

describe('rtfTokens', () => {
  it('tells groups, words, symbols and bytes apart', () => {
    expect(tokensOf("{\\b0 bold\\par\r\n\\'fc\\{\\*\\u-10179?}")).toEqual([
      { kind: 'open' },
      { kind: 'word', name: 'b', value: 0 },
      'bold',
      { kind: 'word', name: 'par' },
      'ü',
      '{',
      { kind: 'symbol', name: '*' },
      { kind: 'word', name: 'u', value: -10179 },
      '?',
      { kind: 'close' },
    ]);
  });

  it('passes over raw bytes, also those that claim to be more than there are', () => {
    expect(tokensOf('a\\bin3 }}}b')).toEqual(['a', 'b']);
    expect(tokensOf('a\\bin999999 }}}b')).toEqual(['a']);
    expect(tokensOf('a\\bin-5 b')).toEqual(['a', 'b']);
  });

  it('comes to the end of any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\\', '{', '}', "'", 'bin', '9', ' ', 'u', '\n', 'ü'), { maxLength: 60 }),
        (all) => {
          expect(tokensOf(all.join('')).length).toBeLessThanOrEqual(all.length * 3);
        },
      ),
    );
  });
});
