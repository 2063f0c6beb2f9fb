import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mayHoldArmor, withoutArmor, withoutHtmlArmor } from '../../lambdas/mime/pgp-armor.ts';

const clear = readFileSync(new URL('wrapped-by-others/pgp-clear.asc', import.meta.url), 'latin1');
const nothing = (): string => '';
const signature =
  '-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEzBAEBCAAd\n=abcd\n-----END PGP SIGNATURE-----\n';

describe('withoutArmor', () => {
  it('gives the words that GnuPG signed', () => {
    expect(withoutArmor(clear, nothing)).toEqual({ text: 'Please call me today.\n\n- one\n-- \nJo\n', isSigned: true });
  });

  it('keeps what stands around the signed words', () => {
    const sent = `Hi\n${clear}Footer of the list\n`;

    expect(withoutArmor(sent, nothing)?.text).toBe('Hi\nPlease call me today.\n\n- one\n-- \nJo\nFooter of the list\n');
  });

  it.each<[string, string, string]>([
    ['no header', '-----BEGIN PGP SIGNED MESSAGE-----\n\nYes.\n', 'Yes.\n'],
    ['several digests', '-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\nHash: SHA1\r\n\r\nYes.\r\n', 'Yes.\r\n'],
    [
      'dashes that were not escaped',
      '-----BEGIN PGP SIGNED MESSAGE-----\nNotDashEscaped: You need GnuPG\n\n- Yes.\n',
      '- Yes.\n',
    ],
    ['no blank line', '-----BEGIN PGP SIGNED MESSAGE-----\nYes.\n', 'Yes.\n'],
  ])('reads a block with %s', (_, opening, words) => {
    expect(withoutArmor(opening + signature, nothing)?.text).toBe(words);
  });

  it('keeps the words behind a signature that was cut off', () => {
    const cut =
      '-----BEGIN PGP SIGNED MESSAGE-----\n\nYes.\n-----BEGIN PGP SIGNATURE-----\n\niQEz\nWe see us tomorrow, then.\n';

    expect(withoutArmor(cut, nothing)?.text).toBe('Yes.\nWe see us tomorrow, then.\n');
  });

  it('hands each message over and puts the answer in its place', () => {
    const block = '-----BEGIN PGP MESSAGE-----\n\nAAAA\n=abcd\n-----END PGP MESSAGE-----';
    const read = withoutArmor(`Hi\n${block}\nBye\n${block}\n`, (message) => `<${message.length}>`);

    expect(read).toEqual({ text: `Hi\n<${block.length}>\nBye\n<${block.length}>\n`, isSigned: false });
  });

  it('keeps the words behind a message that was cut off', () => {
    const read = withoutArmor('-----BEGIN PGP MESSAGE-----\n\nAAAA\nWe see us tomorrow, then.\n', nothing);

    expect(read?.text).toBe('\nWe see us tomorrow, then.\n');
  });

  it.each(['Just words', '> -----BEGIN PGP SIGNED MESSAGE-----\n> Hi', 'see -----BEGIN PGP MESSAGE-----'])(
    'finds nothing in %j',
    (text) => {
      expect(withoutArmor(text, nothing)).toBeUndefined();
    },
  );

  it('loses no word outside of armor', () => {
    const line = fc.constantFrom(
      '-----BEGIN PGP SIGNED MESSAGE-----',
      '-----BEGIN PGP SIGNATURE-----',
      '-----END PGP SIGNATURE-----',
      '-----BEGIN PGP MESSAGE-----',
      '-----END PGP MESSAGE-----',
      'Hash: SHA256',
      '',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const sent = lines.map((text, nth) => `${text}\nThese are words, ${nth}.`).join('\n');
        const read = withoutArmor(sent, nothing)?.text ?? sent;

        for (const nth of lines.keys()) expect(read).toContain(`These are words, ${nth}.`);
      }),
    );
  });
});

describe('withoutHtmlArmor', () => {
  it('takes the armor off and leaves the markup whole', () => {
    const html = `<p>-----BEGIN PGP SIGNED MESSAGE-----<br>Hash: SHA256<br><br>Please call.</p><p>${signature.replaceAll('\n', '<br>')}</p>`;
    const read = withoutHtmlArmor(html);

    expect(read?.text.replaceAll('<br>', '')).toBe('<p>Please call.</p><p></p>');
    expect(read?.isSigned).toBe(true);
  });

  it('leaves other HTML alone', () => {
    expect(withoutHtmlArmor('<p>BEGIN PGP</p>')).toBeUndefined();
  });
});

describe('mayHoldArmor', () => {
  it('searches for the opening', () => {
    expect(mayHoldArmor(Buffer.from(clear))).toBe(true);
    expect(mayHoldArmor(Buffer.from('-----BEGIN CERTIFICATE-----'))).toBe(false);
  });
});
