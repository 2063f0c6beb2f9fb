import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { openPgpMessage } from '../../lambdas/mime/pgp-message.ts';

const theirs = (name: string): string =>
  readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url), 'latin1').trimEnd();
const armored = (bytes: Uint8Array): string =>
  `-----BEGIN PGP MESSAGE-----\n\n${Buffer.from(bytes).toString('base64')}\n-----END PGP MESSAGE-----`;
const literal = Buffer.concat([Buffer.from([0xcb, 8, 0x74, 0, 0, 0, 0, 0]), Buffer.from('Hi')]);

describe('openPgpMessage', () => {
  it.each(['zip', 'zlib', 'none'])('reads what GnuPG signed with the compression %s', (how) => {
    const opened = openPgpMessage(theirs(`pgp-signed-${how}.asc`));

    expect(opened.kind === 'opened' && opened.bytes.toString()).toBe('Please call me today.\n\n- one\n-- \nJo\n');
  });

  it.each(['pgp-encrypted.asc', 'pgp-symmetric.asc'])('says that %s is encrypted', (name) => {
    expect(openPgpMessage(theirs(name))).toEqual({ kind: 'encrypted' });
  });

  it('says that it does not read BZip2', () => {
    expect(openPgpMessage(theirs('pgp-signed-bzip2.asc'))).toEqual({ kind: 'unreadable' });
  });

  it('reads bodies in pieces and in the old form', () => {
    const pieces = Buffer.concat([
      Buffer.from([0xcb, 0xe2]),
      literal.subarray(2, 6),
      Buffer.from([4]),
      literal.subarray(6),
    ]);
    const old = Buffer.concat([Buffer.from([0xac, 8]), literal.subarray(2)]);

    for (const bytes of [literal, pieces, old])
      expect(openPgpMessage(armored(bytes))).toEqual({ kind: 'opened', bytes: Buffer.from('Hi') });
  });

  it('does not inflate a bomb', () => {
    const bomb = Buffer.concat([Buffer.from([0xa3, 1]), deflateRawSync(Buffer.alloc(50_000_000))]);

    expect(openPgpMessage(armored(bomb))).toEqual({ kind: 'unreadable' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['opened', 'encrypted', 'unreadable']).toContain(openPgpMessage(armored(bytes)).kind);
      }),
      { numRuns: 1000 },
    );
    expect(openPgpMessage('')).toEqual({ kind: 'unreadable' });
  });
});
