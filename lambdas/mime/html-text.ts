import { Parser } from 'htmlparser2';
import { quoteHeaderStart } from '../domain/understanding/reply/quote-header.ts';
import { type ElementTraits, traitsOf, unread, voids } from './html-elements.ts';
import { createLevelCounter } from './html-limits.ts';
import type { Look } from './html-look.ts';
import type { Markup, StartTag } from './markup.ts';
import { readMeaning } from './read-meaning.ts';
import {
  breakLine,
  createTextPage,
  endCell,
  endLine,
  endLink,
  endParagraph,
  finishPage,
  replaceWords,
  setPrefix,
  startCut,
  type TextPage,
  wordsFrom,
  writePreformatted,
  writeText,
} from './text-page.ts';

/** HTML as text, once for reading and once with the marks that part a reply from its quote. */
export interface HtmlText {
  /** The text as a person reads it: quotes with `> `, links with their address. */
  readonly text: string;
  /** The same without link addresses, with cut and signature marks where the structure shows them. */
  readonly marked: string;
  /** Whether the structure shows a quote or a divider. */
  readonly hasQuotes: boolean;
}

/** UTF-16 units of text after which the rest of the HTML is not read. */
const maxOutput = 2 * 1024 * 1024;
/** UTF-16 units of HTML that the parser gets at once. */
const sliceLength = 65_536;
/** UTF-16 units of a line with links, where somebody watches them. */
const maxLinkedLine = 20_000;
/** Open elements that an end tag may close at once, and those among which it finds its start tag. */
const maxImpliedEnds = 50;
const maxEnds = 200;

/** Watches what a reader of the HTML sees. Without it, only what mail clients hide everywhere is left out. */
interface Sight {
  /** How a page looks before any element of it. */
  readonly page: Look;
  /** The look of an element within another. */
  within(parent: Look, name: string, attributes: Readonly<Record<string, string>>): Look;
  /** Called for a text that nobody sees. */
  onHidden(text: string): void;
  onComment(text: string): void;
  /** Called for a picture. @param description the text in its place */
  onPicture(description: string): void;
  /**
   * Called at the end of a link.
   *
   * @param words the words of the link
   * @returns the text to show instead of the words; undefined for a link like any other
   */
  targetOf(href: string, words: string): string | undefined;
}

interface OpenElement extends Omit<ElementTraits, 'divides' | 'isTiny' | 'gap' | 'href'> {
  readonly gap: ElementTraits['gap'];
  readonly href: ElementTraits['href'];
  readonly name: string;
  /** Length of the page where the element begins. */
  readonly textAt: number;
  /** Whether its letters have no height. */
  readonly isTiny: boolean;
  /** Present where somebody watches. */
  readonly look: Look | undefined;
}

/** The place of the parser in the HTML: the open elements, and their depths. */
interface Place {
  readonly page: TextPage;
  readonly levels: ReturnType<typeof createLevelCounter>;
  readonly open: OpenElement[];
  readonly sight: Sight | undefined;
  quoteDepth: number;
  hiddenDepth: number;
  /** Open elements of a client for what it quotes. */
  quoteHolders: number;
  signatureDepth: number;
  preformattedDepth: number;
  hasQuotes: boolean;
}

/**
 * Makes text of HTML in one pass, linear in its length.
 *
 * @param sight watches what a reader sees
 * @param markup the HTML taken apart, where it is well-formed: it is read much faster
 * @throws HtmlTooDeepError when it is nested beyond the limit
 */
export function htmlToText(html: string, sight?: Sight, markup?: Markup): HtmlText {
  const page = createTextPage();
  const place: Place = {
    page,
    levels: createLevelCounter(),
    open: [],
    sight,
    quoteDepth: 0,
    hiddenDepth: 0,
    quoteHolders: 0,
    signatureDepth: 0,
    preformattedDepth: 0,
    hasQuotes: false,
  };
  if (markup !== undefined && html.length <= maxOutput && readMeaning(markup)) readTokens(place, markup);
  else parse(place, html);
  return { ...finishPage(page), hasQuotes: place.hasQuotes };
}

function parse(place: Place, html: string): void {
  const { page, sight } = place;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        place.levels.open();
        if (name === 'br') return openBreak(place);
        const within = sight && ((parent: Look) => sight.within(parent, name, attributes));
        openElement(place, name, attributes, traitsOf(name, attributes), within);
      },
      ontext: (text) => readText(place, text),
      onclosetag: (name, isImplied) => closeElement(place, name, isImplied),
      ...(sight && { oncomment: (text: string) => sight.onComment(text) }),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let start = 0; start < html.length && page.length < maxOutput; start += sliceLength)
    parser.write(html.slice(start, start + sliceLength));
  parser.end();
}

/** Reads well-formed HTML, with the same result as the parser: its elements end where their end tags stand. */
function readTokens(place: Place, { html, tokens, places }: Markup): void {
  const { page, sight } = place;
  const lookOf = sight && rememberLooks(sight);
  for (const [index, token] of tokens.entries()) {
    if (token === 'plain') readText(place, html.slice(places[index], places[index + 1]));
    else if (token.kind === 'start' && token.name === 'br') openBreak(place);
    else if (token.kind === 'start') {
      const { attributes, traits } = token.meaning!;
      openElement(place, token.name, attributes, traits, lookOf && ((parent) => lookOf(parent, token)));
    } else if (token.kind === 'end') {
      if (token.name === 'td' || token.name === 'th') endCell(page);
      endElement(place, place.open.pop()!);
    } else if (token.kind === 'text') for (const part of token.parts!) readText(place, part);
    else if (token.kind === 'comment') sight?.onComment(token.text);
  }
}

/** Most places of a start tag are within the same look. */
function rememberLooks(sight: Sight): (parent: Look, tag: StartTag) => Look {
  const latest = new Map<StartTag, { readonly parent: Look; readonly look: Look }>();
  return (parent, tag) => {
    const known = latest.get(tag);
    if (known?.parent === parent) return known.look;
    const look = sight.within(parent, tag.name, tag.meaning!.attributes);
    latest.set(tag, { parent, look });
    return look;
  };
}

function openBreak(place: Place): void {
  if (isShown(place)) breakLine(place.page);
}

function openElement(
  place: Place,
  name: string,
  attributes: Readonly<Record<string, string>>,
  traits: ElementTraits,
  lookWithin: ((parent: Look) => Look) | undefined,
): void {
  const { page } = place;
  const { divides, signs, hides, holdsQuote } = traits;
  const above = place.open.at(-1);
  if (name === 'img') showPicture(place, attributes);
  const quotes = traits.quotes || (name === 'blockquote' && (place.quoteHolders > 0 || isBelowHeader(page)));
  separate(page, traits.gap, quotes || signs);
  startQuotes(place, divides, quotes);
  if (voids.has(name)) return;
  changeDepths(place, { name, quotes, signs, hides, holdsQuote }, 1);
  if (name === 'li') writeText(page, '- ');
  const { isTiny, look } = appearanceOf(place, above, traits, lookWithin);
  const { gap, href } = traits;
  place.open.push({ name, quotes, signs, hides, holdsQuote, gap, href, textAt: page.length, isTiny, look });
}

const showPicture = ({ sight }: Place, { alt = '' }: Readonly<Record<string, string>>): void => sight?.onPicture(alt);

/** Begins the mail that is quoted, below a divider or within an element. */
function startQuotes(place: Place, divides: boolean, quotes: boolean): void {
  if (divides && place.hiddenDepth === 0 && place.quoteDepth === 0) {
    place.hasQuotes = true;
    startCut(place.page);
  }
  if (quotes) {
    place.hasQuotes = true;
    endLine(place.page);
  }
}

/** How the letters of an element look, by those of the one around it. */
function appearanceOf(
  { sight }: Place,
  above: OpenElement | undefined,
  traits: ElementTraits,
  lookWithin: ((parent: Look) => Look) | undefined,
): Pick<OpenElement, 'isTiny' | 'look'> {
  const isTiny = traits.isTiny ?? above?.isTiny ?? false;
  return { isTiny, look: sight && lookWithin?.(above?.look ?? sight.page) };
}

/** Whether the last line is the header of a quote: then a `blockquote` below it is one, without any mark of a client. */
function isBelowHeader({ marked, line }: TextPage): boolean {
  const lines = line.trim() === '' ? marked.slice(-3) : [line];
  const last = lines.findLastIndex((text) => text.trim() !== '');
  return last >= 0 && quoteHeaderStart(lines, last, true) !== undefined;
}

/** Whether a reader sees what comes next. */
function isShown({ sight, open, hiddenDepth }: Place): boolean {
  const top = open.at(-1);
  if (sight !== undefined) return (top?.look ?? sight.page).isSeen;
  return hiddenDepth === 0 && top?.isTiny !== true;
}

function readText(place: Place, text: string): void {
  const { page, preformattedDepth } = place;
  if (!isShown(place)) {
    const top = place.open.at(-1);
    if (top === undefined || !unread.has(top.name)) place.sight?.onHidden(text);
    return;
  }
  if (preformattedDepth > 0) writePreformatted(page, text);
  else writeText(page, text);
}

/** Closes an element, and those above it that the author forgot to close; a stray end tag closes nothing. */
function closeElement(place: Place, name: string, isImplied: boolean): void {
  place.levels.close();
  if (name === 'td' || name === 'th') endCell(place.page);
  const at = lastOf(place.open, name);
  if (at < 0 || (isImplied && at < place.open.length - maxImpliedEnds)) return;
  for (const element of place.open.splice(at).toReversed()) endElement(place, element);
}

function endElement(place: Place, element: OpenElement): void {
  const { page } = place;
  if (element.href !== undefined) closeLink(place, element.href, element.textAt);
  // The line ends under the old prefix, the blank one below it stands under the new.
  changeDepths(place, element, -1);
  separate(page, element.gap, element.quotes || element.signs);
}

function closeLink({ page, sight }: Place, href: string, textAt: number): void {
  const target = sight?.targetOf(href, wordsFrom(page, textAt));
  if (target === undefined) endLink(page, href, textAt);
  else replaceWords(page, textAt, target);
  // Each look at the words of a link copies its line.
  if (sight !== undefined && page.line.length > maxLinkedLine) endLine(page);
}

/** Counts what an element opens or closes, and sets the prefix of the lines that follow. */
function changeDepths(
  place: Place,
  { name, quotes, signs, hides, holdsQuote }: Pick<OpenElement, 'name' | 'quotes' | 'signs' | 'hides' | 'holdsQuote'>,
  by: 1 | -1,
): void {
  if (quotes) place.quoteDepth += by;
  if (hides) place.hiddenDepth += by;
  if (holdsQuote) place.quoteHolders += by;
  if (signs) place.signatureDepth += by;
  if (name === 'pre') place.preformattedDepth += by;
  setPrefix(place.page, place.quoteDepth, place.signatureDepth > 0);
}

/** Starts a new line at the start or end of an element: a paragraph leaves a blank line, too. */
function separate(page: TextPage, gap: ElementTraits['gap'], isApart: boolean): void {
  if (gap === 'paragraph') endParagraph(page);
  else if (gap === 'line' || isApart) endLine(page);
}

function lastOf(open: readonly OpenElement[], name: string): number {
  for (let index = open.length - 1; index >= Math.max(0, open.length - maxEnds); index -= 1)
    if (open[index]!.name === name) return index;
  return -1;
}
