import fc from 'fast-check';
import { createTextBase64Decoder } from '../../lambdas/mime/text-base64.ts';

function decoded(...chunks: readonly string[]): string {
  const decoder = createTextBase64Decoder();
  return Buffer.concat([...chunks.flatMap((chunk) => decoder.decode(Buffer.from(chunk))), decoder.end()]).toString();
}

describe('createTextBase64Decoder', () => {
  it.each<[string, string, string]>([
    ['base64', 'SGVsbG8gd29yZHMuCg==\r\n', 'Hello words.\n'],
    ['base64 with blanks between its groups', 'SGVs bG8g d29y ZHMu Cg==\r\n', 'Hello words.\n'],
    ['base64 with marks of a quote', 'SGVs\n> bG8g\n> d29yZHMuCg==\n', 'Hello words.\n'],
    ['two values of base64', 'SGk=\nSGk=\n', 'HiHi'],
    ['base64 without padding', 'SGVsbG8gd29yZHMuC', 'Hello words.'],
    ['base64 and the footer of a list', 'SGVsbG8uCg==\n-- \nList: x\n', 'Hello.\n\n-- \nList: x\n'],
    ['words that were never encoded', 'Hello words, never encoded!\n', 'Hello words, never encoded!\n'],
    ['short words', 'No, thanks. Bye\n', 'No, thanks. Bye\n'],
  ])('gives the words of %s', (_name, sent, text) => {
    expect(decoded(sent)).toBe(text);
  });

  it('decodes any text in chunks of any size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 1, max: 100 }), (text, size) => {
        const lines = (
          Buffer.from(text)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join('\r\n');

        expect(decoded(...(lines.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []))).toBe(text.toWellFormed());
      }),
    );
  });
});
