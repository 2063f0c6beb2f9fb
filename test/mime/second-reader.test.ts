import { catalogue } from '../../fixtures/catalogue.ts';
import { attachmentPart, buildMail, htmlPart, noise, textPart } from '../../fixtures/mail-builder.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { readSecond } from '../../lambdas/mime/second-reader.ts';
import { disagreementsOf, type ReaderField } from '../../lambdas/parse/compare-readers.ts';

async function* once(raw: Buffer): AsyncGenerator<Uint8Array> {
  yield raw;
}

async function bothReadings(raw: Buffer) {
  const [first, second] = [await readMail(once(raw)), await readSecond(once(raw))];
  if (first.kind !== 'mail' || second.kind !== 'mail') throw new Error(`${first.kind}, ${second.kind}`);
  return { first, second };
}

/** Fixtures that the readers read differently, and why ours is meant. */
const known: Readonly<Record<string, readonly ReaderField[]>> = {
  // Bytes that name no charset: mailparser replaces them, ours finds Latin-1.
  'latin1-undeclared': ['words'],
  // Words of a multipart without a part: mailparser drops them.
  'malformed-boundary': ['words'],
  // mailparser takes the delivery status for words of the mail; ours is a part, which the bounce is read from.
  'null-sender-bounce': ['attachments', 'words'],
  // Bytes in a header (RFC 6532): mailparser replaces them where they are not UTF-8.
  'raw-8bit-header': ['subject'],
  // Two From fields: ours takes the first and says that there are several, mailparser the last.
  'two-from': ['sender'],
};

describe('second reader', () => {
  it.each(catalogue.map(({ name, raw }) => [name, raw] as const))(
    'reads %s as the first does, but for known differences',
    async (name, raw) => {
      const { first, second } = await bothReadings(raw);

      expect(disagreementsOf(first.mail, second.mail)).toEqual(known[name] ?? []);
      expect(second.mail.reader).toBe('second');
    },
  );

  it('keeps header, root type, file names and the bytes of files', async () => {
    const bytes = noise(3000);
    const raw = buildMail({
      headers: [
        'From: =?utf-8?q?Ad=C3=A4?= <ada@customer.example>',
        'Message-ID: <a@customer.example>',
        'X-Long: one\r\n two',
        'MIME-Version: 1.0',
      ],
      multipart: {
        subtype: 'mixed',
        parts: [
          textPart('Words ü'),
          htmlPart('<p>Words</p><script>x</script>'),
          attachmentPart('application/pdf', "a 'ü'.pdf", bytes),
        ],
      },
    });
    const { first, second } = await bothReadings(raw);

    expect(second.mail.headers).toEqual(first.mail.headers.map((field) => ({ ...field, value: expect.any(String) })));
    expect(second.mail).toMatchObject({
      messageId: 'a@customer.example',
      contentType: { type: 'multipart/mixed' },
      attachments: [{ filename: first.mail.attachments[0]!.filename, size: 3000, contentType: 'application/pdf' }],
    });
    expect(second.mail.html).not.toContain('script');
    expect(Buffer.concat(await Array.fromAsync(second.openAttachment(0)))).toEqual(bytes);
  });

  it('does not believe a sender about whom the readers differ', async () => {
    const { second } = await bothReadings(
      Buffer.from('From: <first@one.example>\r\nFrom: <second@two.example>\r\n\r\nWords\r\n'),
    );

    expect(second.mail.hasOneFrom).toBe(false);
  });

  it('keeps the parameters of a report and of an invitation', async () => {
    const reading = await readSecond(
      once(
        Buffer.from(
          'From: a@b.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nWords\r\n--b--\r\n',
        ),
      ),
    );

    expect(reading).toMatchObject({
      mail: { contentType: { type: 'multipart/report', reportType: 'delivery-status' } },
    });
  });
});
