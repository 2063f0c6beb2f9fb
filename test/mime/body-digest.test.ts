import fc from 'fast-check';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { bodyDigestOf } from '../../lambdas/mime/body-digest.ts';
import type { Part } from '../../lambdas/mime/part.ts';

/** A text part whose bytes come in pieces; `size` decides which way they are hashed. */
const partOf = (contentType: string, pieces: readonly string[], size: number): Part =>
  ({
    contentType,
    leaf: {
      kind: 'text',
      size: () => size,
      bytes: () => Buffer.from(pieces.join(''), 'latin1'),
      pieces: () => pieces.map((piece) => Buffer.from(piece, 'latin1')),
    },
  }) as unknown as Part;

const large = 10 * 1024 * 1024;
const pieces = fc.array(
  fc.string({ unit: fc.constantFrom('\r', '\n', ' ', '\u00a0', '\t', '\v', '\u0085', '\u00ff', 'a'), maxLength: 6 }),
);

describe('digest of a body', () => {
  it('makes the same digest piece by piece as over the whole text, so that events keep their names', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 4 }), (parts) => {
        const asWhole = parts.map((part) => part.join('').replaceAll('\r\n', '\n').trimEnd());
        const expected = sha256(...asWhole.flatMap((text) => ['text/plain', text]));

        expect(bodyDigestOf(parts.map((part) => partOf('text/plain', part, 1)))).toBe(expected);
        expect(bodyDigestOf(parts.map((part) => partOf('text/plain', part, large)))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});
