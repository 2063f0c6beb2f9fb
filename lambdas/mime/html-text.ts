import { Parser } from 'htmlparser2';
import { compact } from '../compact.ts';
import { anyOf } from '../domain/mail/any-of.ts';
import { createLevelCounter } from './html-limits.ts';
import { createTextWriter } from './text-writer.ts';

/** HTML as text, once for reading and once with the marks by which a reply is told from its quote. */
export interface HtmlText {
  /** What a person reads: quotes with `> `, links with their address. */
  readonly text: string;
  /** The same without link addresses, with cut and signature marks where the structure shows them. */
  readonly marked: string;
  /** Whether any structure told a quote or a divider. */
  readonly hasQuotes: boolean;
}

/** Elements that open a new line; those of the second set also leave a blank one. */
const blocks = new Set([
  'div',
  'tr',
  'li',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'center',
  'form',
  'fieldset',
  'address',
  'aside',
  'main',
  'nav',
  'figure',
  'caption',
  'thead',
  'tbody',
  'option',
]);
const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'table',
  'blockquote',
  'pre',
  'hr',
]);
/** Elements whose text nobody reads. */
const hidden = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'object',
  'iframe',
  'svg',
  'math',
  'select',
  'textarea',
  'xml',
  'audio',
  'video',
]);
const voids = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'area',
  'base',
  'col',
  'embed',
  'source',
  'track',
  'wbr',
]);

const quoteClass = new RegExp(
  String.raw`(?:^|\s)(?:x_)*${anyOf`
    gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|mail_quote|quoted-text
    WPSQuote
    ms-outlook-ios-reference-expanded
  `}(?:\s|$)`,
);
const dividerId = new RegExp(
  `^(?:x_)*${anyOf`
    divRplyFwdMsg|appendonsend|stopSpelling
    OLK_SRC_BODY_SECTION
    isReplyContent
    mail-editor-reference-message-container
    ms-outlook-mobile-body-separator-line
    yahoo_quoted_\d+|reply-intro|replySplit|ymail_ctr_id|isForwardContent|origbody
  `}$`,
  'i',
);
const signatureHint = new RegExp(anyOf`
  (?:^|\s)(?:x_)*${anyOf`
    gmail_signature|moz-signature
    protonmail_signature_block
    ms-outlook-ios-signature
    gmail_signature_prefix
    tutanota_signature|signature|mail_signature
    ydp\w{0,12}-signature
    yahoo-signature
  `}(?:\s|$)
  ^(?:x_)*(?:Signature|ms-outlook-mobile-signature|AppleMailSignature|signature)$
`);
const outlookDivider = new RegExp(
  anyOf`
    border(?:-top)?:\s*(?:none;\s*border-top:\s*)?solid\s+#(?:b5c4df|e1e1e1|ccc{0,1}|cccccc)\s+1(?:\.0)?pt
    border-top:\s*(?:#b5c4df|#e1e1e1) 1pt solid
    border-top:\s*1pt solid (?:#e1e1e1|#b5c4df|rgb\(225, ?225, ?225\)|rgb\(181, ?196, ?223\))
  `,
  'i',
);
const quoteStyle = new RegExp(
  anyOf`
    border-left(?:-width|-style|-color)?\s*:
    margin(?:-left)?:\s*0(?:px|pt|cm)? 0(?:px|pt|cm)? 0(?:px|pt|cm)? (?:0\.8ex|\.8ex|40px)
    padding-left:\s*(?:1ex|5px)
  `,
  'i',
);
const invisibleStyle = new RegExp(
  anyOf`
    display\s*:\s*none
    visibility\s*:\s*hidden
    mso-hide\s*:\s*all
    font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)
    max-height\s*:\s*0(?:px)?\s*(?:;|$)
  `,
  'i',
);

const maxOutput = 2 * 1024 * 1024;

interface Open {
  readonly name: string;
  readonly quotes: boolean;
  readonly hides: boolean;
  readonly signs: boolean;
  readonly href?: string;
  readonly textAt: number;
}

/**
 * Makes text of HTML in one pass, linear in its length.
 *
 * @throws HtmlTooDeepError when it is nested beyond the limit
 */
export function htmlToText(html: string): HtmlText {
  const levels = createLevelCounter();
  const writer = createTextWriter();
  const stack: Open[] = [];
  let quoteDepth = 0;
  let hiddenDepth = 0;
  let signatureDepth = 0;
  let preDepth = 0;
  let hasQuotes = false;

  const close = (open: Open): void => {
    if (open.quotes) quoteDepth -= 1;
    if (open.hides) hiddenDepth -= 1;
    if (open.signs) signatureDepth -= 1;
    if (open.name === 'pre') preDepth -= 1;
    if (open.href !== undefined) writer.link(open.href, open.textAt);
    // The line ends under the old prefix, the blank one below it stands under the new.
    writer.prefix(quoteDepth, signatureDepth > 0);
    if (paragraphs.has(open.name)) writer.paragraph();
    else if (blocks.has(open.name) || open.quotes || open.signs) writer.line();
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        levels.open();
        if (name === 'br') return void (hiddenDepth === 0 && writer.breakLine());
        const { class: classes = '', id = '', style = '' } = attributes;
        const quotes =
          (name === 'blockquote' &&
            (attributes.type === 'cite' ||
              attributes.cite !== undefined ||
              /quote|cite/i.test(classes) ||
              quoteStyle.test(style) ||
              /^(?:x_)*(?:replyBlockquote|isReplyContent)$/.test(id))) ||
          (name !== 'div' && quoteClass.test(classes) && name === 'blockquote') ||
          (quoteClass.test(classes) && !/gmail_quote/.test(classes));
        const divides = dividerId.test(id) || (name === 'div' && outlookDivider.test(style));
        const signs =
          signatureHint.test(classes) || signatureHint.test(id) || attributes['data-smartmail'] === 'gmail_signature';
        const hides =
          hidden.has(name) || (style !== '' && invisibleStyle.test(style)) || attributes.hidden !== undefined;
        if (paragraphs.has(name)) writer.paragraph();
        else if (blocks.has(name) || quotes || signs) writer.line();
        if (divides && hiddenDepth === 0 && quoteDepth === 0) {
          hasQuotes = true;
          writer.cut();
        }
        if (quotes) {
          hasQuotes = true;
          writer.line();
        }
        if (voids.has(name)) return;
        const href = name === 'a' && /^(?:https?:|mailto:)/i.test(attributes.href ?? '') ? attributes.href : undefined;
        if (quotes) quoteDepth += 1;
        if (hides) hiddenDepth += 1;
        if (signs) signatureDepth += 1;
        if (name === 'pre') preDepth += 1;
        writer.prefix(quoteDepth, signatureDepth > 0);
        if (name === 'li') writer.text('- ', false);
        stack.push(compact({ name, quotes, hides, signs, textAt: writer.length(), href }));
      },
      ontext(text) {
        if (hiddenDepth === 0) writer.text(text, preDepth > 0);
      },
      onclosetag(name, isImplied) {
        levels.close();
        if (name === 'td' || name === 'th') writer.cell();
        const at = lastOf(stack, name);
        // The parser closes what the author forgot; a stray end tag closes nothing.
        if (at < 0 || (isImplied && at < stack.length - 50)) return;
        for (const open of stack.splice(at).toReversed()) close(open);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let start = 0; start < html.length && writer.length() < maxOutput; start += 65_536)
    parser.write(html.slice(start, start + 65_536));
  parser.end();
  const { text, marked } = writer.done();
  return { text, marked, hasQuotes };
}

function lastOf(stack: readonly Open[], name: string): number {
  for (let index = stack.length - 1; index >= Math.max(0, stack.length - 200); index -= 1)
    if (stack[index]!.name === name) return index;
  return -1;
}
