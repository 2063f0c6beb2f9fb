import { compact } from '../../../compact.ts';
import { bannerLength } from './banner.ts';
import { citedLines } from './citations.ts';
import { type HeaderLines, headerLinesAt } from './header-lines.ts';
import {
  closesAddress,
  cutMark,
  isBareBar,
  isBlank,
  isEscapedFrom,
  isForwardMarker,
  isGroupWiseHeader,
  isOriginalMarker,
  isQuoted,
  isRule,
  plain,
  quoteHeaderStart,
  withoutMarks,
  wordsBeforeHeader,
} from './quote-header.ts';
import { splitSignature } from './signature.ts';

/** The words of the author of a mail, without their quotes. */
export interface Reply {
  /** Absent when the mail holds nothing of its own. */
  readonly text?: string;
  readonly signature?: string;
  /** Header of the mail that this one forwards or quotes in full, as the client wrote it. */
  readonly original?: HeaderLines['fields'];
  /** Whether a line says that the rest is forwarded. */
  readonly isForward: boolean;
  /** The number of quotes and quoted mails. */
  readonly quotes: number;
}

const maxLines = 20_000;

interface Stretches {
  readonly own: string[][];
  readonly quotes: number;
  readonly original?: HeaderLines['fields'];
  readonly isForward: boolean;
}

/**
 * Takes a text apart: the words of its author, without the quotes, their headers and the signature.
 *
 * Quotes may stand anywhere, and words between and below them stay. A divider or a header block ends the author's words,
 * because clients that draw one quote everything below it, unless nothing stands above. A doubtful line stays: a quote
 * too many is a nuisance, a lost word is a lost deal.
 */
export function readReply(text: string): Reply {
  const { own, quotes, original, isForward } = splitStretches(text.split('\n').slice(0, maxLines));
  const words: string[] = [];
  const signature: string[] = [];
  for (const stretch of own) {
    const split = splitSignature(stretch);
    if (split.words.some((line) => !isBlank(line))) words.push(tidy(split.words));
    signature.push(...split.signature);
  }
  // A line that the HTML calls a signature stays among the words where nothing else confirms it.
  const reply = withoutMarks(tidy(words.filter(Boolean).join('\n\n').split('\n')));
  const signed = withoutMarks(tidy(signature)).replace(/^(?:--|—|__)\s*(?:\n|$)/, '');
  return compact({
    text: reply !== '' ? reply : undefined,
    signature: signed.trim() !== '' ? signed.trim() : undefined,
    original: original,
    isForward,
    quotes,
  });
}

/** The text while it is split, line by line. */
interface Split {
  readonly lines: readonly string[];
  /** Lines with quote marks that are the author's; looked for when one stands above any quote. */
  cited?: ReadonlySet<number>;
  readonly own: string[][];
  quotes: number;
}

/** The index of the next line; or the end of the mail, when all below belongs to a quote. */
type Step = number | Pick<Stretches, 'isForward' | 'original'>;

function splitStretches(lines: readonly string[]): Stretches {
  const split: Split = { lines, own: [[]], quotes: 0 };
  const { own } = split;
  for (let index = bannerLength(lines); index < lines.length; ) {
    const step = stepAt(split, index);
    if (typeof step !== 'number') return { own, quotes: split.quotes, ...step };
    index = step;
  }
  return { own, quotes: split.quotes, isForward: false };
}

/** Takes in the line at the index: as a quote, as a divider, as the header of a quote, or as the author's own. */
function stepAt(split: Split, index: number): Step {
  const { lines } = split;
  const line = lines[index]!;
  if (isGroupWiseHeader(line) && hasOwn(split)) return endInQuote(split);
  if (isEscapedFrom(line) && !isQuotedAt(lines, index - 1) && !isQuotedAt(lines, index + 1))
    return keepLine(split, line.slice(1), index);
  if (split.quotes === 0 && isCited(split, index)) return keepLine(split, line, index);
  const broken = closesAddress(lines, index) ? headerStep(split, index) : undefined;
  if (broken !== undefined) return broken;
  if (isQuoted(line) || isTornOff(lines, index) || (isBareBar(line) && isAtBar(lines, index))) {
    const isFirst = index === 0 || !isQuoted(lines[index - 1]!);
    if (isFirst) startStretch(split);
    return index + 1;
  }
  return blockStep(split, index) ?? headerStep(split, index) ?? keepLine(split, withoutCutMark(line), index);
}

/** A divider or a header block ends the author's words, unless nothing is above and a quote with marks follows. */
function blockStep(split: Split, index: number): Step | undefined {
  const block = blockAt(split.lines, index);
  if (block === undefined) return undefined;
  // Lines above the first field may belong to the block as well.
  const stretch = split.own.at(-1)!;
  stretch.length = Math.max(0, stretch.length - Math.max(0, index - (block.header?.start ?? index)));
  startStretch(split);
  if (!block.isForward && !hasOwn(split) && isBelowQuoted(split.lines, block.end)) return block.end;
  return compact({ isForward: block.isForward, original: block.header?.fields });
}

/** The header of a quote takes back its lines above this one from the author's own. */
function headerStep(split: Split, index: number): Step | undefined {
  const { lines, own } = split;
  const next = nextFilled(lines, index + 1);
  const isBeforeQuote = next !== undefined && (isQuoted(lines[next]!) || lines[next]!.startsWith(cutMark));
  const start = quoteHeaderStart(lines, index, isBeforeQuote);
  if (start === undefined) return undefined;
  const stretch = own.at(-1)!;
  stretch.length = Math.max(0, stretch.length - (index - start));
  const words = wordsBeforeHeader(plain(lines[start]!));
  if (words !== undefined) stretch.push(words);
  if (!isBeforeQuote && hasOwn(split)) return endInQuote(split);
  startStretch(split);
  return isBeforeQuote ? index + 1 : indentedEnd(lines, index + 1);
}

/** The end of an indented quote below a header, where the author answers under it; the place itself without one. */
function indentedEnd(lines: readonly string[], from: number): number {
  const first = nextFilled(lines, from);
  if (first === undefined || !isIndented(lines[first]!)) return from;
  let at = first;
  while (at < lines.length && (isIndented(lines[at]!) || isBlank(lines[at]!))) at += 1;
  return at;
}

const isIndented = (line: string): boolean => /^(?: {2}|\t| ?\u00a0 ?)\s*\S/.test(line);

/** Whether a bar without words stands beside others: then it is no drawing of the author. */
const isAtBar = (lines: readonly string[], index: number): boolean =>
  [lines[index - 1], lines[index + 1]].some((line) => line !== undefined && /^ ?\|(?:\s|$)/.test(line));

function isCited(split: Split, index: number): boolean {
  if (!isQuotedAt(split.lines, index)) return false;
  split.cited ??= citedLines(split.lines);
  return split.cited.has(index);
}

function keepLine({ own }: Split, line: string, index: number): number {
  own.at(-1)!.push(line);
  return index + 1;
}

function endInQuote(split: Split): Step {
  startStretch(split);
  return { isForward: false };
}

function startStretch(split: Split): void {
  split.quotes += 1;
  if (split.own.at(-1)!.length > 0) split.own.push([]);
}

const hasOwn = ({ own }: Split): boolean => own.some((stretch) => stretch.some((line) => !isBlank(line)));

const withoutCutMark = (line: string): string => (line.startsWith(cutMark) ? line.slice(1) : line);

const isQuotedAt = (lines: readonly string[], index: number): boolean => isQuoted(lines[index] ?? '');

/**
 * Whether a line is the end of a quoted one that a client wrapped and did not mark: one line between two quoted ones
 * that goes on in the middle of a sentence. An answer would start anew, or leave a blank line.
 */
function isTornOff(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1] ?? '';
  const line = lines[index]!;
  if (!isQuotedAt(lines, index - 1) || !isQuotedAt(lines, index + 1)) return false;
  if (tornLink.test(line) || /^(?:wrote|schrieb|writes|a écrit|escribió|ha scritto)\s?:$/.test(line.trim()))
    return true;
  return above.length >= 66 && line.length < 40 && /^[\p{Ll}\d(]/u.test(line) && !/[.!?:]\s*$/.test(above);
}

/** A link alone on its line, longer than the lines of a client. */
const tornLink = /^<?(?:https?:\/\/|www\.)[^\s<>]{1,2000}>?[.,;)]?\s*$/i;

interface Block {
  readonly end: number;
  readonly header?: HeaderLines;
  readonly isForward: boolean;
}

/** A divider with or without the header of the mail below it, or such a header alone. */
function blockAt(lines: readonly string[], index: number): Block | undefined {
  const line = lines[index]!;
  const isForward = isForwardMarker(line);
  if (isForward || isOriginalMarker(line)) {
    const below = nextFilled(lines, index + 1);
    const header = below === undefined ? undefined : headerLinesAt(lines, below, true);
    return compact({ end: header?.end ?? index + 1, isForward, header: header });
  }
  if (line.startsWith(cutMark)) {
    const below = nextFilled(lines, line.length > 1 ? index : index + 1);
    const header = below === undefined ? undefined : headerLinesAt(lines, below, true);
    return compact({ end: header?.end ?? index + 1, isForward: false, header: header });
  }
  const start = isRule(line) ? nextFilled(lines, index + 1) : index;
  const header = start === undefined ? undefined : headerLinesAt(lines, start, start !== index);
  return header && { end: header.end, isForward: false, header };
}

function nextFilled(lines: readonly string[], from: number): number | undefined {
  for (let index = from; index < Math.min(lines.length, from + 6); index += 1)
    if (!isBlank(lines[index]!)) return index;
  return undefined;
}

/** Whether a quote with marks follows: then the author may have written below or within it. */
const isBelowQuoted = (lines: readonly string[], from: number): boolean => {
  const next = nextFilled(lines, from);
  return next !== undefined && isQuoted(lines[next]!);
};

/** Lines as they are shown: no blanks at the ends, no more than one empty line in a row. */
function tidy(lines: readonly string[]): string {
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return (text.includes('\n\n\n') ? text.replace(/\n{3,}/g, '\n\n') : text).replace(/^\n+/, '').trimEnd();
}
