import { compact } from '../compact.ts';
import { anyOf } from '../domain/mail/any-of.ts';
import type { LeftOut } from '../domain/mail/parsed-mail.ts';
import { escapeHtml } from '../domain/mail/text.ts';
import { isHtmlTooLarge, maxHtmlBytes, unlessTooDeep } from './html-limits.ts';
import { type HtmlText, htmlToText } from './html-text.ts';
import type { MarkupMemo } from './markup.ts';
import type { Part } from './part.ts';
import { cutText, maxTextBytes } from './text-limits.ts';

type BodyPart = Pick<Part, 'contentType' | 'leaf'> & { readonly children: readonly BodyPart[] };

/** The words of a mail as its parts hold them. */
export interface Body {
  readonly text?: string;
  /** As sent, not yet safe. */
  readonly html?: string;
  /** Whether there was no text part, and the text was made of the HTML. */
  readonly isTextFromHtml: boolean;
  /** The HTML as text with structure marks, where its structure can show a quote. */
  readonly marked?: HtmlText;
  /** Parts that stay in the raw mail alone, because they are beyond the limits. */
  readonly leftOut: readonly LeftOut[];
}

interface Piece {
  plain: string[];
  html: string[];
}

/** Markup of quotes or signatures; without it the structure of the HTML has nothing to tell. */
const tellsStructure = new RegExp(
  anyOf`
    <blockquote|divRplyFwdMsg|appendonsend|stopSpelling|yahoo_quoted|OLK_SRC_BODY
    border-top:\s*(?:solid|#|1(?:\.0)?pt)
    [_-]quote|signature|zmail_extra|isReplyContent|reference-message
  `,
  'i',
);

/**
 * Puts the text parts of a mail together. Alternatives (RFC 2046 §5.1.4) are one piece in two forms; other
 * text parts follow each other, each in its own form, so that nothing a sender wrote is left out.
 *
 * Beyond the limits the text is cut and the HTML is left out as a whole: half of it would be no HTML.
 *
 * @param hint a charset that the mail names elsewhere, for parts that name none
 * @param markup takes HTML apart
 */
export function readBody(root: BodyPart, hint?: string, markup?: MarkupMemo): Body {
  const { pieces, textLeftOut, htmlSize, isHtmlWhole } = gather(root, hint);
  const plain = pieces.filter((piece) => piece.plain.length > 0).map((piece) => ({ ...piece, html: [] }));
  const read = isHtmlWhole ? unlessTooDeep(() => compose(pieces, markup)) : undefined;
  const composed = read ?? compose(plain);
  return limited(composed, [
    ...(textLeftOut > 0 ? [{ part: 'text', reason: 'too-large', bytes: textLeftOut } as const] : []),
    ...(htmlSize > 0 && composed.html === undefined
      ? [
          {
            part: 'html',
            reason: isHtmlWhole && read === undefined ? 'too-deep' : 'too-large',
            bytes: htmlSize,
          } as const,
        ]
      : []),
  ]);
}

/** The text cut at its limit, also where it was made of HTML; the rest counts among the parts that are left out. */
export function limited(body: Omit<Body, 'leftOut'>, leftOut: readonly LeftOut[]): Body {
  const text = body.text === undefined ? undefined : cutText(body.text, maxTextBytes);
  if (text === undefined || text.length === body.text!.length) return { ...body, leftOut };
  const earlier = leftOut.find(({ part }) => part === 'text')?.bytes ?? 0;
  const bytes = earlier + Buffer.byteLength(body.text!) - Buffer.byteLength(text);
  return {
    ...body,
    text,
    leftOut: [{ part: 'text', reason: 'too-large', bytes }, ...leftOut.filter(({ part }) => part !== 'text')],
  };
}

function compose(pieces: readonly Piece[], markup?: MarkupMemo): Omit<Body, 'leftOut'> {
  const filled = pieces.filter(({ plain, html }) => plain.length > 0 || html.length > 0);
  if (filled.length === 0) return { isTextFromHtml: false };
  const hasHtml = filled.some(({ html }) => html.length > 0);
  const isTextFromHtml = filled.every(({ plain, html }) =>
    plain.every((text) => text.trim() === '' || (html.length > 0 && isPlaceholder(text))),
  );
  const html = hasHtml
    ? filled
        .map((piece) => (piece.html.length > 0 ? piece.html.join('\n') : asHtml(piece.plain.join('\n'))))
        .join('<br>\n')
    : undefined;
  const isReadable = html !== undefined && !isHtmlTooLarge(html);
  const marked =
    isReadable && (isTextFromHtml || tellsStructure.test(html))
      ? htmlToText(html, undefined, markup?.(html))
      : undefined;
  const text = isTextFromHtml
    ? marked?.text
    : filled
        .map(({ plain, html: markup }) =>
          plain.some((part) => part.trim() !== '') ? plain.join('\n') : htmlToText(markup.join('\n')).text,
        )
        .join('\n');
  return compact({
    text,
    html: isReadable ? html : undefined,
    isTextFromHtml,
    marked: marked,
  });
}

/** Longest text that software puts in place of the words of HTML. */
const maxPlaceholder = 400;
const placeholder = new RegExp(
  anyOf`
    (?:does|do) not (?:support|display|understand|show) (?:html|mime)
    (?:doesn't|doesn’t|cannot|can't|can not|unable to) (?:support|display|read|view|show) (?:this |the )?(?:html|mime)
    (?:html|html-)(?:capable|enabled|compatible|compliant) (?:e-?mail|mail|client|reader|viewer)
    (?:this|the) (?:e-?mail|message|mail|content) (?:is|was|must be|has been|should be) (?:sent |viewed |read )?(?:in|with|as) (?:an? )?html
    (?:to|please) view (?:this|the) (?:e-?mail|message|mail|content)[^.]{0,40}(?:browser|html|online)
    (?:kein|nicht) [^.]{0,40}html[- ](?:e-?mails?|format|nachrichten?|fähig)
    (?:unterstützt|anzeigen)[^.]{0,40}html
    (?:ne (?:supporte|prend)|n'affiche)[^.]{0,40}html
    (?:no (?:admite|soporta|puede)|non supporta|não suporta)[^.]{0,40}html
  `,
  'i',
);

/** Whether a text beside HTML says only that the words are in the HTML. */
const isPlaceholder = (text: string): boolean => {
  const words = text.length <= maxPlaceholder ? text.trim() : '';
  return /html|browser|mime/i.test(words) && placeholder.test(words);
};

interface Gathered {
  readonly pieces: readonly Piece[];
  /** Bytes of text parts that are not in the pieces. */
  readonly textLeftOut: number;
  /** UTF-8 bytes of all HTML parts, about. */
  readonly htmlSize: number;
  readonly isHtmlWhole: boolean;
}

/** Gathers the text parts. No recursion: the nesting is the sender's choice. */
function gather(root: BodyPart, hint: string | undefined): Gathered {
  const pieces: Piece[] = [];
  const room = { plain: maxTextBytes, html: maxHtmlBytes };
  let textLeftOut = 0;
  let htmlSize = 0;
  let isHtmlWhole = true;
  const stack: Array<{ readonly node: BodyPart; readonly piece?: Piece }> = [{ node: root }];
  while (stack.length > 0) {
    const { node, piece } = stack.pop()!;
    const isAlternative = node.contentType === 'multipart/alternative';
    const shared = piece ?? (isAlternative ? { plain: [], html: [] } : undefined);
    if (isAlternative && piece === undefined) pieces.push(shared!);
    const form = node.contentType === 'text/html' ? 'html' : 'plain';
    const { text, leftOut } = node.leaf?.kind === 'text' ? node.leaf.text(hint, room[form]) : nothing;
    if (text !== '') {
      const own = shared ?? { plain: [], html: [] };
      if (shared === undefined) pieces.push(own);
      own[form].push(text);
    }
    const size = Buffer.byteLength(text);
    room[form] -= size;
    if (form === 'plain') textLeftOut += leftOut;
    else {
      htmlSize += size + leftOut;
      isHtmlWhole &&= leftOut === 0;
    }
    for (const child of node.children.toReversed()) stack.push(compact({ node: child, piece: shared }));
  }
  return { pieces, textLeftOut, htmlSize, isHtmlWhole };
}

const nothing = { text: '', leftOut: 0 };

const asHtml = (text: string): string => `<div style="white-space: pre-wrap">${escapeHtml(text)}</div>`;
