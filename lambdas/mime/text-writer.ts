import { cutMark, signatureMark, withoutMarks } from '../domain/understanding/reply/quote-header.ts';

/** Blanks that HTML shows as one, or not at all. */
const oddBlanks = /[^\S ]| {2}|[\u200b\ufeff]/;

/** Lines as they grow: blanks collapse, prefixes follow quote and signature depth. */
export function createTextWriter() {
  const shown: string[] = [];
  const marked: string[] = [];
  let line = '';
  let links: Array<readonly [at: number, href: string]> = [];
  let quote = '';
  let quoteDepth = 0;
  let isSignature = false;
  let isCut = false;
  let total = 0;
  let hasSpace = true;

  const flush = (): void => {
    const text = line.trimEnd();
    if (text !== '') {
      let withLinks = text;
      for (const [at, href] of links.toReversed())
        withLinks = `${withLinks.slice(0, at)} (${href})${withLinks.slice(at)}`;
      shown.push(quote + withLinks);
      marked.push(`${isCut ? cutMark : ''}${quote}${isSignature && quote === '' ? signatureMark : ''}${text}`);
      isCut = false;
    }
    line = '';
    links = [];
    hasSpace = true;
  };
  const blank = (): void => {
    if (shown.length > 0 && shown.at(-1)!.trim() !== '' && shown.at(-1) !== quote.trimEnd()) {
      shown.push(quote.trimEnd());
      marked.push(quote.trimEnd());
    }
  };
  return {
    text(given: string, isPre: boolean): void {
      const raw = withoutMarks(given);
      if (isPre) {
        const parts = raw.replace(/\r\n?/g, '\n').split('\n');
        parts.forEach((part, index) => {
          if (index > 0) {
            if (line === '') blank();
            flush();
          }
          line += part;
        });
        total += raw.length;
        return;
      }
      // Most text has single blanks and nothing to collapse.
      let text = oddBlanks.test(raw) ? raw.replace(/[\s\u200b\ufeff]+/g, ' ') : raw;
      if (hasSpace && text.startsWith(' ')) text = text.slice(1);
      if (text === '') return;
      line += text;
      total += text.length;
      hasSpace = text.endsWith(' ');
    },
    line: flush,
    breakLine(): void {
      if (line.trim() === '') {
        line = '';
        blank();
      } else flush();
    },
    paragraph(): void {
      flush();
      blank();
    },
    cell(): void {
      if (line !== '' && !hasSpace) {
        line += ' ';
        hasSpace = true;
      }
    },
    cut(): void {
      flush();
      blank();
      isCut = true;
    },
    link(href: string, from: number): void {
      const shownText = line.slice(Math.max(0, line.length - (total - from))).trim();
      const target = href.replace(/^mailto:/i, '');
      if (
        line.trim() === '' ||
        shownText === '' ||
        shownText.includes(target) ||
        target.includes(shownText.replace(/\/$/, '')) ||
        target.length > 2000
      )
        return;
      links.push([line.trimEnd().length, target]);
    },
    prefix(depth: number, signs: boolean): void {
      if (depth === quoteDepth && signs === isSignature) return;
      flush();
      quoteDepth = depth;
      quote = depth === 0 ? '' : `${'>'.repeat(Math.min(depth, 50))} `;
      isSignature = signs;
    },
    length: () => total,
    done() {
      flush();
      const join = (lines: readonly string[]): string =>
        lines
          .join('\n')
          .replace(/\n{3,}/g, '\n\n')
          .replace(/^\n+/, '')
          .trimEnd();
      return { text: join(shown), marked: join(marked) };
    },
  };
}
