import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { compact } from '../lambdas/compact.ts';
import { type ConsentChange, changeOf, type NewConsentChange } from '../lambdas/domain/consent/change.ts';
import type { Signal } from '../lambdas/domain/consent/signals.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { isMailable } from '../lambdas/domain/mail/address.ts';
import { type Purpose, purposes } from '../lambdas/domain/mail/purposes.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import { connectConsent } from './consent-backend.ts';
import { importSignals } from './consent-states.ts';
import { type CsvRecord, MalformedCsvError, readCsv } from './csv.ts';
import { isoTime } from './option-values.ts';
import { createProgress, printJson, printLines } from './output.ts';

export interface ImportOptions {
  readonly as: string;
  readonly purpose: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

/** Rows without a time are older than every change that the ledger holds. */
const unknownTime = '1970-01-01T00:00:00.000Z';
/** Changes that are applied at the same time. */
const concurrency = 20;

/** Takes a CSV file over into the consent ledger; rows that cannot be taken are listed and left out. */
export async function importConsent(file: string, options: ImportOptions): Promise<void> {
  const signal = importSignals[options.as];
  if (signal === undefined)
    throw new ConfigError(`--as: found "${options.as}", wants one of ${Object.keys(importSignals).join(', ')}`);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const source = file === '-' ? 'standard input' : basename(file);
  const report = await importRecords(
    readCsv(file === '-' ? process.stdin : createReadStream(file)),
    { apply: backend.apply, subjectFor: await backend.subjectHash(), now: () => new Date() },
    { tenant, signal, source, state: options.as, purpose: options.purpose },
  );
  if (options.json) printJson(report);
  else printLines(importLines(report, options.as));
  process.exitCode = report.refused.length === 0 ? 0 : 1;
}

interface ImportPorts {
  readonly apply: (change: ConsentChange) => Promise<void>;
  readonly subjectFor: SubjectHash;
  readonly now: () => Date;
}

/** Settings of a whole file. */
export interface ImportSettings {
  readonly tenant: string;
  readonly signal: Signal;
  /** The file's name, which becomes part of the evidence of each change. */
  readonly source: string;
  /** The value of `--as`. */
  readonly state: string;
  /** The purpose of rows that have none of their own. */
  readonly purpose: string;
}

/** The report for people. @param state the value of `--as` */
export const importLines = ({ imported, refused }: ImportReport, state: string): string[] => [
  ...refused.map(({ line, problem }) => `line ${line}: ${problem}`),
  `${imported} taken over as ${state}, ${refused.length} left out`,
];

/** The outcome of an import; with `--json` the keys of its line. */
interface ImportReport {
  readonly imported: number;
  readonly refused: ReadonlyArray<{ readonly line: number; readonly problem: string }>;
}

/**
 * Applies the rows of a CSV file as changes of consent, some of them at a time. A malformed quote ends the import; what was
 * begun before it is finished and reported.
 *
 * @param records the header first: `address` or `email`, and optionally `purpose`, `at` and `source`
 * @throws ConfigError for a header without a column of addresses
 */
export async function importRecords(
  records: AsyncIterable<CsvRecord>,
  { apply, subjectFor, now }: ImportPorts,
  settings: ImportSettings,
): Promise<ImportReport> {
  const progress = createProgress('imported');
  const refused: Array<{ line: number; problem: string }> = [];
  let imported = 0;
  let batch: Array<Promise<void>> = [];
  const finishBatch = async (): Promise<void> => {
    imported += (await Promise.all(batch)).length;
    batch = [];
    progress.update(imported, imported);
  };
  try {
    let columns: string[] | undefined;
    for await (const { line, fields } of records) {
      if (columns === undefined) {
        columns = columnsOf(fields, settings.source);
        continue;
      }
      const row = decodeRow(columns, fields, settings.purpose, now());
      if ('problem' in row) refused.push({ line, problem: row.problem });
      else batch.push(apply(changeOf(changeOfRow(row, settings, now()), subjectFor)));
      if (batch.length >= concurrency) await finishBatch();
    }
  } catch (error) {
    if (!(error instanceof MalformedCsvError)) throw error;
    refused.push({ line: error.line, problem: error.message });
  }
  await finishBatch();
  progress.end();
  return { imported, refused };
}

function columnsOf(header: readonly string[], source: string): string[] {
  const columns = header.map((name) => name.toLowerCase());
  if (columns.includes('address') || columns.includes('email')) return columns;
  throw new ConfigError(`${source}: the first line wants a column called address or email`);
}

interface ImportRow {
  readonly address: string;
  readonly purpose: Purpose;
  readonly at: Date;
  readonly source: string;
}

/** One row, or the reason why it cannot be taken over. */
function decodeRow(
  columns: readonly string[],
  fields: readonly string[],
  defaultPurpose: string,
  now: Date,
): ImportRow | { readonly problem: string } {
  const field = (name: string): string => fields[columns.lastIndexOf(name)] ?? '';
  const address = field('address') || field('email');
  const time = field('at') || unknownTime;
  const purposeName = field('purpose') || defaultPurpose;
  const [purpose, at] = [purposes.find((known) => known === purposeName), isoTime(time)];
  if (!isMailable(address)) return { problem: 'no address that can be mailed' };
  if (purpose === undefined) return { problem: `purpose wants one of ${purposes.join(', ')}` };
  if (at === undefined) return { problem: 'at wants a time as in 2026-11-01T00:00:00Z' };
  if (at > now) return { problem: 'at is in the future, and would outrank everything' };
  return { address, purpose, at, source: field('source') };
}

const changeOfRow = (
  { address, purpose, at, source: rowSource }: ImportRow,
  { tenant, signal, source, state }: ImportSettings,
  now: Date,
): NewConsentChange =>
  compact({
    tenant,
    address,
    signal,
    // A mailbox that is gone is gone for every purpose.
    purposes: signal === 'hard-bounce' ? undefined : [purpose],
    at: at.toISOString(),
    receivedAt: now.toISOString(),
    source: 'import',
    evidence: `${source} ${rowSource}`.trim(),
    reason: state === 'grandfathered' ? 'grandfathered' : undefined,
  });
