import fc from 'fast-check';
import libqp from 'libqp';
import { createQuotedPrintableDecoder, decodeQuotedPrintable } from '../../lambdas/mime/quoted-printable.ts';

/** Bits of text that matter to the encoding, put together in any order. */
const tricky = fc
  .array(
    fc.constantFrom('=', ' ', '\t', '\r', '\n', '\r\n', '=\r\n', '= \n', '==\n', '=41', '=e4', '4', 'A', 'x', 'ü'),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''));
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('quoted-printable', () => {
  it.each<[string, string, string]>([
    ['escapes in either case', 'Gr=FC=dfe', 'Gr\u00fc\u00dfe'],
    ['a soft line break', 'one =\r\nline', 'one line'],
    ['a soft line break with blanks behind it', 'one= \t\r\nline', 'oneline'],
    ['blanks before a line end', 'a \t\r\nb  \nc ', 'a\r\nb\nc'],
    ['blanks within a line', 'a \t b', 'a \t b'],
    ['an escape that is none', 'a=b =4 ==', 'a=b =4 ='],
    ['nothing', '', ''],
  ])('decodes %s', (_name, sent, decoded) => {
    expect(decodeQuotedPrintable(bytesOf(sent)).toString('latin1')).toBe(decoded);
  });

  it('decodes whatever is sent as libqp does', () => {
    fc.assert(
      fc.property(tricky, (text) => {
        expect(decodeQuotedPrintable(bytesOf(text))).toEqual(libqp.decode(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('decodes long lines piece by piece as the whole', () => {
    const text = `${'=C3=BC a'.repeat(30_000)}=\r\n${'b \r\n'.repeat(30_000)}`;
    const decoder = createQuotedPrintableDecoder();
    const decoded: Buffer[] = [];

    for (let at = 0; at < text.length; at += 10_007) decoded.push(decoder.decode(bytesOf(text.slice(at, at + 10_007))));
    decoded.push(decoder.end());

    expect(Buffer.concat(decoded).equals(decodeQuotedPrintable(bytesOf(text)))).toBe(true);
  });
});
