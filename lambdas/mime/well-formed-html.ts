import { voids } from './html-elements.ts';

/** The rules by which HTML is made safe. */
interface CleaningRules {
  /** Cleans HTML as a whole. */
  clean(html: string): string;
  /** Whether a start tag of this name may stay. */
  isAllowed(name: string): boolean;
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
}

interface Scan {
  readonly html: string;
  readonly isAllowed: CleaningRules['isAllowed'];
  readonly pieces: Array<string | Piece>;
  /** Texts with escapes. */
  readonly texts: Piece[];
  /** Start tags by their source: a mail repeats the same ones. */
  readonly tags: Map<string, Tag>;
  /** Names of the open elements. */
  readonly open: string[];
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
export function cleanWellFormed(html: string, { clean, isAllowed }: CleaningRules): readonly string[] | undefined {
  if (html.includes(separator)) return undefined;
  const scan: Scan = { html, isAllowed, pieces: [], texts: [], tags: new Map(), open: [] };
  for (let at = 0; at < html.length; ) {
    const tagAt = html.indexOf('<', at);
    const text = html.slice(at, tagAt < 0 ? html.length : tagAt);
    if (text !== '' && !readText(scan, text)) return undefined;
    if (tagAt < 0) break;
    at = readMarkup(scan, tagAt);
    if (at < 0) return undefined;
  }
  if (scan.open.length > 0 || !cleanPieces(scan, clean)) return undefined;
  return scan.pieces.map((piece) => (typeof piece === 'string' ? piece : (piece.clean ?? '')));
}

function readText({ pieces, texts }: Scan, text: string): boolean {
  if (!/[&>]/.test(text)) {
    pieces.push(text);
    return true;
  }
  const piece = { source: text, end: '', clean: undefined };
  pieces.push(piece);
  texts.push(piece);
  return entities.test(text);
}

/** Reads a tag, comment or declaration; the place behind it, or -1 when parsers may differ about it. */
function readMarkup(scan: Scan, at: number): number {
  const { html } = scan;
  if (html.startsWith('<!--', at)) return endOfComment(html, at);
  const end = html.indexOf('>', at) + 1;
  if (end === 0) return -1;
  const source = html.slice(at, end);
  if (html[at + 1] === '/') return readEndTag(scan, source) ? end : -1;
  if (html[at + 1] === '!') return declaration.test(source) ? end : -1;
  const tag = scan.tags.get(source) ?? tagOf(scan, source);
  if (tag === undefined) return -1;
  return removed.has(tag.name) ? endOfRemoved(html, tag.name, end) : readStartTag(scan, tag, end);
}

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

function tagOf({ tags, isAllowed }: Scan, source: string): Tag | undefined {
  const name = startTag.exec(source)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const isKept = isAllowed(name);
  if (!isKept && !transparent.has(name) && !removed.has(name)) return undefined;
  const tag = { name, source, end: voids.has(name) ? '' : `</${name}>`, clean: isKept ? undefined : '' };
  tags.set(source, tag);
  return tag;
}

function readStartTag({ pieces, open }: Scan, tag: Tag, end: number): number {
  const above = open.at(-1);
  if (above !== undefined) {
    if (paragraphs.has(above) && !inline.has(tag.name)) return -1;
    if (ends.get(above)?.has(tag.name)) return -1;
  }
  pieces.push(tag);
  if (tag.end === '') return end;
  open.push(tag.name);
  return open.length > maxOpen ? -1 : end;
}

function readEndTag({ pieces, open, isAllowed }: Scan, source: string): boolean {
  const name = open.pop();
  if (name === undefined) return false;
  const endTag = `</${name}>`;
  if (isAllowed(name)) pieces.push(endTag);
  return source === endTag || source.toLowerCase() === endTag;
}

/** Lets the rules clean each different piece once, all in one call. */
function cleanPieces({ texts, tags }: Scan, clean: CleaningRules['clean']): boolean {
  const unclean = [...texts, ...tags.values()].filter((piece) => piece.clean === undefined);
  if (unclean.length === 0) return true;
  const results = clean(unclean.map(({ source, end }) => source + end).join(separator)).split(separator);
  for (const [index, piece] of unclean.entries()) {
    const result = results[index];
    if (!result?.endsWith(piece.end)) return false;
    piece.clean = result.slice(0, result.length - piece.end.length);
  }
  return results.length === unclean.length;
}
