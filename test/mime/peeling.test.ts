import fc from 'fast-check';
import { catalogue } from '../../fixtures/catalogue.ts';
import { attachmentPart, base64, buildMail, noise, textPart } from '../../fixtures/mail-builder.ts';
import { createBase64Decoder } from '../../lambdas/mime/base64.ts';
import { createQuotedPrintableDecoder } from '../../lambdas/mime/quoted-printable.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';

async function* inChunks(raw: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < raw.length; start += size) yield raw.subarray(start, start + size);
}

/** Everything that comes of a mail, with the bytes of its attachments. */
async function readingOf(raw: Buffer, chunkSize: number, peels: boolean) {
  const reading = await readMail(inChunks(raw, chunkSize), peels);
  if (reading.kind === 'unreadable') return reading;
  const bytes: string[] = [];
  for (const index of reading.mail.attachments.keys()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of reading.openAttachment(index)) chunks.push(chunk);
    bytes.push(Buffer.concat(chunks).toString('latin1'));
  }
  await reading[Symbol.asyncDispose]();
  return { mail: reading.mail, bytes };
}

const headers = ['From: lars@heavy.example', 'Message-ID: <peel@heavy.example>', 'MIME-Version: 1.0'];
const withAttachment = (body: string, encoding = 'base64'): Buffer =>
  buildMail({
    headers,
    multipart: {
      subtype: 'mixed',
      parts: [
        textPart('Words.\n'),
        { headers: ['Content-Type: application/zip; name="a.zip"', `Content-Transfer-Encoding: ${encoding}`], body },
        attachmentPart('application/pdf', 'last.pdf', noise(500, 7)),
      ],
    },
  });
const bytes = noise(9000);

const unusual: Readonly<Record<string, Buffer>> = {
  'regular lines': withAttachment(base64(bytes)),
  'one endless line': withAttachment(bytes.toString('base64')),
  'lines of 60': withAttachment(bytes.toString('base64').replace(/.{60}/g, '$&\r\n')),
  'lines that do not divide by four': withAttachment(bytes.toString('base64').replace(/.{75}/g, '$&\r\n')),
  'blank lines and blanks': withAttachment(base64(bytes).replace(/\r\n/g, ' \r\n\r\n')),
  'padding in the middle': withAttachment(`${base64('one')}\r\n${base64('four')}\r\n${base64(bytes)}`),
  'lines that begin with dashes': withAttachment(`${base64(bytes)}\r\n--not-a-boundary\r\n${base64(bytes)}`),
  'a boundary’s beginning': withAttachment(`${base64(bytes)}\r\n--=_part_1x\r\n${base64(bytes)}`),
  'no closing boundary': Buffer.from(
    withAttachment(base64(bytes))
      .toString('latin1')
      .replace(/--=_part_1--\r\n$/, ''),
    'latin1',
  ),
  'an inner boundary never closed': buildMail({
    headers,
    multipart: {
      subtype: 'mixed',
      parts: [
        {
          headers: ['Content-Type: multipart/mixed; boundary=inner'],
          body: `--inner\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\n${base64(bytes)}\n`,
        },
        textPart('After.\n'),
      ],
    },
  }),
  'an encoding in capitals with a comment': withAttachment(base64(bytes), 'BASE64 (as ever)'),
  'nothing in it': withAttachment(''),
};

describe('peeling of large parts', () => {
  it.each(Object.entries(unusual))(
    'gives what reading line by line gives, for %s',
    async (_name, raw) => {
      for (const mail of [raw, Buffer.from(raw.toString('latin1').replace(/\r\n/g, '\n'), 'latin1')]) {
        const plain = await readingOf(mail, mail.length, false);
        for (const size of [1, 2, 77, 78, 79, 1000, 4096, mail.length])
          expect(await readingOf(mail, size, true)).toEqual(plain);
      }
    },
    60_000,
  );

  it('gives it for every fixture', async () => {
    for (const { raw } of catalogue) {
      const plain = await readingOf(raw, 64, false);
      for (const size of [63, 700]) expect(await readingOf(raw, size, true)).toEqual(plain);
    }
  }, 60_000);

  it('keeps the bytes of an attachment that goes through the disk', async () => {
    const large = noise(3 * 1024 * 1024, 3);
    const mail = withAttachment(base64(large));
    const peeled = await readingOf(mail, 100_000, true);

    expect('bytes' in peeled && peeled.bytes[0] === large.toString('latin1')).toBe(true);
  });
});

describe('base64', () => {
  it('decodes what was encoded, however it is cut and wrapped', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom('\n', '\r\n', ' \r\n', '\r\n\r\n'),
        fc.integer({ min: 1, max: 200 }),
        (content, width, feed, cut) => {
          const sent = Buffer.from(
            Buffer.from(content)
              .toString('base64')
              .replace(new RegExp(`.{${width}}`, 'g'), `$&${feed}`),
          );
          const decoder = createBase64Decoder();
          const decoded: Buffer[] = [];
          for (let start = 0; start < sent.length; start += cut)
            decoded.push(...decoder.decode(sent.subarray(start, start + cut)));
          decoded.push(decoder.end());

          expect(Buffer.concat(decoded).equals(Buffer.from(content))).toBe(true);
        },
      ),
    );
  });
});

describe('quoted-printable', () => {
  const decoded = (sent: Buffer, cut: number): Buffer => {
    const decoder = createQuotedPrintableDecoder();
    const pieces: Buffer[] = [];
    for (let start = 0; start < sent.length; start += cut)
      pieces.push(decoder.decode(sent.subarray(start, start + cut)));
    return Buffer.concat([...pieces, decoder.end()]);
  };
  const escaped = (content: Buffer): string =>
    [...content].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

  it.each([
    ['lines with soft breaks', escaped(noise(60_000)).replace(/.{72}/g, '$&=\r\n')],
    ['one endless line', escaped(noise(60_000))],
  ])('decodes what was encoded in %s, however it is cut', (_name, sent) => {
    for (const cut of [997, 65_536, sent.length])
      expect(decoded(Buffer.from(sent), cut).equals(noise(60_000))).toBe(true);
  });

  it('keeps blanks within a line and drops those before its end', () => {
    expect(decoded(Buffer.from('a  b \t\r\nc=20\r\n'), 3).toString()).toBe('a  b\r\nc \r\n');
  });
});
