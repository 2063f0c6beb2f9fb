import { compact } from '../../../compact.ts';
import { anyOf } from '../../mail/any-of.ts';
import { isBlank, plain, signatureMark } from './quote-header.ts';
import {
  closing,
  companyForm,
  deviceLine,
  deviceNames,
  excuse,
  footer,
  jobTitle,
  ownSentence,
} from './signature-words.ts';

/** Contact data of a signature, where it is clear. */
export interface SignatureContact {
  readonly phone?: string;
  readonly title?: string;
  readonly company?: string;
}

/** The delimiter of RFC 3676 §4.3 ("-- "), and what clients make of it. */
const delimiter = /^(?:--|-- |—|––|- -|__)$/;
const wideDelimiter = /^(?:-{3,}|_{3,}|={3,}|\*{3,}|~{3,}|—{2,})$/;

/** A phone number, perhaps behind a label and before an extension. */
const phone = new RegExp(
  String.raw`(?:${anyOf`
    tel|phone|ph|mobile|mob|cell|fon|telefon|t[eé]l[eé]fono?|tlf|mobil|office|direct|direkt|handy
    m|t|p|c|o|f
  `}\s?[.:)]{0,2}\s{0,2})?(\+?\(?\d[\d\s().\-/]{6,18}\d)(?:\s?(?:x|ext\.?)\s?\d{1,6})?`,
  'iu',
);
/** A web or mail address. The letter before the `@` is enough: a whole word would be tried from each of its letters. */
const webOrMail = /https?:\/\/|www\.[\w-]+\.|[^\s@]@[^\s@]+\.\p{L}{2}/iu;

interface SplitSignature {
  readonly words: readonly string[];
  readonly signature: readonly string[];
}

/**
 * Parts the words of one stretch of own text from the signature below them.
 *
 * Sure signs first: a delimiter line, a line of a device, a footer. Without one, a closing such as "Best
 * regards" followed by lines that hold a phone number, a web address or the like is a signature; a closing with
 * a name alone is the person's own words and stays.
 */
export function splitSignature(lines: readonly string[]): SplitSignature {
  const cut = lines.findIndex((_line, index) => isStart(lines, index) && !(index === 0 && lines.length > 12));
  const words = cut < 0 ? lines : lines.slice(0, cut);
  const below = cut < 0 ? [] : lines.slice(cut);
  return withPostscript(signedPart(words, below));
}

/** Moves a postscript below the signature to the words: its author wrote it by hand. */
function withPostscript({ words, signature }: SplitSignature): SplitSignature {
  const start = signature.findIndex((line, index) => index > 0 && /^P\.? ?S\.?[:.,\s–-]/i.test(plain(line)));
  if (start < 0) return { words, signature };
  let end = start;
  while (end < signature.length && !isBlank(signature[end]!)) end += 1;
  const postscript = signature.slice(start, end).map((line) => line.replaceAll(signatureMark, ''));
  return {
    words: [...words, '', ...postscript],
    signature: [...signature.slice(0, start), ...signature.slice(end)],
  };
}

/** Parts the words above a sure sign from a block of contact data at their end. */
function signedPart(words: readonly string[], below: readonly string[]): SplitSignature {
  const end = trimmedEnd(words);
  const block = contactBlockStart(words.slice(0, end));
  if (block === undefined) return { words: words.slice(0, end), signature: below };
  // A blank line parts a closing from the block with name and contact data.
  const start = isBlank(words[block + 1] ?? '') ? block + 1 : block;
  return {
    words: words.slice(0, trimmedEnd(words.slice(0, block))),
    signature: [...words.slice(start, end), ...below],
  };
}

function isStart(lines: readonly string[], index: number): boolean {
  const raw = lines[index]!;
  if (raw.startsWith(signatureMark)) return true;
  const line = plain(raw);
  if (line === '') return false;
  if (raw.startsWith('-- ') && line === '--') return true;
  // Most lines begin with a letter, and none of these marks does.
  const isDrawn = !/^[A-Za-z]/.test(line);
  if (isDrawn && (delimiter.test(raw.trimEnd()) || delimiter.test(line)))
    return isSigned(filledBelow(lines, index, maxSigned + 1));
  // "-Ada Lovelace", as the last line: a name behind a dash, and not the last line of a list.
  const isName = isDrawn && signedName.test(line);
  if (isName && filledBelow(lines, index, 1).length === 0 && !/^[-*•]/.test(filledAbove(lines, index))) return true;
  if (isDeviceLine(line)) return filledBelow(lines, index, 9).length <= 8;
  if (isDrawn && wideDelimiter.test(line)) return isFooterBelow(filledBelow(lines, index, 15));
  return line.length > 12 && footer.test(line) && isLast(lines, index);
}

/** Longest signature behind a delimiter that is not quite the standard's. */
const maxSigned = 15;
const nameLine = /^[\p{Lu}\p{Lo}][\p{L}.'’-]*(?:[ ,]{1,2}[\p{L}.'’&()-]+){0,5}$/u;

/**
 * Whether lines below two dashes are a signature: the standard wants a blank behind the dashes (RFC 3676 §4.3), and
 * without it they may be a line that somebody drew above a list.
 */
function isSigned(below: readonly string[]): boolean {
  const [first = ''] = below;
  if (below.length > maxSigned) return false;
  if (below.length === 0 || nameLine.test(first) || closing.test(first)) return true;
  return below.some(
    (line) =>
      isDeviceLine(line) || footer.test(line) || isPhoneLine(line) || webOrMail.test(line) || companyForm.test(line),
  );
}

const signedName = /^(?:-{1,2}|–|—|~)\s?\p{Lu}[\p{L}.'-]{0,20}(?: \p{Lu}[\p{L}.'-]{0,20}){0,2}$/u;

/** The nearest line above that is not blank. */
function filledAbove(lines: readonly string[], index: number): string {
  for (let at = index - 1; at >= Math.max(0, index - 20); at -= 1) {
    const line = plain(lines[at]!);
    if (line !== '') return line;
  }
  return '';
}

/** The next lines that are not blank, at most `count`. */
function filledBelow(lines: readonly string[], index: number, count: number): string[] {
  const below: string[] = [];
  for (let at = index + 1; at < lines.length && below.length < count; at += 1) {
    const line = plain(lines[at]!);
    if (line !== '') below.push(line);
  }
  return below;
}

/** Longest line that a device or app adds, with the address of its page. */
const maxDeviceLine = 250;

/** Whether a line is one that a device or app adds, and no sentence that begins like it. */
function isDeviceLine(sent: string): boolean {
  if (sent.length > maxDeviceLine) return false;
  const hasLink = /https?:|www\./i.test(sent);
  const line = hasLink ? sent.replace(/\s?[<(]?(?:https?:\/\/|www\.)[^\s<>()]{1,200}[>)]?/gi, '') : sent;
  if (line.length > 120) return false;
  return (
    (/^\(?sent from (?:my|a|an|the) [^.!?]{1,50}\)?$/i.test(line) ||
      (deviceLine.test(line) && (hasLink || namesDevice(line)))) &&
    !isSentence(line)
  );
}

/** The place up to which an app line names its device or app; a sentence may do so further on. */
const deviceReach = 36;

function namesDevice(line: string): boolean {
  const at = line.search(deviceNames);
  return at >= 0 && at <= deviceReach;
}

/** Whether a line says something about the app line, and is not its usual excuse for short words. */
const isSentence = (line: string): boolean => ownSentence.test(line) && !excuse.test(line);

/** Whether a footer ends the mail: at most a few paragraphs follow, or it comes after a blank line. */
const isLast = (lines: readonly string[], index: number): boolean =>
  index === 0 ? false : isBlank(lines[index - 1]!) || isRow(lines[index - 1]!) || lines.length - index < 12;
const isRow = (line: string): boolean => wideDelimiter.test(plain(line));

/** Whether a drawn line opens a signature: it stands above few, short lines, one of them contact data or a footer. */
const isFooterBelow = (below: readonly string[]): boolean =>
  below.length > 0 &&
  below.length <= 14 &&
  (below.some((line) => footer.test(line) || /\bmailing list\b/i.test(line)) || !below.some(isOwnSentence)) &&
  below
    .slice(0, 4)
    .some((line) => footer.test(line) || webOrMail.test(line) || isPhoneLine(line) || /\bmailing list\b/i.test(line)) &&
  below.filter((line) => line.length > 120).length <= below.length / 2;

/** Whether a line is a sentence, as signatures have none: four words or more, and the mark of its end. */
const isOwnSentence = (line: string): boolean => /^(?:\S+\s+){3,}\S+[.!?]$/.test(line) && !companyForm.test(line);

const isPhoneLine = (line: string): boolean =>
  line.length < 100 && (phone.exec(line)?.[1]?.replace(/\D/g, '').length ?? 0) >= 7 && !/\d{1,2}:\d{2}/.test(line);

function trimmedEnd(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1]!)) end -= 1;
  return end;
}

/** The start of an undelimited signature: the last closing, when contact data stands below it. */
function contactBlockStart(lines: readonly string[]): number | undefined {
  const from = Math.max(1, lines.length - 14);
  for (let index = lines.length - 2; index >= from; index -= 1) {
    const line = plain(lines[index]!);
    if (line.length > 40 || !closing.test(line)) continue;
    const below = lines
      .slice(index + 1)
      .map(plain)
      .filter(Boolean);
    const contact = below.filter(
      (text) => isPhoneLine(text) || webOrMail.test(text) || companyForm.test(text) || jobTitle.test(text),
    );
    return below.length >= 2 && contact.length >= 1 && below.every((text) => text.length < 100) ? index : undefined;
  }
  return cardStart(lines);
}

/**
 * The start of a block of name and contact data at the end, without a closing above it: a paragraph of its own that begins
 * with a name and says at least two things of the person.
 */
function cardStart(lines: readonly string[]): number | undefined {
  let start = lines.length;
  while (start > 0 && !isBlank(lines[start - 1]!)) start -= 1;
  const [first = '', ...others] = lines.slice(start).map(plain);
  const isName = /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,3}$/u.test(first);
  if (start === 0 || !isName || others.length < 2 || others.length > 8) return undefined;
  if (others.some((line) => line.length > 100 || isOwnSentence(line))) return undefined;
  const isContact = (line: string): boolean =>
    isPhoneLine(line) || webOrMail.test(line) || companyForm.test(line) || jobTitle.test(line);
  return others.filter(isContact).length >= 2 && others.some((line) => isPhoneLine(line) || webOrMail.test(line))
    ? start
    : undefined;
}

/** Reads phone number, title and company of a signature; absent where a line leaves doubt. */
export function readContact(signature: string): SignatureContact {
  const lines = signature
    .split('\n')
    .map(plain)
    .filter((line) => line !== '' && line.length < 120 && !isDeviceLine(line));
  const head = lines.slice(0, 7).filter((line) => !webOrMail.test(line) && !isPhoneLine(line) && !closing.test(line));
  return compact({ phone: phoneIn(lines), ...positionIn(head) });
}

function phoneIn(lines: readonly string[]): string | undefined {
  const line = lines.find((text) => isPhoneLine(text) && !/\bfax\b/i.test(text.slice(0, 12)));
  return (line && phone.exec(line)?.[1]?.trim()) || undefined;
}

/** Title and company, which may share a line: "Head of Sales, Example Ltd". */
function positionIn(head: readonly string[]): { title: string | undefined; company: string | undefined } {
  const titleLine = head.find((line) => jobTitle.test(line) && line.length < 70 && !/[.!?]$/.test(line));
  const [title, company] = (titleLine ?? '')
    .split(/[|•·@,]| at | bei | - | – /)
    .map((part) => part.trim())
    .filter(Boolean);
  const isCompany = company !== undefined && !jobTitle.test(company);
  const employer = head.find((line) => companyForm.test(line) && line.length < 70) ?? (isCompany ? company : undefined);
  return {
    title: title !== undefined && jobTitle.test(title) ? title : undefined,
    company: employer?.replace(/^.*[|•·]\s*/, '').trim(),
  };
}
