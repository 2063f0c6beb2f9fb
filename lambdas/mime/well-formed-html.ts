import { type EscapedText, type Markup, type MarkupMemo, readMarkup, type StartTag } from './markup.ts';
import { cleanPlainText } from './plain-markup.ts';

/** The rules by which HTML is made safe. */
interface CleaningRules {
  /** Cleans HTML as a whole. */
  clean(html: string): string;
  /** Cleans a start tag without the parser, where it has the plainest form. */
  cleanPlain?(tag: StartTag): string | undefined;
  /** Whether a start tag of this name may stay. */
  isAllowed(name: string): boolean;
  /** Short start tags as they were cleaned before, in this mail or another: most mails share them. */
  readonly cleaned: Map<string, string>;
}

/** Stands between the pieces that are cleaned in one call; HTML that holds it is not read here. */
const separator = '\ue002';

/**
 * Cleans well-formed HTML. The result of the rules for one of its tags does not depend on where it stands, and they see
 * each different tag once; most mail repeats few tags many times. Whatever is in the result was written by the rules, is
 * a plain end tag, or is text without markup.
 *
 * @param markup the HTML taken apart, where somebody did so before
 * @returns the same that the rules make of the whole; absent when the HTML is not well-formed
 */
export function cleanWellFormed(
  html: string,
  rules: CleaningRules,
  markup: MarkupMemo = (whole) => readMarkup(whole, rules.isAllowed),
): readonly string[] | undefined {
  if (html.includes(separator)) return undefined;
  const read = markup(html);
  return read !== undefined && cleanPieces(read, rules) ? piecesOf(read) : undefined;
}

/** The safe HTML. Source that stays as it is makes one piece up to the next change. */
function piecesOf({ html, tokens, places }: Markup): string[] {
  const pieces: string[] = [];
  let plainFrom = 0;
  const endPlain = (end: number, next: number): void => {
    if (end > plainFrom) pieces.push(html.slice(plainFrom, end));
    plainFrom = next;
  };
  for (const [index, token] of tokens.entries()) {
    if (token === 'plain' || (token.kind === 'end' && token.isSafe)) continue;
    endPlain(places[index]!, places[index + 1]!);
    if (token.kind === 'start' || token.kind === 'text') pieces.push(token.clean ?? '');
    else if (token.kind === 'end' && token.isKept) pieces.push(token.end);
  }
  endPlain(html.length, html.length);
  return pieces;
}

/** Lets the rules clean each different piece once, all in one call. */
function cleanPieces({ texts, tags }: Markup, { clean, cleanPlain, cleaned }: CleaningRules): boolean {
  const unclean: Array<EscapedText | StartTag> = [];
  for (const text of texts) {
    text.clean = cleanPlainText(text.source);
    if (text.clean === undefined) unclean.push(text);
  }
  for (const tag of tags.values()) {
    tag.clean = tag.isKept ? (cleaned.get(tag.source) ?? cleanPlain?.(tag)) : '';
    if (tag.clean === undefined) unclean.push(tag);
  }
  if (unclean.length === 0) return true;
  const results = clean(unclean.map((piece) => piece.source + endOf(piece)).join(separator)).split(separator);
  for (const [index, piece] of unclean.entries()) {
    const [result, end] = [results[index], endOf(piece)];
    if (!result?.endsWith(end)) return false;
    piece.clean = result.slice(0, result.length - end.length);
  }
  if (results.length !== unclean.length) return false;
  for (const tag of tags.values()) if (isShared(tag)) remember(cleaned, tag.source, tag.clean!);
  return true;
}

/** The end tag that a piece needs to be whole. */
const endOf = (piece: EscapedText | StartTag): string => (piece.kind === 'start' ? piece.end : '');

/** The most start tags that are kept from mail to mail, and the longest one. */
const maxShared = 1000;
const maxSharedLength = 60;

/** Whether a tag is one that many mails have. An image or a link is its mail's own. */
const isShared = ({ source, name, isKept }: StartTag): boolean =>
  isKept && name !== 'img' && source.length <= maxSharedLength && !/[/@]/.test(source);

function remember(cleaned: Map<string, string>, source: string, clean: string): void {
  if (cleaned.size >= maxShared) cleaned.clear();
  cleaned.set(source, clean);
}
