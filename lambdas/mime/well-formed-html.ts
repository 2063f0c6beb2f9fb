import { voids } from './html-elements.ts';

/** The rules by which HTML is made safe. */
interface CleaningRules {
  /** Cleans HTML as a whole. */
  clean(html: string): string;
  /** Whether a start tag of this name may stay. */
  isAllowed(name: string): boolean;
  /** Short start tags as they were cleaned before, in this mail or another: most mails share them. */
  readonly cleaned: Map<string, string>;
}

/** Text or a start tag, and what the rules leave of it. */
interface Piece {
  readonly source: string;
  /** The end tag that the source needs to be whole; empty for text and void elements. */
  readonly end: string;
  clean: string | undefined;
}

/** A start tag. */
interface Tag extends Piece {
  readonly name: string;
  readonly isKept: boolean;
  readonly isInline: boolean;
  readonly isParagraph: boolean;
  /** Elements that a start tag within this one would end. */
  readonly ends: ReadonlySet<string> | undefined;
}

interface Scan {
  readonly html: string;
  readonly rules: CleaningRules;
  readonly pieces: Array<string | Piece>;
  /** Texts with escapes. */
  readonly texts: Piece[];
  /** Start tags by their source: a mail repeats the same ones. */
  readonly tags: Map<string, Tag>;
  /** The start tags of the open elements. */
  readonly open: Tag[];
  /** The start of the source that stays as it is, and is no piece yet. */
  plainFrom: number;
  /** The next `&` at or behind the place of the scan. */
  escapeAt: number;
}

/** Stands between the pieces that are cleaned in one call; HTML that holds it is not read here. */
const separator = '\ue002';
/** Open elements; the rules may treat deeper ones differently. */
const maxOpen = 190;

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));
/** Elements without an effect on those around them: they stand in a paragraph or a heading without ending it. */
const inline = names(
  'b i u s q a em tt big del ins sub sup kbd var bdi bdo abbr cite code data font mark samp span time small strike strong br img wbr o:p',
);
const paragraphs = names('p h1 h2 h3 h4 h5 h6');
/** Elements that a start tag ends although they have no end tag, by name (HTML, §13.1.2.4). */
const ends = new Map([
  ['a', names('a')],
  ['li', names('li')],
  ['dd', names('dd dt')],
  ['dt', names('dd dt')],
  ['rt', names('rt rp')],
  ['rp', names('rt rp')],
  ['td', names('td th tr')],
  ['th', names('td th tr')],
  ['tr', names('tr')],
  ['thead', names('td tbody tfoot')],
  ['tbody', names('td tbody tfoot')],
  ['head', names('body')],
]);
/** Elements that are not allowed, and whose content is read like any other. */
const transparent = names('html head body meta link o:p');
/** Elements that are not allowed, with their content. */
const removed = names('style title');

/** A start tag that every parser reads alike. */
const startTag = /^<([a-z][a-z0-9:]{0,15})(?:\s+[a-z][a-z0-9:_-]*(?:="[^"<>]*"|='[^'<>]*'|=[^\s"'=<>`]+)?)*\s*\/?>$/i;
/** Text with escapes of the well-known forms alone. */
const entities = /^[^&]*(?:&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,5});[^&]*)*$/i;
const declaration = /^<!(?:doctype\s|\[if\s|\[endif\])[^<>]*>$/i;

/**
 * Cleans well-formed HTML: every element is closed, and in order, so that all parsers see the same elements. Then the
 * result of the rules for a tag does not depend on where it stands, and they see each different tag once; most mail
 * repeats few tags many times. Whatever is in the result was written by the rules, is a plain end tag, or is text
 * without markup.
 *
 * @returns the same that the rules make of the whole; absent when the HTML is not well-formed
 */
export function cleanWellFormed(html: string, rules: CleaningRules): readonly string[] | undefined {
  if (html.includes(separator)) return undefined;
  const scan: Scan = {
    html,
    rules,
    pieces: [],
    texts: [],
    tags: new Map(),
    open: [],
    plainFrom: 0,
    escapeAt: placeOf(html, '&', 0),
  };
  for (let at = 0; at < html.length; ) {
    const tagAt = Math.min(html.length, placeOf(html, '<', at));
    const close = placeOf(html, '>', at);
    if (tagAt > at && (scan.escapeAt < tagAt || close < tagAt) && !readText(scan, at, tagAt)) return undefined;
    if (tagAt === html.length) break;
    at = readMarkup(scan, tagAt, close > tagAt ? close : placeOf(html, '>', tagAt));
    if (at < 0) return undefined;
    if (scan.escapeAt < at) scan.escapeAt = placeOf(html, '&', at);
  }
  endPlain(scan, html.length, html.length);
  if (scan.open.length > 0 || !cleanPieces(scan)) return undefined;
  return scan.pieces.map((piece) => (typeof piece === 'string' ? piece : (piece.clean ?? '')));
}

/** The place of a character from a place on; beyond all places when it does not come. */
function placeOf(html: string, character: string, from: number): number {
  const place = html.indexOf(character, from);
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/** Ends the source that stays as it is at a place; the next one begins at another. */
function endPlain(scan: Scan, end: number, next: number): void {
  if (end > scan.plainFrom) scan.pieces.push(scan.html.slice(scan.plainFrom, end));
  scan.plainFrom = next;
}

/** Reads text with escapes or a `>`; other text stays as it is. */
function readText(scan: Scan, at: number, end: number): boolean {
  endPlain(scan, at, end);
  const source = scan.html.slice(at, end);
  const piece = { source, end: '', clean: undefined };
  scan.pieces.push(piece);
  scan.texts.push(piece);
  return entities.test(source);
}

/**
 * Reads a tag, comment or declaration; the place behind it, or -1 when parsers may differ about it.
 *
 * @param close the place of the next `>`
 */
function readMarkup(scan: Scan, at: number, close: number): number {
  const { html } = scan;
  const mark = html[at + 1];
  if (mark === '/') return readEndTag(scan, at, close);
  if (mark === '!')
    return without(scan, at, html.startsWith('<!--', at) ? endOfComment(html, at) : endOfDeclaration(html, at, close));
  if (close === Number.POSITIVE_INFINITY) return -1;
  const end = close + 1;
  const source = html.slice(at, end);
  const tag = scan.tags.get(source) ?? tagOf(scan, source);
  if (tag === undefined) return -1;
  return removed.has(tag.name)
    ? without(scan, at, endOfRemoved(html, tag.name, end))
    : readStartTag(scan, tag, at, end);
}

/** Leaves out the source between two places. */
function without(scan: Scan, at: number, end: number): number {
  endPlain(scan, at, end);
  return end;
}

const endOfDeclaration = (html: string, at: number, close: number): number =>
  close < Number.POSITIVE_INFINITY && declaration.test(html.slice(at, close + 1)) ? close + 1 : -1;

function endOfComment(html: string, at: number): number {
  const end = html.indexOf('-->', at + 4);
  const isClear = end >= 0 && !/^-?>/.test(html.slice(at + 4, at + 6)) && !html.slice(at, end).includes('--!');
  return isClear ? end + 3 : -1;
}

/** The place behind the end tag of an element of raw text. */
function endOfRemoved(html: string, name: string, at: number): number {
  const end = html.indexOf('</', at);
  const endTag = `</${name}>`;
  return end >= 0 && html.slice(end, end + endTag.length).toLowerCase() === endTag ? end + endTag.length : -1;
}

function tagOf({ tags, rules }: Scan, source: string): Tag | undefined {
  const name = startTag.exec(source)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const isKept = rules.isAllowed(name);
  if (!isKept && !transparent.has(name) && !removed.has(name)) return undefined;
  const tag: Tag = {
    name,
    source,
    end: voids.has(name) ? '' : `</${name}>`,
    clean: isKept ? rules.cleaned.get(source) : '',
    isKept,
    isInline: inline.has(name),
    isParagraph: paragraphs.has(name),
    ends: ends.get(name),
  };
  tags.set(source, tag);
  return tag;
}

function readStartTag(scan: Scan, tag: Tag, at: number, end: number): number {
  const { pieces, open } = scan;
  const above = open.at(-1);
  if (above !== undefined && ((above.isParagraph && !tag.isInline) || above.ends?.has(tag.name))) return -1;
  endPlain(scan, at, end);
  pieces.push(tag);
  if (tag.end === '') return end;
  open.push(tag);
  return open.length > maxOpen ? -1 : end;
}

/** Reads an end tag, which has to be that of the last open element. */
function readEndTag(scan: Scan, at: number, close: number): number {
  const { html } = scan;
  const tag = scan.open.pop();
  if (tag === undefined || close === Number.POSITIVE_INFINITY) return -1;
  const end = at + tag.end.length;
  const isPlain = html.startsWith(tag.end, at);
  if (!isPlain && html.slice(at, close + 1).toLowerCase() !== tag.end) return -1;
  if (tag.isKept && isPlain) return end;
  endPlain(scan, at, end);
  if (tag.isKept) scan.pieces.push(tag.end);
  return end;
}

/** Lets the rules clean each different piece once, all in one call. */
function cleanPieces({ texts, tags, rules: { clean, cleaned } }: Scan): boolean {
  const unclean = [...texts, ...tags.values()].filter((piece) => piece.clean === undefined);
  if (unclean.length === 0) return true;
  const results = clean(unclean.map(({ source, end }) => source + end).join(separator)).split(separator);
  for (const [index, piece] of unclean.entries()) {
    const result = results[index];
    if (!result?.endsWith(piece.end)) return false;
    piece.clean = result.slice(0, result.length - piece.end.length);
  }
  if (results.length !== unclean.length) return false;
  for (const tag of tags.values()) if (isShared(tag)) remember(cleaned, tag.source, tag.clean!);
  return true;
}

/** The most start tags that are kept from mail to mail, and the longest one. */
const maxShared = 1000;
const maxSharedLength = 60;

/** Whether a tag is one that many mails have. An image or a link is its mail's own. */
const isShared = ({ source, name, isKept }: Tag): boolean =>
  isKept && name !== 'img' && source.length <= maxSharedLength && !/[/@]/.test(source);

function remember(cleaned: Map<string, string>, source: string, clean: string): void {
  if (cleaned.size >= maxShared) cleaned.clear();
  cleaned.set(source, clean);
}
