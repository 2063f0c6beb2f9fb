import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { ConfigError } from '../lambdas/domain/errors.ts';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** Without the white space around them. */
  readonly fields: readonly string[];
}

/** A quote that is not closed, or that does not end its field: the records after it cannot be told apart. */
export class MalformedCsvError extends ConfigError {
  /** Line of the file at which the reader gave up, from 1. */
  readonly line: number;

  constructor(error: CsvError) {
    super(error.message, { cause: error });
    this.line = Number(error.lines);
  }
}

/** A record longer than this is an opening quote that is never closed, in bytes. */
const maxRecordBytes = 1024 * 1024;

/**
 * Reads the records of a CSV file (RFC 4180) as it streams by. A quoted field may hold commas, doubled quotes and line ends;
 * records may differ in their number of fields; empty lines and a byte order mark are left out.
 *
 * @throws MalformedCsvError that names the line, for a quote that is not closed or that does not end its field
 */
export async function* readCsv(input: Readable): AsyncGenerator<CsvRecord> {
  const parser = parse({
    info: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: maxRecordBytes,
  });
  // An error of the input reaches the loop below by the parser, which the pipeline destroys with it.
  pipeline(Readable.from(linesOf(input)), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>)
      yield { line: info.lines - lineEndsIn(record), fields: record.map((field) => field.trim()) };
  } catch (error) {
    if (error instanceof CsvError) throw new MalformedCsvError(error);
    throw error;
  }
}

/** A record with the option `info`; the parser's own stream is not typed. */
interface ParsedRecord {
  readonly record: readonly string[];
  /** `lines`: the line on which the record ends. */
  readonly info: { readonly lines: number };
}

/** The text with one spelling of line ends: the parser counts a quoted CR LF as two lines. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield `${line}\n`;
}

const lineEndsIn = (fields: readonly string[]): number =>
  fields.reduce((count, field) => count + field.split('\n').length - 1, 0);
