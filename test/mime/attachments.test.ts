import { strToU8, zipSync } from 'fflate';
import { sha256Of } from '../../lambdas/domain/mail/identity.ts';
import { readAttachments } from '../../lambdas/mime/attachments.ts';
import { createOpener } from '../../lambdas/mime/opener.ts';
import { splitMail } from '../../lambdas/mime/split-mail.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';
import { aTnef } from '../helpers/tnef.ts';

const limits = { maxBytes: 100_000, maxParts: 20, maxHeaderBytes: 10_000 };

/** The attachments of a multipart with these parts, each without its bytes but for their text. */
async function attachmentsOf(parts: ReadonlyArray<{ readonly head: string; readonly bytes: Uint8Array }>) {
  const raw = [
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
    ...parts.map(
      ({ head, bytes }) =>
        `--b\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
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
  return { described: attachments.map(({ described }) => described), contents, tnef };
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
        related: false,
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
});
