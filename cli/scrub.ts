import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { mailSources } from './mail-sources.ts';
import { createStatusLine, print, printJson } from './output.ts';
import { readSources } from './parse.ts';
import { namesOf } from './scrub/names-of-mails.ts';
import { createPseudonyms } from './scrub/pseudonyms.ts';
import { scrubMail } from './scrub/scrub-mail.ts';
import type { ScrubRules } from './scrub/scrub-text.ts';

interface ScrubOptions {
  readonly out: string;
  readonly keyFile?: string;
  readonly keepDomain?: readonly string[];
  readonly allWords?: boolean;
  readonly json?: boolean;
}

/** Bytes of a key. */
const keyBytes = 32;

/** Writes each mail anew without what names somebody, into a folder of its own. */
export async function runScrub(paths: readonly string[], options: ScrubOptions): Promise<void> {
  if (paths.includes('-')) throw new ConfigError('scrub reads its mails twice: name files or folders in place of -');
  const { out } = options;
  if (existsSync(out) && (await readdir(out)).length > 0)
    throw new ConfigError(`${out}: is not empty; name a new folder with --out`);
  await mkdir(out, { recursive: true });
  const rules: ScrubRules = {
    pseudonyms: createPseudonyms(await readKey(options.keyFile), new Set(options.keepDomain)),
    names: await readNames(paths),
    allWords: options.allWords ?? false,
  };
  const { written, failed } = await writeAll(paths, out, rules, options.json ?? false);
  const summary = { written, failed, folder: out };
  if (options.json) printJson(summary);
  else print(`${written} mails written to ${out}, ${failed} left out`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** The key in a file, which is made where it is absent: with it, mails of a later call get the same stand-ins. */
async function readKey(file: string | undefined): Promise<Buffer> {
  if (file === undefined) return randomBytes(keyBytes);
  if (!existsSync(file)) {
    const key = randomBytes(keyBytes);
    await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[\da-f]{64}$/i.test(text)) throw new ConfigError(`${file}: wants a key of 64 hex digits; a new file gets one`);
  return Buffer.from(text, 'hex');
}

/** The names in all mails: one that is only written in a text is known by another mail. */
async function readNames(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const status = createStatusLine();
  const names = new Set<string>();
  let read = 0;
  for await (const mail of readSources(paths, [])) {
    read += 1;
    status.show(`reading names: ${read} mails`);
    if ('event' in mail) for (const name of namesOf(mail.event)) names.add(name);
  }
  status.end();
  return names;
}

async function writeAll(
  paths: readonly string[],
  out: string,
  rules: ScrubRules,
  isJson: boolean,
): Promise<{ written: number; failed: number }> {
  const status = createStatusLine();
  let written = 0;
  let failed = 0;
  for await (const { source, index, open } of mailSources(paths)) {
    try {
      const scrubbed = await scrubMail(await buffer(open()), rules);
      // The names of the files may name somebody, too.
      await writeFile(join(out, `${String(written + 1).padStart(6, '0')}.eml`), scrubbed);
      written += 1;
    } catch (error) {
      failed += 1;
      const { message } = error as Error;
      if (isJson) printJson({ source, index, error: message });
      else print(`${source}${index === 0 ? '' : ` (${index})`}: left out: ${message}`);
    }
    status.show(`writing: ${written} mails`);
  }
  status.end();
  return { written, failed };
}
