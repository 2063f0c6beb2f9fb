import { anyOf } from '../domain/mail/any-of.ts';

const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Elements that open a new line. */
const blocks = names(`
  div tr li dt dd section article header footer center form fieldset address aside main nav figure caption thead tbody
  option
`);
/** Elements that also leave a blank line. */
const paragraphs = names('p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr');
/** Elements without content and without an end tag. */
export const voids = names('br hr img input meta link area base col embed source track wbr');
/** Elements with text that nobody reads. */
export const unread = names(`
  script style head title template noscript object iframe svg math select textarea xml audio video
`);

/** Classes that mail clients give to the element around a quote. */
const quoteClass = new RegExp(
  String.raw`(?:^|\s)(?:x_){0,5}${anyOf`
    gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|mail_quote|quoted-text
    WPSQuote
    ms-outlook-ios-reference-expanded
  `}(?:\s|$)`,
);
/** Ids of the element between an answer and the mail that it quotes. */
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
/** Classes and ids of a signature. */
const signatureHint = new RegExp(anyOf`
  (?:^|\s)(?:x_){0,5}${anyOf`
    gmail_signature|moz-signature
    protonmail_signature_block
    ms-outlook-ios-signature
    gmail_signature_prefix
    tutanota_signature|signature|mail_signature|sh-signature|fairemail_signature|k9mail-signature|_rc_sig|CanarySig
    missive_signature|front-signature|cm_signature
    bloop_sign\w{0,12}
    Zm-_Id_-Sgn\w{0,12}
    ydp\w{0,12}-signature
    yahoo-signature
  `}(?:\s|$)
  ^(?:x_)*(?:Signature|ms-outlook-mobile-signature|AppleMailSignature|signature|composer_signature|_rc_sig)$
`);
/** The line that Outlook draws above the header of the quoted mail. */
const outlookDivider = new RegExp(
  anyOf`
    border(?:-top)?:\s{0,3}(?:none;\s{0,3}border-top:\s{0,3})?solid\s{1,3}#(?:b5c4df|e1e1e1|ccc{0,1}|cccccc)\s{1,3}1(?:\.0)?pt
    border-top:\s{0,3}(?:#b5c4df|#e1e1e1) 1pt solid
    border-top:\s{0,3}1pt solid (?:#e1e1e1|#b5c4df|rgb\(225, ?225, ?225\)|rgb\(181, ?196, ?223\))
  `,
  'i',
);
/** Styles of a quote: a line at its left, or the indent of a client. */
const quoteStyle = new RegExp(
  anyOf`
    border-left(?:-width|-style|-color)?\s*:
    margin(?:-left)?:\s*0(?:px|pt|cm)? 0(?:px|pt|cm)? 0(?:px|pt|cm)? (?:0\.8ex|\.8ex)
    padding-left:\s*(?:1ex|5px)
  `,
  'i',
);
/** Styles that keep an element out of sight. */
const invisibleStyle = new RegExp(
  anyOf`
    display\s*:\s*none
    visibility\s*:\s*hidden
    mso-hide\s*:\s*all
    max-height\s*:\s*0(?:px)?\s*(?:;|$)
  `,
  'i',
);

/** A size of the letters, as a style gives it. */
const fontSize = /(?:^|[;\s])font-size\s*:\s*([\d.]{1,10})/i;

/** The meaning of an element to a reader. */
export interface ElementTraits {
  /** It holds a quote. */
  readonly quotes: boolean;
  /** A `blockquote` within it is a quote, whatever it looks like. */
  readonly holdsQuote: boolean;
  /** It stands between an answer and what the answer quotes. */
  readonly divides: boolean;
  /** It holds a signature. */
  readonly signs: boolean;
  /** Nobody sees its content. */
  readonly hides: boolean;
  /**
   * Whether its letters have no height; absent where it names no size. Layouts set it to nothing around elements with a size
   * of their own.
   */
  readonly isTiny?: boolean;
  /** The gap above and below it in the text: a new line, or a blank one; absent for an element within a line. */
  readonly gap?: 'line' | 'paragraph';
  /** The address of a link that leads to a page or a mailbox. */
  readonly href?: string;
}

type Attributes = Readonly<Record<string, string>>;

/** The meaning of an element to a reader, by its name and attributes. */
export function traitsOf(name: string, attributes: Attributes): ElementTraits {
  const { class: classes = '', id = '', style = '' } = attributes;
  return {
    quotes:
      (name === 'blockquote' && isQuotingBlock(attributes)) ||
      (quoteClass.test(classes) && !classes.includes('gmail_quote')),
    divides: dividerId.test(id) || (name === 'div' && outlookDivider.test(style)),
    holdsQuote:
      name !== 'blockquote' &&
      /(?:^|\s)(?:x_){0,5}(?:gmail_quote|gmail_quote_container|moz-forward-container)(?:\s|$)/.test(classes),
    signs:
      signatureHint.test(classes) ||
      signatureHint.test(id) ||
      attributes['data-smartmail'] === 'gmail_signature' ||
      attributes.name === 'messageSignatureSection',
    hides: unread.has(name) || (style !== '' && invisibleStyle.test(style)) || attributes.hidden !== undefined,
    ...(style.includes('ont-size') && sizeOf(style)),
    ...gapOf(name),
    ...(name === 'a' && targetOf(attributes)),
  };
}

/** Shared, because every element has one. */
const gaps = { none: {}, line: { gap: 'line' }, paragraph: { gap: 'paragraph' } } as const;

function gapOf(name: string): Pick<ElementTraits, 'gap'> {
  if (paragraphs.has(name)) return gaps.paragraph;
  return blocks.has(name) ? gaps.line : gaps.none;
}

const targetOf = ({ href }: Attributes): Pick<ElementTraits, 'href'> =>
  href !== undefined && /^(?:https?:|mailto:)/i.test(href) ? { href } : {};

function sizeOf(style: string): Pick<ElementTraits, 'isTiny'> {
  const size = fontSize.exec(style)?.[1];
  return size === undefined ? {} : { isTiny: Number.parseFloat(size) === 0 };
}

/** Whether a `blockquote` is a quote: people indent with it, too, and clients that quote with it mark it. */
function isQuotingBlock({ type, cite, class: classes = '', id = '', style = '' }: Attributes): boolean {
  return (
    type === 'cite' ||
    cite !== undefined ||
    /quote|cite/i.test(classes) ||
    quoteStyle.test(style) ||
    /^(?:x_)*(?:replyBlockquote|isReplyContent)$/.test(id)
  );
}
