import { strToU8, zipSync } from 'fflate';
import { newBudget } from '../../lambdas/inspect/budget.ts';
import { contentReasons, isOpened } from '../../lambdas/inspect/content.ts';

const pdf = Buffer.from('%PDF-1.4\n<< /S /Launch >>');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const zip = Buffer.from(zipSync({ 'run.exe': strToU8('x') }));
const content = (bytes: Buffer, detected?: string) => ({ filename: 'a', contentType: 'a/b', detected, bytes });

describe('contentReasons', () => {
  it.each<[string, Buffer, string | undefined, string[]]>([
    ['no bytes', Buffer.alloc(0), undefined, []],
    ['words', Buffer.from('Hello.'), undefined, []],
    ['a PDF that starts a program', pdf, 'application/pdf', ['pdf.launch']],
    ['an archive of a program', zip, 'application/zip', ['archive.executable']],
    ['an archive that nobody opens', Buffer.from('Rar!xxxx'), 'application/x-rar-compressed', ['archive.format']],
    ['a format that nobody knows', Buffer.from([1, 0, 2, 0, 3]), undefined, ['type.not-inspected']],
  ])('looks into %s', async (_name, bytes, detected, reasons) => {
    expect(await contentReasons(content(bytes, detected), 0, newBudget())).toEqual(reasons);
  });

  it('finds an archive at the end of another file', async () => {
    const reasons = await contentReasons(content(Buffer.concat([png, zip]), 'image/png'), 0, newBudget());

    expect(reasons).toContain('type.polyglot');
    expect(reasons).toContain('archive.executable');
  });
});

describe('isOpened', () => {
  it('tells formats that can be looked into from those that cannot', () => {
    const rar = content(Buffer.from('Rar!xxxx'), 'application/x-rar-compressed');

    expect([content(pdf), content(zip), content(Buffer.from([1, 0, 2])), rar].map(isOpened)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
