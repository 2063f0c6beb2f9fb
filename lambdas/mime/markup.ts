import { type ElementTraits, voids } from './html-elements.ts';

/** A start tag; all places of a mail with the same source share it. */
export interface StartTag {
  readonly kind: 'start';
  readonly name: string;
  readonly source: string;
  /** The end tag in small letters; empty for void elements. */
  readonly end: string;
  /** Whether it stays when the HTML is made safe. */
  readonly isKept: boolean;
  readonly isInline: boolean;
  readonly isParagraph: boolean;
  /** Elements that a start tag within this one would end. */
  readonly ends: ReadonlySet<string> | undefined;
  /** Its end tag in small letters, and in any other form. */
  readonly endTags: readonly [plain: EndTag, other: EndTag];
  /** Its form in safe HTML; absent until the HTML is made safe. */
  clean?: string | undefined;
  /** Absent until somebody reads the words of the HTML. */
  meaning?: Meaning;
}

/** The attributes of a start tag without escapes, with their meaning to a reader. */
interface Meaning {
  readonly attributes: Readonly<Record<string, string>>;
  readonly traits: ElementTraits;
}

/** An end tag. */
interface EndTag {
  readonly kind: 'end';
  readonly name: string;
  readonly end: string;
  /** Whether the source stays as it is when the HTML is made safe. */
  readonly isSafe: boolean;
  readonly isKept: boolean;
}

/** Text with escapes or a `>`. */
export interface EscapedText {
  readonly kind: 'text';
  readonly source: string;
  clean?: string | undefined;
  /** Its characters, as the parser gives them; absent until somebody reads the words of the HTML. */
  parts?: readonly string[] | undefined;
}

interface Comment {
  readonly kind: 'comment';
  readonly text: string;
}

/** Markup without words: a declaration, or the content of an element that nobody reads. */
interface Aside {
  readonly kind: 'aside';
}

/** A piece of HTML; `plain` is text without escapes. */
type Token = 'plain' | StartTag | EndTag | EscapedText | Comment | Aside;

/** HTML that all parsers read alike, in its pieces. */
export interface Markup {
  readonly html: string;
  readonly tokens: readonly Token[];
  /** The place of each token, and the end of the HTML. */
  readonly places: readonly number[];
  readonly texts: readonly EscapedText[];
  /** Comments, declarations and style sheets, as they were sent. */
  readonly asides: readonly string[];
  /** Start tags by their source: a mail repeats the same ones. */
  readonly tags: ReadonlyMap<string, StartTag>;
}

interface Scan {
  readonly html: string;
  readonly isAllowed: (name: string) => boolean;
  readonly tokens: Token[];
  readonly places: number[];
  readonly texts: EscapedText[];
  readonly asides: string[];
  readonly tags: Map<string, StartTag>;
  /** The start tags of the open elements. */
  readonly open: StartTag[];
  /** The next `&` at or behind the place of the scan. */
  escapeAt: number;
}

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

const aside: Aside = { kind: 'aside' };

/**
 * Takes well-formed HTML apart: every element is closed, and in order, so that all parsers see the same elements.
 *
 * @param isAllowed whether an element of this name stays when the HTML is made safe
 * @returns absent when parsers may differ about the HTML
 */
export function readMarkup(html: string, isAllowed: (name: string) => boolean): Markup | undefined {
  const scan: Scan = {
    html,
    isAllowed,
    tokens: [],
    places: [],
    texts: [],
    asides: [],
    tags: new Map(),
    open: [],
    escapeAt: placeOf(html, '&', 0),
  };
  for (let at = 0; at < html.length; ) {
    const tagAt = Math.min(html.length, placeOf(html, '<', at));
    const close = placeOf(html, '>', at);
    if (tagAt > at && !readText(scan, at, tagAt, close)) return undefined;
    if (tagAt === html.length) break;
    at = readTag(scan, tagAt, close > tagAt ? close : placeOf(html, '>', tagAt));
    if (at < 0) return undefined;
    if (scan.escapeAt < at) scan.escapeAt = placeOf(html, '&', at);
  }
  scan.places.push(html.length);
  return scan.open.length > 0 ? undefined : scan;
}

/** All that HTML holds beside its words: each different start tag, comments and style sheets, one a line. */
export const sourcesOf = ({ tags, asides }: Markup): string => [...tags.keys(), ...asides].join('\n');

/** Takes HTML apart; the same HTML once. */
export type MarkupMemo = (html: string) => Markup | undefined;

/** The markup of the HTML of one mail, taken apart once for all who read it. */
export function createMarkupMemo(isAllowed: (name: string) => boolean): MarkupMemo {
  let known: { readonly html: string; readonly markup: Markup | undefined } | undefined;
  return (html) => {
    if (known?.html !== html) known = { html, markup: readMarkup(html, isAllowed) };
    return known.markup;
  };
}

/** The place of a character from a place on; beyond all places when it does not come. */
function placeOf(html: string, character: string, from: number): number {
  const place = html.indexOf(character, from);
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

function add({ tokens, places }: Scan, token: Token, at: number): void {
  tokens.push(token);
  places.push(at);
}

function readText(scan: Scan, at: number, end: number, close: number): boolean {
  if (scan.escapeAt >= end && close >= end) {
    add(scan, 'plain', at);
    return true;
  }
  const source = scan.html.slice(at, end);
  const text: EscapedText = { kind: 'text', source };
  add(scan, text, at);
  scan.texts.push(text);
  return entities.test(source);
}

/**
 * Reads a tag, comment or declaration; the place behind it, or -1 when parsers may differ about it.
 *
 * @param close the place of the next `>`
 */
function readTag(scan: Scan, at: number, close: number): number {
  const { html } = scan;
  const mark = html[at + 1];
  if (mark === '/') return readEndTag(scan, at, close);
  if (mark === '!') return html.startsWith('<!--', at) ? readComment(scan, at) : readDeclaration(scan, at, close);
  if (close === Number.POSITIVE_INFINITY) return -1;
  const end = close + 1;
  const source = html.slice(at, end);
  const tag = scan.tags.get(source) ?? tagOf(scan, source);
  if (tag === undefined) return -1;
  return removed.has(tag.name) ? readRemoved(scan, tag, at, end) : readStartTag(scan, tag, at, end);
}

function readDeclaration(scan: Scan, at: number, close: number): number {
  add(scan, aside, at);
  const source = scan.html.slice(at, close + 1);
  scan.asides.push(source);
  return close < Number.POSITIVE_INFINITY && declaration.test(source) ? close + 1 : -1;
}

function readComment(scan: Scan, at: number): number {
  const { html } = scan;
  const end = html.indexOf('-->', at + 4);
  const isClear = end >= 0 && !/^-?>/.test(html.slice(at + 4, at + 6)) && !html.slice(at, end).includes('--!');
  if (!isClear) return -1;
  add(scan, { kind: 'comment', text: html.slice(at + 4, end) }, at);
  scan.asides.push(html.slice(at, end + 3));
  return end + 3;
}

/** Reads an element of raw text. A slash at the end of its start tag lets some parsers read its content as markup. */
function readRemoved(scan: Scan, tag: StartTag, at: number, from: number): number {
  const { html } = scan;
  const end = html.indexOf('</', from);
  const isClosed = end >= 0 && html.slice(end, end + tag.end.length).toLowerCase() === tag.end;
  if (!isClosed || tag.source.endsWith('/>')) return -1;
  add(scan, tag, at);
  add(scan, aside, from);
  scan.asides.push(html.slice(from, end));
  add(scan, tag.endTags[1], end);
  return end + tag.end.length;
}

function tagOf({ tags, isAllowed }: Scan, source: string): StartTag | undefined {
  const name = startTag.exec(source)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const isKept = isAllowed(name);
  if (!isKept && !transparent.has(name) && !removed.has(name)) return undefined;
  const end = voids.has(name) ? '' : `</${name}>`;
  const tag: StartTag = {
    kind: 'start',
    name,
    source,
    end,
    isKept,
    isInline: inline.has(name),
    isParagraph: paragraphs.has(name),
    ends: ends.get(name),
    endTags: [
      { kind: 'end', name, end, isKept, isSafe: isKept },
      { kind: 'end', name, end, isKept, isSafe: false },
    ],
  };
  tags.set(source, tag);
  return tag;
}

function readStartTag(scan: Scan, tag: StartTag, at: number, end: number): number {
  const { open } = scan;
  const above = open.at(-1);
  if (above !== undefined && ((above.isParagraph && !tag.isInline) || above.ends?.has(tag.name))) return -1;
  add(scan, tag, at);
  if (tag.end === '') return end;
  open.push(tag);
  return open.length > maxOpen ? -1 : end;
}

/** Reads an end tag, which has to be that of the last open element. */
function readEndTag(scan: Scan, at: number, close: number): number {
  const { html } = scan;
  const tag = scan.open.pop();
  if (tag === undefined || close === Number.POSITIVE_INFINITY) return -1;
  const isPlain = html.startsWith(tag.end, at);
  if (!isPlain && html.slice(at, close + 1).toLowerCase() !== tag.end) return -1;
  add(scan, tag.endTags[isPlain ? 0 : 1], at);
  return at + tag.end.length;
}
