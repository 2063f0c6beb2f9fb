import { readFileSync } from 'node:fs';
import { openWrappers } from '../../lambdas/mime/open-wrappers.ts';
import { createOpener } from '../../lambdas/mime/opener.ts';
import { splitMail } from '../../lambdas/mime/split-mail.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';
import { aMail, aMultipart, aPart, eventOfMail } from '../helpers/read-mail.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
const sheet = theirs('sheet.uu').toString('latin1');

async function read(raw: string | Buffer) {
  const { body, attachments } = await eventOfMail(raw);
  return { ...body, files: attachments.map(({ filename, size, verdict }) => [filename, size, verdict]) };
}

describe('openWrappers', () => {
  it('takes no promise and no copy for a plain mail', async () => {
    const limits = { maxBytes: 100_000, maxParts: 20, maxHeaderBytes: 10_000 };
    await using spool = createSpool();
    const mail = await splitMail(
      (async function* () {
        yield Buffer.from(aMail('Content-Type: text/plain\n\nWe begin today.\n'));
      })(),
      spool,
      limits,
    );
    if ('limit' in mail) throw new Error(mail.limit);

    expect(openWrappers(mail.leaves, createOpener(spool, limits))).toBe(mail.leaves);
  });

  it('takes files in a text out, inspects them, and leaves the words', async () => {
    const program = `begin 755 setup.exe\n${uuLine(Buffer.from('MZ\u0090\0\u0003', 'latin1'))}\n\`\nend\n`;
    const { text, wrappers, files } = await read(
      aMail(`Content-Type: text/plain\n\nSee below.\n\n${sheet}\n${program}\nJo\n`),
    );

    expect(text).toBe('See below.\n\n\n\nJo\n');
    expect(wrappers).toEqual([{ format: 'uuencode', opened: true }]);
    expect(files).toEqual([
      ['sheet one.bin', 768, expect.any(String)],
      ['setup.exe', 5, 'blocked'],
    ]);
  });

  it.each<[string, string]>([
    ['quoted-printable', sheet.replaceAll('=', '=3D')],
    ['base64', Buffer.from(sheet).toString('base64')],
  ])('finds them in a text in %s', async (encoding, sent) => {
    expect(
      (await read(aMail(`Content-Type: text/plain\nContent-Transfer-Encoding: ${encoding}\n\n${sent}\n`))).files,
    ).toHaveLength(1);
  });

  it('finds yEnc, whose bytes are no text', async () => {
    const raw = Buffer.concat([
      Buffer.from(aMail('Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\nHi\n')),
      theirs('sheet.ync'),
    ]);
    const { text, wrappers, files } = await read(raw);

    expect(text).toBe('Hi\n');
    expect(wrappers).toEqual([{ format: 'yenc', opened: true }]);
    expect(files).toEqual([['sheet one.bin', 768, expect.any(String)]]);
  });

  it('takes files out of a long text', async () => {
    const long = 'We begin again.\n'.repeat(40_000);
    const { text, files } = await read(aMail(`Content-Type: text/plain\n\n${long}${sheet}`));

    expect(text).toBe(long);
    expect(files).toHaveLength(1);
  });

  it.each(['x-uuencode', 'uuencode', 'X-UUE'])('decodes a part whose transfer encoding is %s', async (encoding) => {
    const part = `Content-Type: application/octet-stream; name=sheet.bin\nContent-Transfer-Encoding: ${encoding}\n\n${sheet}`;

    expect((await read(aMail(aMultipart('mixed', 'Content-Type: text/plain\n\nHi', part)))).files).toEqual([
      ['sheet.bin', 768, expect.any(String)],
    ]);
  });

  it('takes a file out of an attached text', async () => {
    const part = `Content-Type: text/plain\nContent-Disposition: attachment; filename=sheet.uu\n\n${sheet}`;
    const { attachments } = await eventOfMail(aMail(aMultipart('mixed', 'Content-Type: text/plain\n\nHi', part)));

    expect(attachments.map(({ filename, within }) => [filename, within])).toEqual([
      ['sheet.uu', undefined],
      ['sheet one.bin', 0],
    ]);
    expect(attachments[0]?.reasons).not.toContain('text.encoded-file');
  });

  it('takes the armor off signed words', async () => {
    const { text, reply, wrappers, notice } = await read(
      aMail(`Content-Type: text/plain\n\n${theirs('pgp-clear.asc')}`),
    );

    expect(text).toBe('Please call me today.\n\n- one\n-- \nJo\n');
    expect(reply?.text).toBe('Please call me today.\n\n- one');
    expect(wrappers).toEqual([{ format: 'pgp-signed', opened: true, signature: 'unverified' }]);
    expect(notice).toBeUndefined();
  });

  it('keeps the charset of signed words', async () => {
    const sent =
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nGr=FC=DFe\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n';

    expect(
      (
        await read(
          aMail(`Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n${sent}`),
        )
      ).text,
    ).toBe('Grüße\n');
  });

  it('takes the armor off in both forms of a mail', async () => {
    const html = `<pre>${theirs('pgp-clear.asc')}</pre>`;
    const { text, html: shown } = await read(
      aMail(
        aMultipart(
          'alternative',
          `Content-Type: text/plain\n\n${theirs('pgp-clear.asc')}`,
          `Content-Type: text/html\n\n${html}`,
        ),
      ),
    );

    expect(text).not.toContain('PGP');
    expect(shown).not.toContain('PGP');
    expect(shown).toContain('Please call me today.');
  });

  it('reads words that are signed within PGP’s own form', async () => {
    expect((await read(aMail(`Content-Type: text/plain\n\nHi\n${theirs('pgp-signed-zip.asc')}`))).text).toBe(
      'Hi\nPlease call me today.\n\n- one\n-- \nJo\n\n',
    );
  });

  it('says that words are encrypted, and keeps them as a file', async () => {
    const { text, wrappers, notice, files } = await read(
      aMail(`Content-Type: text/plain\n\n${theirs('pgp-encrypted.asc')}`),
    );

    expect(text).toBeUndefined();
    expect(wrappers).toEqual([{ format: 'pgp-encrypted', opened: false }]);
    expect(notice).toBe("This mail is encrypted with PGP: only the recipient's own key can open it.");
    expect(files).toEqual([['encrypted.asc', theirs('pgp-encrypted.asc').length, expect.any(String)]]);
  });

  it('says that PGP/MIME is encrypted (RFC 3156), also where a gateway broke its multipart', async () => {
    const parts = [
      'Content-Type: application/pgp-encrypted\n\nVersion: 1',
      `Content-Type: application/octet-stream; name=encrypted.asc\n\n${theirs('pgp-encrypted.asc')}`,
    ] as const;
    for (const subtype of ['encrypted', 'mixed'])
      expect((await read(aMail(aMultipart(subtype, ...parts)))).notice).toMatch(/encrypted with PGP/);
  });

  it('bounds the messages and the files of one text', async () => {
    const message = '-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n';
    const file = 'begin 644 a\n#AAAA\n`\nend\n';
    const { text, files } = await read(aMail(`Content-Type: text/plain\n\n${file.repeat(600)}${message.repeat(600)}`));

    expect(files).toHaveLength(1000);
    expect(text?.match(/BEGIN PGP/g)).toHaveLength(200);
  });

  it('ends with wrappers within wrappers', async () => {
    let raw = aMail('Content-Type: text/plain\n\nWords.\n');
    for (let depth = 0; depth < 30; depth += 1) raw = aMail(aPart('Content-Type: message/rfc822', Buffer.from(raw)));

    expect((await eventOfMail(raw)).attachments.length).toBeGreaterThan(0);
  });
});

function uuLine(bytes: Buffer): string {
  const sextets: number[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    sextets.push((bits >> 18) & 63, (bits >> 12) & 63, (bits >> 6) & 63, bits & 63);
  }
  return [bytes.length, ...sextets].map((sextet) => (sextet === 0 ? '`' : String.fromCharCode(sextet + 0x20))).join('');
}
