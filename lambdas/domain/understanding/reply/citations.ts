import { headerLinesAt } from './header-lines.ts';
import {
  cutMark,
  isBlank,
  isForwardMarker,
  isOriginalMarker,
  isQuoted,
  plain,
  quoteHeaderStart,
} from './quote-header.ts';

/** Longest citation: somebody who cites more than this answers to it. */
const maxLines = 20;

/** A run of marked lines: the index of its first line, and of the first line behind it. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The lines with quote marks that are the author's own citation: of a contract, of a console, of the mail that they answer.
 * They stand between the author's words, above any header of a quote or in a text without one. Answers between the lines
 * of a quote begin with the quote, or with its header.
 */
export function citedLines(lines: readonly string[]): ReadonlySet<number> {
  const runs = runsOf(lines);
  const cited = new Set<number>();
  const first = lines.findIndex((line) => !isBlank(line));
  if (runs.length === 0 || runs[0]!.start === first) return cited;
  const end = headerFrom(lines);
  for (const [nth, run] of runs.entries()) {
    if (run.end > end) break;
    const isBetween =
      hasOwnWords(lines, run.end, Math.min(end, runs[nth + 1]?.start ?? lines.length)) || end < lines.length;
    const isNested = lines.slice(run.start, run.end).some((line) => /^\s{0,3}>\s?>/.test(line));
    // The last run may be the quote: words behind it show that it is cited, or words that announce it.
    const isCited = isBetween || nth < runs.length - 1 || isAnnounced(lines, run.start);
    if (isCited && !isNested && run.end - run.start <= maxLines)
      for (let at = run.start; at < run.end; at += 1) cited.add(at);
  }
  return cited;
}

/** Whether the line right above ends in a colon, and is no header that names a time or an address. */
const isAnnounced = (lines: readonly string[], start: number): boolean =>
  /^[^\d@]{1,80}[:：]$/u.test(plain(lines[start - 1] ?? ''));

/** The runs of lines with `>`; the blank lines within a quote belong to it. */
function runsOf(lines: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!isMarked(lines[at]!)) continue;
    const start = at;
    while (at < lines.length && isMarked(lines[at]!)) at += 1;
    const last = runs.at(-1);
    const isJoined = last !== undefined && lines.slice(last.end, start).every((line) => isBlank(line));
    if (isJoined) runs[runs.length - 1] = { start: last.start, end: at };
    else runs.push({ start, end: at });
  }
  return runs;
}

const isMarked = (line: string): boolean => /^\s{0,3}>/.test(line);

/** The first line that belongs to a quote for sure: a header or a divider, also one with quote marks. */
function headerFrom(lines: readonly string[]): number {
  for (const [at, line] of lines.entries()) {
    if (line.startsWith(cutMark) || isOriginalMarker(line) || isForwardMarker(line)) return at;
    const next = lines.slice(at + 1, at + 7).find((below) => !isBlank(below));
    const start = quoteHeaderStart(lines, at, next !== undefined && isQuoted(next));
    if (start !== undefined) return start;
    if (headerLinesAt(lines, at, false) !== undefined) return at;
    if (isMarked(line) && isMarkedHeader(lines, at)) return at;
  }
  return lines.length;
}

/** Whether a marked line, perhaps with the one below it, is the header of a quote that a client marked as well. */
function isMarkedHeader(lines: readonly string[], at: number): boolean {
  const unmarked = [lines[at]!, lines[at + 1] ?? ''].map((line) => line.replace(/^\s{0,3}>\s?/, ''));
  return (
    isOriginalMarker(unmarked[0]!) ||
    quoteHeaderStart(unmarked, 0, false) !== undefined ||
    quoteHeaderStart(unmarked, 1, false) === 0
  );
}

const hasOwnWords = (lines: readonly string[], from: number, to: number): boolean =>
  lines.slice(from, to).some((line) => !isBlank(line));
