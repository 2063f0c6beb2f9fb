import { nameReasons } from '../../lambdas/inspect/names.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';

describe('the name of an attachment', () => {
  it.each(
    'rdp iqy oqy slk msc appinstaller msixbundle desktop searchConnector-ms library-ms website udl wsb theme mst ade vhd vhdx'
      .split(' ')
      .map((ending) => `invoice.${ending}`),
  )('says that a click runs %s, or what it leads to', (name) => {
    expect(nameReasons(name)).toContain('name.executable');
    expect(nameReasons(`report.pdf.${name.split('.')[1]}`)[0]).toBe('name.executable');
  });

  it.each(['a.psc1', 'a.pssc', 'a.ksh', 'a.pyz', 'a.msh2xml', 'a.vsmacros'])('says that %s is a script', (name) => {
    expect(nameReasons(name)).toContain('name.script');
  });

  it.each(['notes.one', 'notes.onepkg', 'book.xlsb', 'sheet.dotm', 'data.accdb'])(
    'says that %s may hold what runs',
    (name) => {
      expect(nameReasons(name)).toContain('name.macro-enabled');
    },
  );

  it.each([
    'report.pdf',
    'one',
    'desktop.png',
    'rdp',
    'my.theme.docx',
    'certificate.cer',
    'key.crt',
    'mail.eml',
    'x.so.txt',
  ])('says nothing against %s', (name) => {
    expect(nameReasons(name)).toEqual([]);
  });

  it('finds a hidden ending by the blanks of the name as sent, which our form of it has lost', async () => {
    const raw = [
      'From: a@x.example',
      'Subject: Invoice',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: application/octet-stream',
      `Content-Disposition: attachment; filename="invoice.pdf${' '.repeat(60)}.dat"`,
      '',
      'x',
      '--b--',
      '',
    ].join('\r\n');
    const reading = await readMail(
      (async function* () {
        yield Buffer.from(raw);
      })(),
    );
    if (reading.kind === 'unreadable') throw new Error(reading.code);
    await reading[Symbol.asyncDispose]();

    expect(reading.mail.attachments).toEqual([
      expect.objectContaining({ filename: 'invoice.pdf .dat', reasons: expect.arrayContaining(['name.padded']) }),
    ]);
    expect(reading.mail.attachments[0]?.verdict).not.toBe('clean');
  });
});
