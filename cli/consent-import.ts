import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { compact } from '../lambdas/compact.ts';
import { changeOf } from '../lambdas/domain/consent/change.ts';
import type { Signal } from '../lambdas/domain/consent/signals.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { isMailable } from '../lambdas/domain/mail/address.ts';
import { type Purpose, purposes } from '../lambdas/domain/mail/purposes.ts';
import { connectConsent } from './consent-backend.ts';
import { readCsvLine } from './csv.ts';
import { isoTime } from './option-values.ts';
import { createProgress, print, printJson } from './output.ts';

export interface ImportOptions {
  readonly as: string;
  readonly purpose: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

/** What a row comes to, by the choice that somebody has to make for the whole file. */
const signals: Readonly<Record<string, Signal>> = {
  grandfathered: 'opt-in',
  unconfirmed: 'unconfirmed',
  out: 'unsubscribe',
  bounced: 'hard-bounce',
};

/** Rows without a time are older than anything that was ever said. */
const unknownTime = '1970-01-01T00:00:00.000Z';
const atOnce = 20;

/** Takes a CSV file over into the consent ledger; rows that cannot be taken are named and left out. */
export async function importConsent(file: string, options: ImportOptions): Promise<void> {
  const signal = signals[options.as];
  if (signal === undefined)
    throw new ConfigError(`--as: found "${options.as}", wants one of ${Object.keys(signals).join(', ')}`);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const hash = await backend.subjectHash();
  const lines = createInterface({ input: file === '-' ? process.stdin : createReadStream(file), crlfDelay: Infinity });
  const progress = createProgress('imported');
  const refused: Array<{ readonly line: number; readonly problem: string }> = [];
  const source = file === '-' ? 'standard input' : basename(file);
  let header: string[] | undefined;
  let [line, imported] = [0, 0];
  let batch: Array<Promise<void>> = [];
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    const fields = readCsvLine(text);
    if (header === undefined) {
      header = fields.map((name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/^\ufeff/, ''),
      );
      if (!header.includes('address') && !header.includes('email'))
        throw new ConfigError(`${source}: the first line wants a column called address or email`);
      continue;
    }
    const row = Object.fromEntries(header.map((name, index) => [name, fields[index]?.trim() ?? '']));
    const address = row.address || row.email || '';
    const purpose = purposes.find((known) => known === (row.purpose || options.purpose));
    const at = row.at ? isoTime(row.at) : new Date(unknownTime);
    const problem = !isMailable(address)
      ? 'no address that can be mailed'
      : purpose === undefined
        ? `purpose wants one of ${purposes.join(', ')}`
        : at === undefined
          ? 'at wants a time as in 2026-11-01T00:00:00Z'
          : at.getTime() > Date.now()
            ? 'at is in the future, and would outrank everything'
            : undefined;
    if (problem !== undefined) {
      refused.push({ line, problem });
      continue;
    }
    batch.push(take(address, purpose!, at!, row.source ?? ''));
    if (batch.length < atOnce) continue;
    await Promise.all(batch);
    batch = [];
    progress.update(imported, imported);
  }
  await Promise.all(batch);
  progress.end();
  if (options.json) printJson({ imported, refused });
  else {
    for (const { line: nth, problem } of refused) print(`line ${nth}: ${problem}`);
    print(`${imported} taken over as ${options.as}, ${refused.length} left out`);
  }
  process.exitCode = refused.length === 0 ? 0 : 1;

  async function take(address: string, purpose: Purpose, at: Date, from: string): Promise<void> {
    const change = compact({
      tenant,
      address,
      signal: signal!,
      purposes: signal !== 'hard-bounce' ? [purpose] : undefined,
      at: at.toISOString(),
      receivedAt: new Date().toISOString(),
      source: 'import' as const,
      evidence: `${source} ${from}`.trim(),
      reason: options.as === 'grandfathered' ? 'grandfathered' : undefined,
    });
    await backend.apply(changeOf(change, hash));
    imported += 1;
  }
}
