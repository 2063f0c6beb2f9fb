import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { bodyDigestOf } from '../../lambdas/mime/body-digest.ts';
import { aMail, aMultipart, aPart, eventOfMail } from '../helpers/read-mail.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
/** The bytes of a mail of others that is one part in base64. */
const partOf = (name: string): Buffer => {
  const raw = theirs(name).toString('latin1');
  return Buffer.from(raw.slice(raw.search(/\r?\n\r?\n/)), 'base64');
};
const signed = partOf('smime-signed.eml');
const words = 'Please send the signed offer, Grüße.';

async function read(raw: string | Buffer) {
  const { body, attachments } = await eventOfMail(raw);
  return {
    text: body.text?.trim(),
    wrappers: body.wrappers,
    notice: body.notice,
    files: attachments.map(({ filename, verdict, within }) => [filename, verdict, within]),
  };
}

describe('openSmime', () => {
  it.each(['smime-signed.eml', 'smime-bare.eml', 'smime-signed-twice.eml'])(
    'reads the words and the files in %s, and looks into them',
    async (name) => {
      const { text, wrappers, notice, files } = await read(theirs(name));

      expect(text).toBe(words);
      expect(wrappers).toEqual([{ format: 'smime-signed', opened: true, signature: 'unverified' }]);
      expect(notice).toBeUndefined();
      expect(files[0]?.slice(0, 2)).toEqual(['smime.p7m', 'blocked']);
      expect(files.at(-1)).toEqual(['setup.exe', 'blocked', files.length - 2]);
    },
  );

  it.each<[string, string]>([
    ['the old spelling', 'Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m'],
    ['no parameters', 'Content-Type: application/pkcs7-mime'],
    ['capitals', 'Content-Type: Application/PKCS7-MIME; Smime-Type=Signed-Data'],
    ['CMS', 'Content-Type: application/cms'],
    ['a name alone', 'Content-Type: application/octet-stream; name="SMIME.P7M"'],
    [
      'a name in the disposition',
      'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=smime.p7m',
    ],
    ['the wrong kind in its type', 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m'],
  ])('knows it by %s', async (_, fields) => {
    expect((await read(aMail(aPart(fields, signed)))).text).toBe(words);
  });

  it('reads it within a list’s multipart, and keeps the footer', async () => {
    const part = aPart('Content-Type: application/pkcs7-mime; name=smime.p7m', signed);
    const { text } = await read(aMail(aMultipart('mixed', part, 'Content-Type: text/plain\n\nFooter of the list')));

    expect(text).toMatch(/^Please send the signed offer, Grüße\.\s+Footer of the list$/);
  });

  it.each<[string, string]>([
    ['as PEM', theirs('smime-signed.pem').toString()],
    ['in base64 without a word of it', signed.toString('base64').replace(/.{64}/g, '$&\n')],
  ])('reads it %s', async (_, sent) => {
    expect((await read(aMail(`Content-Type: application/pkcs7-mime; name=smime.p7m\n\n${sent}\n`))).text).toBe(words);
  });

  it('reads a long letter in pieces without lengths', async () => {
    expect((await read(theirs('smime-pieces.eml'))).text?.split('\n')).toHaveLength(1000);
  });

  it.each(['smime-encrypted.eml', 'smime-encrypted-gcm.eml'])('says that %s is encrypted', async (name) => {
    const { text, wrappers, notice, files } = await read(theirs(name));

    expect(text).toBeUndefined();
    expect(wrappers).toEqual([{ format: 'smime-encrypted', opened: false }]);
    expect(notice).toBe("This mail is encrypted with S/MIME: only the recipient's own key can open it.");
    expect(files).toEqual([['smime.p7m', 'unscanned', undefined]]);
  });

  it('takes a signed file out, and says nothing of the mail around it', async () => {
    const file = aPart(
      'Content-Type: application/pkcs7-mime\nContent-Disposition: attachment; filename=invoice.xml.p7m',
      theirs('invoice.xml.p7m'),
    );
    const { text, notice, files } = await read(
      aMail(aMultipart('mixed', 'Content-Type: text/plain\n\nSee the invoice.', file)),
    );

    expect(text).toBe('See the invoice.');
    expect(notice).toBeUndefined();
    expect(files).toEqual([
      ['invoice.xml.p7m', 'clean', undefined],
      ['invoice.xml', 'clean', 0],
    ]);
  });

  it('does not call a mail encrypted for an encrypted file', async () => {
    const file = aPart(
      'Content-Type: application/pkcs7-mime\nContent-Disposition: attachment; filename=plan.pdf.p7m',
      partOf('smime-encrypted.eml'),
    );

    expect((await read(aMail(aMultipart('mixed', 'Content-Type: text/plain\n\nHi.', file)))).notice).toBeUndefined();
  });

  it('opens compressed data (RFC 3274), and holds a bomb off', async () => {
    const entity = Buffer.from('Content-Type: text/plain\r\n\r\nSmall words.\r\n');
    const fields = 'Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z';
    const { text, wrappers } = await read(aMail(aPart(fields, compressed(deflateSync(entity)))));
    const bomb = deflateSync(Buffer.concat([entity, Buffer.alloc(200_000_000, 0x61)]));

    expect(text).toBe('Small words.');
    expect(wrappers).toEqual([{ format: 'smime-compressed', opened: true }]);
    expect(await read(aMail(aPart(fields, compressed(bomb))))).toMatchObject({
      wrappers: [{ format: 'smime', opened: false }],
      notice: 'The content of this mail is in the format S/MIME and could not be read.',
    });
  });

  it('keeps what is broken as the file that it is, and says so', async () => {
    const { wrappers, files } = await read(
      aMail(aPart('Content-Type: application/pkcs7-mime; name=smime.p7m', Buffer.from([0x30, 0x80, 0, 1, 2]))),
    );

    expect(wrappers).toEqual([{ format: 'smime', opened: false }]);
    expect(files).toEqual([['smime.p7m', 'unscanned', undefined]]);
  });

  it('finds nothing to say of certificates alone', async () => {
    expect(
      (
        await read(
          aMail(
            aPart(
              'Content-Type: application/pkcs7-mime; smime-type=certs-only; name=smime.p7m',
              theirs('detached.p7m'),
            ),
          ),
        )
      ).wrappers,
    ).toBeUndefined();
  });

  it('calls a signature beside the words clean, and one that hides content not', async () => {
    const signature = (bytes: Buffer): string =>
      aPart('Content-Type: application/pkcs7-signature; name=smime.p7s', bytes);
    const words = 'Content-Type: text/plain\n\nHi.';

    expect((await read(aMail(aMultipart('signed', words, signature(theirs('detached.p7m')))))).files).toEqual([
      ['smime.p7s', 'clean', undefined],
    ]);
    expect((await read(aMail(aMultipart('signed', words, signature(signed))))).files).toEqual([
      ['smime.p7s', 'unscanned', undefined],
    ]);
  });

  it('leaves the identity of the mail as it was before anything was opened', async () => {
    const { contentDigest, attachments } = await eventOfMail(theirs('smime-signed.eml'));

    expect(contentDigest).toBe(sha256('Offer', bodyDigestOf([]), attachments[0]!.sha256));
  });
});

/** CMS compressed data in DER. */
function compressed(bytes: Buffer): Buffer {
  const element = (tag: number, ...content: Buffer[]): Buffer => {
    const whole = Buffer.concat(content);
    const length = Buffer.alloc(5, 0x84);
    length.writeUInt32BE(whole.length, 1);
    return Buffer.concat([Buffer.from([tag]), length, whole]);
  };
  const identifier = (hex: string): Buffer => {
    const value = Buffer.from(hex, 'hex');
    return Buffer.concat([Buffer.from([6, value.length]), value]);
  };
  const content = element(0x30, identifier('2a864886f70d010701'), element(0xa0, element(4, bytes)));
  const algorithm = element(0x30, identifier('2a864886f70d0109100308'));
  const data = element(0x30, Buffer.from([2, 1, 0]), algorithm, content);
  return element(0x30, identifier('2a864886f70d0109100109'), element(0xa0, data));
}
