import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailSources } from '../../cli/mail-sources.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

/** A folder with these files. */
function aFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sources-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Each mail as its place and its text. */
async function readAll(...paths: string[]): Promise<Array<[string, number, string]>> {
  const mails: Array<[string, number, string]> = [];
  for await (const { source, index, open } of mailSources(paths))
    mails.push([source, index, Buffer.concat(await Array.fromAsync(open())).toString()]);
  return mails;
}

describe('mailSources', () => {
  it('takes a file for one mail, as it stands', async () => {
    const path = join(aFolder({ 'a.eml': 'Subject: a\r\n\r\nFrom here on\n' }), 'a.eml');

    expect(await readAll(path)).toEqual([[path, 0, 'Subject: a\r\n\r\nFrom here on\n']]);
  });

  it('walks a folder in the order of its names, and leaves out what is no mail', async () => {
    const folder = aFolder({
      'b.eml': 'b',
      'a/z.eml': 'z',
      '.hidden': 'h',
      'notes.txt': 't',
      'x.json': '{}',
      'r.md': 'r',
    });

    expect((await readAll(folder)).map(([source, , text]) => [source.slice(folder.length + 1), text])).toEqual([
      ['a/z.eml', 'z'],
      ['b.eml', 'b'],
    ]);
  });

  it('splits an mbox at its From lines, and takes one > off those that are quoted', async () => {
    const text = 'From a@b Mon\nSubject: 1\n\n>From me\n>>From you\n> From him\nFrom c@d Tue\nSubject: 2\n\nend';
    const path = join(aFolder({ 'all.mbox': text }), 'all.mbox');

    expect(await readAll(path)).toEqual([
      [path, 0, 'Subject: 1\n\nFrom me\n>From you\n> From him\n'],
      [path, 1, 'Subject: 2\n\nend'],
    ]);
  });

  it('keeps lines whole that two pieces of the file share', async () => {
    const line = 'x'.repeat(150_000);
    const path = join(aFolder({ 'all.mbox': `From a@b\n${line}\nFrom c@d\n${line}\n` }), 'all.mbox');

    expect((await readAll(path)).map(([, , text]) => text)).toEqual([`${line}\n`, `${line}\n`]);
  });

  it('takes several paths, one after the other', async () => {
    const folder = aFolder({ 'a.eml': 'a', 'b.eml': 'b' });

    expect((await readAll(join(folder, 'b.eml'), join(folder, 'a.eml'))).map(([, , text]) => text)).toEqual(['b', 'a']);
  });

  it.each([
    ['a path that does not exist', '/nowhere/at/all.eml', /no such file or folder/],
    ['a folder without mail', aFolder({ 'notes.txt': 't' }), /no mail in it; wants \.eml or mbox files/],
  ])('refuses %s', async (_what, path, message) => {
    await expect(readAll(path)).rejects.toThrow(ConfigError);
    await expect(readAll(path)).rejects.toThrow(message);
  });
});
