import { ConfigError } from '../lambdas/domain/errors.ts';
import { maskedLine, maskedValue } from './masking.ts';

/** One JSON line on standard output. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(maskedValue(value))}\n`);

/** One line for people on standard output. */
export const print = (text: string): void => void process.stdout.write(`${maskedLine(text)}\n`);

/** Lines for people on standard output. */
export const printLines = (lines: readonly string[]): void => lines.forEach(print);

/** A progress bar for long work, on standard error and only on a terminal. */
export function createProgress(what: string): { update(done: number, total: number): void; end(): void } {
  const isWatched = process.stderr.isTTY === true;
  return {
    update(done, total) {
      if (!isWatched) return;
      const width = 30;
      const filled = total === 0 ? width : Math.round((done / total) * width);
      process.stderr.write(`\r${what} [${'#'.repeat(filled)}${' '.repeat(width - filled)}] ${done}/${total}`);
    },
    end() {
      if (isWatched) process.stderr.write('\n');
    },
  };
}

/** In ms: a person reads no faster. */
const statusIntervalMs = 100;

/** A line about long work whose end nobody knows yet, on standard error and only on a terminal. */
export function createStatusLine(now: () => number = Date.now): { show(text: string): void; end(): void } {
  const isWatched = process.stderr.isTTY === true;
  let last = '';
  let shownAt = Number.NEGATIVE_INFINITY;
  let width = 0;
  const write = (): void => {
    process.stderr.write(`\r${last.padEnd(width)}`);
    width = last.length;
  };
  return {
    show(text) {
      last = text;
      if (!isWatched || now() - shownAt < statusIntervalMs) return;
      shownAt = now();
      write();
    },
    end() {
      if (!isWatched || last === '') return;
      write();
      process.stderr.write('\n');
    },
  };
}

/** Ends a verb with one clear line and exit code 1; POSTERN_DEBUG adds the stack. */
export function fail(error: unknown): never {
  const { message, code, stack } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOSPC: 'the disk is full; free some space and start again',
    EACCES: `no permission: ${message}`,
    ENOENT: `not found: ${message}`,
    ECONNREFUSED: 'nothing answers there; is the local pipeline running? Start it with: npm start',
  };
  // SQLite reports a full disk in its message, without a code.
  const kind = /disk is full/.test(message) ? 'ENOSPC' : (code ?? '');
  const line = error instanceof ConfigError ? message : (known[kind] ?? message);
  process.stderr.write(`postern: ${line}\n`);
  if (process.env.POSTERN_DEBUG && stack) process.stderr.write(`${stack}\n`);
  process.exit(1);
}
