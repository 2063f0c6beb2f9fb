import { strToU8, zipSync } from 'fflate';
import { sha256Of } from '../../lambdas/domain/mail/identity.ts';
import { readAttachments, withShown } from '../../lambdas/mime/attachments.ts';
import { createOpener } from '../../lambdas/mime/opener.ts';
import { splitMail } from '../../lambdas/mime/split-mail.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';
import { aTnef } from '../helpers/tnef.ts';

const limits = { maxBytes: 100_000, maxParts: 20, maxHeaderBytes: 10_000 };

/** The attachments of a multipart with these parts, each without its bytes but for their text. */
async function attachmentsOf(
  parts: ReadonlyArray<{ readonly head: string; readonly bytes: Uint8Array; readonly isPlain?: boolean }>,
) {
  const raw = [
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
    ...parts.map(({ head, bytes, isPlain }) =>
      isPlain
        ? `--b\r\n${head}\r\n\r\n${Buffer.from(bytes).toString()}\r\n`
        : `--b\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
    ),
    '--b--\r\n',
  ].join('');
  await using spool = createSpool();
  const mail = await splitMail(
    (async function* () {
      yield Buffer.from(raw);
    })(),
    spool,
    limits,
  );
  if ('limit' in mail) throw new Error(mail.limit);
  const { attachments, tnef } = await readAttachments(mail.leaves, createOpener(spool, limits));
  const contents = await Promise.all(
    attachments.map(async ({ spooled }) => Buffer.concat(await Array.fromAsync(spooled.open())).toString()),
  );
  return { attachments, described: attachments.map(({ described }) => described), contents, tnef };
}

describe('readAttachments', () => {
  it('describes and inspects each attachment, and leaves the text out', async () => {
    const { described, contents, tnef } = await attachmentsOf([
      { head: 'Content-Type: text/plain', bytes: Buffer.from('Hi.') },
      {
        head: 'Content-Type: text/csv\r\nContent-Disposition: attachment; filename="list.csv"\r\nContent-ID: <l@c.example>',
        bytes: Buffer.from('a,b\n'),
      },
    ]);

    expect(described).toEqual([
      {
        filename: 'list.csv',
        contentType: 'text/csv',
        size: 4,
        sha256: sha256Of(Buffer.from('a,b\n')),
        contentId: 'l@c.example',
        disposition: 'attachment',
        isShown: false,
        verdict: 'clean',
        reasons: [],
      },
    ]);
    expect(contents).toEqual(['a,b\n']);
    expect(tnef).toBeUndefined();
  });

  it('takes the files out of a TNEF part, and keeps the part', async () => {
    const bytes = aTnef([{ short: 'A.TXT', long: 'plan.txt', type: 'Text/Plain', bytes: Buffer.from('the plan') }]);
    const { described, contents, tnef } = await attachmentsOf([
      { head: 'Content-Type: application/ms-tnef; name=winmail.dat', bytes },
    ]);

    expect(described.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['winmail.dat', 'application/ms-tnef'],
      ['plan.txt', 'text/plain'],
    ]);
    expect(contents[1]).toBe('the plan');
    expect(tnef?.attachments).toHaveLength(1);
  });

  it.each<[string, string, Uint8Array, string, string]>([
    ['a program by its name', 'setup.exe', Buffer.from('MZ'), 'blocked', 'name.executable'],
    [
      'a name that turns its direction around',
      '=?utf-8?Q?cod=E2=80=AEfdp.pdf?=',
      Buffer.from('a'),
      'suspicious',
      'name.bidirectional-override',
    ],
    ['an archive with a program', 'a.zip', zipSync({ 'run.exe': strToU8('MZ') }), 'blocked', 'archive.executable'],
  ])('blocks or suspects %s', async (_name, filename, bytes, verdict, reason) => {
    const { described } = await attachmentsOf([
      {
        head: `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${filename}"`,
        bytes,
      },
    ]);

    expect(described[0]).toMatchObject({ verdict, reasons: expect.arrayContaining([reason]) });
  });

  it('cuts a content type and a Content-ID at what their RFCs allow', async () => {
    const { described } = await attachmentsOf([
      {
        head: `Content-Type: application/${'x'.repeat(400)}\r\nContent-ID: <${'y'.repeat(2000)}>`,
        bytes: Buffer.from('a'),
      },
    ]);

    expect([described[0]?.contentType.length, described[0]?.contentId?.length]).toEqual([255, 998]);
  });

  it.each<[string, string, string[]]>([
    ['AMP', 'text/x-amp-html', []],
    ['the form for a watch', 'text/watch-html', []],
    ['enriched text', 'text/enriched', []],
    ['an invitation', 'text/calendar; method=REQUEST', ['text/calendar']],
    ['a business card', 'text/vcard', ['text/vcard']],
    ['a PDF of the same words', 'application/pdf', ['application/pdf']],
    ['a named text', 'text/x-amp-html; name=a.html', ['text/x-amp-html']],
  ])('takes %s beside the words as another form of them, or as a file', async (_name, type, files) => {
    const raw = `--c\r\nContent-Type: text/plain\r\n\r\nHi.\r\n--c\r\nContent-Type: ${type}\r\n\r\nx\r\n--c--`;
    const { described } = await attachmentsOf([
      { head: 'Content-Type: multipart/alternative; boundary=c', bytes: Buffer.from(raw), isPlain: true },
    ]);

    expect(described.map(({ contentType }) => contentType)).toEqual(files);
  });

  it('keeps the only form of the words as a file, so that nothing is lost', async () => {
    const raw = '--c\r\nContent-Type: text/x-amp-html\r\n\r\nx\r\n--c--';
    const { described } = await attachmentsOf([
      { head: 'Content-Type: multipart/alternative; boundary=c', bytes: Buffer.from(raw), isPlain: true },
    ]);

    expect(described).toHaveLength(1);
  });

  it('finds data that must not travel on in text files, in any charset', async () => {
    const card = 'number;owner\n4111 1111 1111 1111;Ada\n';
    const { described } = await attachmentsOf([
      { head: 'Content-Type: text/csv; name=a.csv', bytes: Buffer.from(card) },
      {
        head: 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=b.txt',
        bytes: Buffer.from(`\ufeff${card}`, 'utf16le'),
      },
      {
        head: 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=c.txt',
        bytes: Buffer.from('nothing of that kind'),
      },
      { head: 'Content-Type: application/zip; name=d.zip', bytes: zipSync({ 'a.csv': strToU8(card) }) },
    ]);

    const found = [{ rule: 'card-number', count: 1 }];
    expect(described.map(({ dataRules }) => dataRules)).toEqual([found, found, undefined, undefined]);
  });
});

describe('withShown', () => {
  it.each<[string, string | undefined, boolean]>([
    ['names it', '<img src="cid:logo@x">', true],
    ['names it in percent escapes', '<img src="cid:logo%40x">', true],
    ['names it in entities', '<img src=cid:logo&#64;x>', true],
    ['names it in a style', '<td style="background:url(cid:logo@x)">', true],
    ['names another', '<img src="cid:logo2@x">', false],
    ['names none', '<p>Hi.</p>', false],
    ['is missing', undefined, false],
  ])('says whether the HTML shows a picture: it %s', async (_name, html, isShown) => {
    const head = 'Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline';
    const { attachments } = await attachmentsOf([{ head, bytes: Buffer.from('89504e470d0a1a0a', 'hex') }]);

    expect(withShown(attachments, html).map((attachment) => attachment.isShown)).toEqual([isShown]);
  });
});
