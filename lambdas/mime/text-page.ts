import { cutMark, signatureMark, withoutMarks } from '../domain/understanding/reply/quote-header.ts';

/** Blanks that HTML shows as one, or not at all, and our own marks, which a sender may not write. */
const oddCharacters = /[^\S ]| {2}|[\u200b\ufeff\ue000\ue003]/;

/** Longer link addresses are not shown behind their words. */
const maxLinkLength = 2000;
/** Deeper quotes are all shown at this depth. */
const maxQuoteMarks = 50;

/** A page of text as it grows: blanks collapse, prefixes follow the depth of quotes and signatures. */
export interface TextPage {
  /** Finished lines, as a person reads them. */
  readonly readable: string[];
  /** The same lines without link addresses, with cut and signature marks. */
  readonly marked: string[];
  /** The line that grows. */
  line: string;
  /** Link addresses of the line, each by the place behind its words. */
  links: Array<readonly [at: number, href: string]>;
  quoteDepth: number;
  /** The marks of the quote depth, with a blank behind them. */
  quotePrefix: string;
  isSignature: boolean;
  /** Whether the next line begins the mail that an answer quotes. */
  isCut: boolean;
  /** Whether the line ends with a blank, or is empty: another blank would show nothing. */
  hasSpace: boolean;
  /** UTF-16 units written so far, blanks collapsed. */
  length: number;
}

/** An empty page. */
export const createTextPage = (): TextPage => ({
  readable: [],
  marked: [],
  line: '',
  links: [],
  quoteDepth: 0,
  quotePrefix: '',
  isSignature: false,
  isCut: false,
  hasSpace: true,
  length: 0,
});

/** Ends the line, if anything stands in it. */
export function endLine(page: TextPage): void {
  const text = page.line.trimEnd();
  if (text !== '') {
    let withLinks = text;
    for (const [at, href] of page.links.toReversed())
      withLinks = `${withLinks.slice(0, at)} (${href})${withLinks.slice(at)}`;
    page.readable.push(page.quotePrefix + withLinks);
    const mark = page.isSignature && page.quotePrefix === '' ? signatureMark : '';
    page.marked.push(`${page.isCut ? cutMark : ''}${page.quotePrefix}${mark}${text}`);
    page.isCut = false;
  }
  page.line = '';
  page.links = [];
  page.hasSpace = true;
}

/** Leaves a blank line, unless one is there or nothing stands above it. */
function leaveBlankLine(page: TextPage): void {
  const last = page.readable.at(-1);
  const blank = page.quotePrefix.trimEnd();
  if (last === undefined || last.trim() === '' || last === blank) return;
  page.readable.push(blank);
  page.marked.push(blank);
}

/** Writes running text: a run of blanks and line ends is one blank. */
export function writeText(page: TextPage, sent: string): void {
  // Most text has single blanks and nothing to collapse, or is the line end between two tags.
  let text = sent;
  if (sent === '\n' || sent === '\r\n') text = ' ';
  else if (oddCharacters.test(sent)) text = withoutMarks(sent).replace(/[\s\u200b\ufeff]+/g, ' ');
  if (page.hasSpace && text.startsWith(' ')) text = text.slice(1);
  if (text === '') return;
  page.line += text;
  page.length += text.length;
  page.hasSpace = text.endsWith(' ');
}

/** Writes preformatted text: its blanks and line ends stay. */
export function writePreformatted(page: TextPage, sent: string): void {
  const raw = withoutMarks(sent);
  for (const [index, part] of raw.replace(/\r\n?/g, '\n').split('\n').entries()) {
    if (index > 0) {
      if (page.line === '') leaveBlankLine(page);
      endLine(page);
    }
    page.line += part;
  }
  page.length += raw.length;
}

/** Breaks the line as `br` does: a second break leaves a blank line. */
export function breakLine(page: TextPage): void {
  if (page.line.trim() !== '') {
    endLine(page);
    return;
  }
  page.line = '';
  leaveBlankLine(page);
}

/** Ends the line and leaves a blank one. */
export function endParagraph(page: TextPage): void {
  endLine(page);
  leaveBlankLine(page);
}

/** Parts the cells of a table by a blank. */
export function endCell(page: TextPage): void {
  if (page.line === '' || page.hasSpace) return;
  page.line += ' ';
  page.hasSpace = true;
}

/** Marks the start of the mail that an answer quotes. */
export function startCut(page: TextPage): void {
  endParagraph(page);
  page.isCut = true;
}

/** The end of the line, from a place on. @param from the page's length there */
export const wordsFrom = ({ line, length }: TextPage, from: number): string =>
  line.slice(Math.max(0, line.length - (length - from)));

/** Puts another text in the place of the words since a place. @param from the page's length there */
export function replaceWords(page: TextPage, from: number, text: string): void {
  const start = page.line.length - wordsFrom(page, from).length;
  page.line = page.line.slice(0, start) + text;
  page.links = page.links.filter(([at]) => at <= start);
  page.hasSpace = false;
}

/**
 * Shows the address of a link behind its words, unless the words say it already.
 *
 * @param from the page's length where the words of the link begin
 */
export function endLink(page: TextPage, href: string, from: number): void {
  const { line } = page;
  const words = wordsFrom(page, from).trim();
  const target = href.replace(/^mailto:/i, '');
  const isSaid = words === '' || words.includes(target) || target.includes(words.replace(/\/$/, ''));
  if (line.trim() === '' || isSaid || target.length > maxLinkLength) return;
  page.links.push([line.trimEnd().length, target]);
}

/** Sets the quote depth of the next lines, and whether they belong to a signature. */
export function setPrefix(page: TextPage, quoteDepth: number, isSignature: boolean): void {
  if (quoteDepth === page.quoteDepth && isSignature === page.isSignature) return;
  endLine(page);
  page.quoteDepth = quoteDepth;
  page.quotePrefix = quoteDepth === 0 ? '' : `${'>'.repeat(Math.min(quoteDepth, maxQuoteMarks))} `;
  page.isSignature = isSignature;
}

/** The whole page, in both forms. */
export function finishPage(page: TextPage): { readonly text: string; readonly marked: string } {
  endLine(page);
  return { text: joinLines(page.readable), marked: joinLines(page.marked) };
}

const joinLines = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
