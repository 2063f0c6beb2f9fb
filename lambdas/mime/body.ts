import { escapeHtml } from '../domain/text.ts';
import { type HtmlText, htmlToText } from './html-text.ts';
import type { Part } from './part.ts';
import { maxHtmlLength } from './sanitize.ts';

type BodyPart = Pick<Part, 'contentType' | 'leaf'> & { readonly children: readonly BodyPart[] };

/** The words of a mail as its parts hold them. */
export interface Body {
  readonly text?: string;
  /** As sent, not yet safe. */
  readonly html?: string;
  /** Whether there was no text part, and the text was made of the HTML. */
  readonly isTextFromHtml: boolean;
  /** The HTML as text with structure marks, where its structure can tell a quote. */
  readonly marked?: HtmlText;
}

interface Piece {
  plain: string[];
  html: string[];
}

/** Markup that tells quotes or signatures apart; without it reading the structure would be for nothing. */
const tellsStructure =
  /<blockquote|divRplyFwdMsg|appendonsend|stopSpelling|yahoo_quoted|OLK_SRC_BODY|border-top:\s*(?:solid|#|1(?:\.0)?pt)|[_-]quote|signature|zmail_extra|isReplyContent|reference-message/i;

/**
 * Puts the text parts of a mail together. Alternatives (RFC 2046 §5.1.4) are one piece in two forms; other
 * text parts follow each other, each in its own form, so that nothing a sender wrote is left out.
 *
 * @param hint a charset that the mail names elsewhere, for parts that name none
 */
export function readBody(root: BodyPart, hint?: string): Body {
  const pieces: Piece[] = [];
  gather(root, pieces, hint);
  const filled = pieces.filter(({ plain, html }) => plain.length > 0 || html.length > 0);
  if (filled.length === 0) return { isTextFromHtml: false };
  const hasHtml = filled.some(({ html }) => html.length > 0);
  const isTextFromHtml = filled.every(({ plain }) => plain.every((text) => text.trim() === ''));
  const html = hasHtml
    ? filled
        .map((piece) => (piece.html.length > 0 ? piece.html.join('\n') : asHtml(piece.plain.join('\n'))))
        .join('<br>\n')
    : undefined;
  const isReadable = html !== undefined && html.length <= maxHtmlLength;
  const marked = isReadable && (isTextFromHtml || tellsStructure.test(html)) ? htmlToText(html) : undefined;
  const text = isTextFromHtml
    ? marked?.text
    : filled
        .map(({ plain, html: markup }) =>
          plain.some((part) => part.trim() !== '')
            ? plain.join('\n')
            : htmlToText(markup.join('\n').slice(0, maxHtmlLength)).text,
        )
        .join('\n');
  return {
    ...(text !== undefined && { text }),
    ...(isReadable && { html }),
    isTextFromHtml,
    ...(marked && { marked }),
  };
}

/** Walked without recursion: the nesting is the sender's choice. */
function gather(root: BodyPart, pieces: Piece[], hint: string | undefined): void {
  const stack: Array<{ readonly node: BodyPart; readonly piece?: Piece }> = [{ node: root }];
  while (stack.length > 0) {
    const { node, piece } = stack.pop()!;
    const isAlternative = node.contentType === 'multipart/alternative';
    const shared = piece ?? (isAlternative ? { plain: [], html: [] } : undefined);
    if (isAlternative && piece === undefined) pieces.push(shared!);
    const text = node.leaf?.kind === 'text' ? node.leaf.text(hint) : '';
    if (text !== '') {
      const own = shared ?? { plain: [], html: [] };
      if (shared === undefined) pieces.push(own);
      (node.contentType === 'text/html' ? own.html : own.plain).push(text);
    }
    for (const child of node.children.toReversed()) stack.push({ node: child, ...(shared && { piece: shared }) });
  }
}

const asHtml = (text: string): string => `<div style="white-space: pre-wrap">${escapeHtml(text)}</div>`;
