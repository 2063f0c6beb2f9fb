import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readSources } from '../../cli/parse.ts';
import { runScrub } from '../../cli/scrub.ts';

const fixtures = 'fixtures/emails';

/** The kinds, conversations and files of the mails of a folder. */
async function readingOf(folder: string) {
  const keys = new Map<string, number>();
  const read = await Array.fromAsync(readSources([folder], []));
  return read.map((mail) => {
    if ('error' in mail) return mail.error.code;
    const { classification, attachments } = mail.event;
    const thread = keys.get(mail.thread.key) ?? keys.set(mail.thread.key, keys.size).get(mail.thread.key);
    return { kind: classification.kind, thread, files: attachments.map(({ contentType }) => contentType) };
  });
}

describe('postern scrub', () => {
  let folder: string;
  let written: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-scrub-'));
    written = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = 0;
  });

  it('leaves kinds, conversations and files of every fixture as they are', async () => {
    const out = join(folder, 'safe');

    await runScrub([fixtures], { out, json: true });

    expect(JSON.parse(written.at(-1)!)).toMatchObject({ failed: 0, folder: out });
    expect(await readingOf(out)).toEqual(await readingOf(fixtures));
  }, 60_000);

  it('writes no name, address or domain of the mails', async () => {
    const out = join(folder, 'safe');
    await runScrub([fixtures], { out });

    const texts = readdirSync(out).map((name) => readFileSync(join(out, name), 'latin1'));

    for (const text of texts) expect(text).not.toMatch(/\b(?:ada|lovelace|hopper|customer\.example)\b/i);
  }, 60_000);

  it('gives mails of two calls the same stand-ins by the key in a file, which only its owner reads', async () => {
    const keyFile = join(folder, 'scrub.key');
    const mail = [join(fixtures, 'alternative.eml')];

    await runScrub(mail, { out: join(folder, 'one'), keyFile });
    await runScrub(mail, { out: join(folder, 'two'), keyFile });

    const [first, second] = ['one', 'two'].map((name) => readFileSync(join(folder, name, '000001.eml'), 'utf8'));
    expect(second).toBe(first);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a folder with files', [fixtures], fixtures, /is not empty/],
    ['standard input', ['-'], 'new', /twice/],
    ['a path that is absent', ['nowhere.eml'], 'new', /no such file/],
  ])('refuses %s', async (_, paths, out, message) => {
    await expect(runScrub(paths, { out: out === 'new' ? join(folder, out) : out })).rejects.toThrow(message);
    expect(existsSync(join(folder, out, '000001.eml'))).toBe(false);
  });
});
