import { anyOf } from '../../mail/any-of.ts';
import { withoutEnd, withoutStart } from '../../mail/text.ts';
import {
  appleForward,
  forwardMarker,
  headerOpening,
  originalMarker,
  quotingOpening,
  quotingWords,
  replyAbove,
  wroteAtEnd,
  wroteVerb,
} from './quote-words.ts';

/** Marks of the HTML reader in its text: private use characters, which the mail's own words do not keep. */
export const cutMark = '\ue000';
export const signatureMark = '\ue003';

/** The words of a mail without characters that would pass for our marks. */
export const withoutMarks = (text: string): string =>
  /[\ue000\ue003]/.test(text) ? text.replace(/[\ue000\ue003]/g, '') : text;

const dated = /\b(?:19|20)\d\d\b|(?:19|20)\d\d年|\d{1,2}[:.h]\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/u;
const addressed = /[^\s<>@"']@[^\s<>@"']|\[mailto:/u;

const invisible = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A line as it is compared: without invisible marks, emphasis and no-break blanks. */
export const plain = (line: string): string =>
  /[^\t-~]/.test(line)
    ? line
        .replace(invisible, '')
        .replace(/\u00a0/g, ' ')
        .trim()
    : line.trim();

/** Whether a line shows nothing. Most lines have a letter or a mark of ASCII near their start. */
export const isBlank = (line: string): boolean =>
  line === '' || (!isMark(line.charCodeAt(0)) && !/[!-~]/.test(line) && plain(line) === '');

/** Printable ASCII but the blank. */
const isMark = (code: number): boolean => code >= 0x21 && code <= 0x7e;
const isUpperCase = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** Quote marks: `>`, initials before it (supercite), and the bar of some clients where it is no table. */
export function isQuoted(line: string): boolean {
  if (line === '') return false;
  // Most lines begin with a letter, which only initials do of all quote marks.
  const first = line.charCodeAt(0);
  if (isUpperCase(first)) return (line[2] === '>' || line[3] === '>') && initials.test(line);
  if (isMark(first) && !'>&|'.includes(line[0]!)) return false;
  return /^\s{0,3}(?:>|&gt;)/.test(line) || initials.test(line) || (/^ ?\| /.test(line) && !/\|/.test(line.slice(3)));
}

/** Initials of the quoted author before a quote mark. */
const initials = /^\s{0,8}[A-Z][A-Za-z]{1,2}> /;

/** Longest GroupWise header: name, address and date, and the blanks behind them. */
const maxGroupWiseLength = 400;

/** Whether a line is a bar of such a quote with nothing behind it. */
export const isBareBar = (line: string): boolean => /^ ?\|\s{0,3}$/.test(line);

/** Whether a line is GroupWise's header, which looks like a quote and stands above a quote without marks. */
export function isGroupWiseHeader(line: string): boolean {
  if (!line.startsWith('>>> ') || line.length >= maxGroupWiseLength) return false;
  const header = line.trimEnd();
  return header.endsWith('>>>') && /\d\D{0,60}$/.test(header.slice(6, -3)) && /\d[:./-]\d/.test(header);
}

/** Whether an mbox file has escaped a line of the body ("From " at its start), which is no quote. */
export const isEscapedFrom = (line: string): boolean => line.startsWith('>From ');

/**
 * Whether a line with a quote mark only closes an address that a client broke: `<bob@ours.example` and `>:` below it.
 */
export const closesAddress = (lines: readonly string[], index: number): boolean =>
  lines[index]!.startsWith('>') &&
  endsInColon(lines[index]!) &&
  /^>(?:\s?[^>]{0,60})?[:：]\s*$/u.test(lines[index]!) &&
  /<[^<>\s]{3,250}$/.test((lines[index - 1] ?? '').trimEnd());

const endsInColon = (line: string): boolean => ':：'.includes(line.trimEnd().slice(-1));

const maxHeaderLines = 5;
const maxHeaderLength = 500;

/** Whether a trimmed line could end a quote header: a colon, or the dashes that Zoho puts there. */
const endsHeader = (line: string): boolean => /(?:[:：]|---|wrote\.?|écrit)$/iu.test(line) || bareHeader.test(line);
/** The last letter of a line that ends no header. */
const endsInWords = /[!-,/-9;-=?-DF-SU-df-su-~]/;
/** Older Gmail wrote the date and the name alone. */
const bareHeader = /^\d{4}[/-]\d{1,2}[/-]\d{1,2}\b.{0,120}<[^<>\s][^<>\s@]*@[^<>\s]+>$/u;
/** Phones frame the line in dashes. */
const framedHeader = /^-{2,}\s.{1,120}\s(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu)\s-{2,}$/iu;

/**
 * Finds the start of a quote header ("On … wrote:") that ends at a line.
 *
 * Most languages say "wrote"; Gmail in some writes only date, name and address before a colon, which is as clear. A
 * header may be wrapped over several lines.
 *
 * @param isBeforeQuote whether the next line that is not blank is quoted: then fewer signs are enough
 */
export function quoteHeaderStart(lines: readonly string[], end: number, isBeforeQuote: boolean): number | undefined {
  // Every line comes here: its last letter is the cheapest test.
  if (!isBeforeQuote && endsInWords.test(lines[end]!.trimEnd().slice(-1))) return undefined;
  const last = plain(lines[end]!);
  if (isBeforeQuote && isDateAlone(last)) return end;
  if (last.length === 0 || last.length > maxHeaderLength || !':：-.etET>'.includes(last.at(-1)!)) return undefined;
  if (!endsHeader(last)) return undefined;
  let candidate: number | undefined;
  let joined = '';
  for (let start = end; start > end - maxHeaderLines && start >= 0; start -= 1) {
    const line = withoutEnd(withoutStart(plain(lines[start]!), /[*_]/), /[*_]/);
    if (line === '' || (start < end && isQuoted(lines[start]!))) break;
    joined = `${line} ${joined}`.trim();
    if (joined.length > maxHeaderLength) break;
    if (!isQuoteHeader(joined, isBeforeQuote)) continue;
    if (headerOpening.test(line) && dated.test(line)) return start;
    candidate ??= start;
    // The first line of a header may be the date alone: go on while the lines above may still belong to it.
    if (headerOpening.test(line)) return start;
  }
  return candidate;
}

/** Words of a date: weekdays and months by their beginnings, and what stands around an hour. */
const dateWord = new RegExp(
  `^${anyOf`
    on|am|le|el|il|op|em|den|at|um|uhr|à|h|kl|a|las|alle|pm|gmt|utc|cet|cest|mez|mesz|[ecmp][sd]t
    (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}
    (?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|okt|dez)[a-z]{0,6}|may|mai|märz
    (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)
  `}$`,
  'iu',
);

/** Whether a line is a day, perhaps with its hour, and nothing else: some clients write no more above a quote. */
const isDateAlone = (line: string): boolean =>
  line.length < 60 &&
  /\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}/.test(line) &&
  line.split(/[\s,.:：]+/).every((word) => /^[\d/+-]*$/.test(word) || dateWord.test(word));

/** The signs of a quote header in a line, or in several joined. */
interface HeaderSigns {
  readonly line: string;
  readonly hasVerb: boolean;
  readonly hasDate: boolean;
  readonly hasAddress: boolean;
  readonly isBeforeQuote: boolean;
}

/** Whether a line, or several joined, is a quote header: two of verb, date and address, or less before a quote. */
function isQuoteHeader(line: string, isBeforeQuote: boolean): boolean {
  if (framedHeader.test(line) || (isBeforeQuote && (bareHeader.test(line) || quotingOpening.test(line)))) return true;
  const signs: HeaderSigns = {
    line,
    hasVerb: wroteVerb.test(line),
    hasDate: dated.test(line),
    hasAddress: addressed.test(line),
    isBeforeQuote,
  };
  return isAddressed(signs) ? namesAuthor(signs) : signs.hasVerb && saysWhoWrote(signs);
}

/** Whether an address is what the line is about: beside a date, or before a colon above a quote. */
const isAddressed = ({ line, hasDate, hasAddress, isBeforeQuote }: HeaderSigns): boolean =>
  hasAddress && (hasDate || (isBeforeQuote && line.length < 200 && /[:：]$/u.test(line)));

/** Whether a line with an address names the author: by a verb, by a date before a quote, or by words like "quoting". */
const namesAuthor = ({ line, hasVerb, hasDate, isBeforeQuote }: HeaderSigns): boolean =>
  hasVerb || (hasDate ? isBeforeQuote || addressAtEnd.test(line) : quotingWords.test(line));

/** Whether a line with a verb is a header: by its date, its address, or by the verb at its end above a quote. */
function saysWhoWrote({ line, hasDate, hasAddress, isBeforeQuote }: HeaderSigns): boolean {
  if (hasDate) return isBeforeQuote || (headerOpening.test(line) && line.length < 250);
  if (hasAddress) return isBeforeQuote || verbAtEnd.test(line);
  return isBeforeQuote && line.length < 160 && wroteAtEnd.test(line);
}

const addressAtEnd = /<[^<>\s][^<>\s@]*@[^<>\s]+>\s*[:：]$/u;
const verbAtEnd = /^\S.{0,120}(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|написал[^\s:：]{0,20})\s*[:：]$/iu;

/** "-----Original Message-----" in any of the languages. */
export const isOriginalMarker = (line: string): boolean =>
  (line.length < 200 &&
    ((opensDashed.test(line) && originalMarker.test(plain(line))) ||
      (namesLine.test(line) && replyAbove.test(plain(line))))) ||
  (line.includes('---') && line.length < 1000 && notesLine.test(plain(line)));

/** A line that begins like a divider, perhaps behind marks that `plain` leaves out: most lines do not. */
const opensDashed = /^[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[-‐‑‒–—_=*~>]/;

/** "line" in the languages of `replyAbove`. */
const namesLine = /line|zeile|linie|ligne|l[ií]nea/i;

/** The line of Notes above what it quotes: author, time, and the first words. */
const notesLine = /^\S.{0,100}\s---\s?\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s\d{1,2}[:.]\d{2}.{0,20}---/;

/** Where a header begins in a line that also holds words, as `Yes. On Fri, 20 Nov 2026 Bob wrote:`. */
const headerInLine =
  /\s(?=(?:On|Am|Le|El|Il|Op|Em|Den|Dne|På|W dniu|Il giorno|Vào|In data)\s(?:\p{L}{2,12}\.?,?\s)?(?:\d|\p{L}{3,9}\.?\s\d))/gu;

/**
 * The words in front of a header on its own line, where a client forgot to break it: the header must have date, author and
 * colon without them.
 */
export function wordsBeforeHeader(line: string): string | undefined {
  if (line.length > maxHeaderLength || headerOpening.test(line)) return undefined;
  for (const { index } of line.matchAll(headerInLine)) {
    const words = line.slice(0, index);
    const header = line.slice(index).trim();
    const isAuthor = /[@<>]/.test(words) || wroteVerb.test(words);
    if (!isAuthor && dated.test(header) && addressed.test(header) && quoteHeaderStart([header], 0, true) === 0)
      return words.trimEnd();
  }
  return undefined;
}

/** The line above a forwarded mail. */
export const isForwardMarker = (line: string): boolean =>
  (line.length < 250 && opensDashed.test(line) && forwardMarker.test(plain(line))) ||
  (line.length < maxAppleLine && appleForward.test(plain(line)));

/** Longest line of Apple Mail above a forwarded mail. */
const maxAppleLine = 100;

/** A row of underscores or dashes, as Outlook draws it above the header block of what it quotes. */
export const isRule = (line: string): boolean =>
  line.length >= 10 && /^\s*[-_=*][-_=*\s]*$/.test(line) && /^[-_=*]{10,}$/.test(plain(line).replace(/\s/g, ''));
