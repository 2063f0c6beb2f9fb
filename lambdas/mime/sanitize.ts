import sanitizeHtml from 'sanitize-html';
import { createLevelCounter, type HtmlRefusal, isHtmlTooLarge, unlessTooDeep } from './html-limits.ts';
import type { MarkupMemo, StartTag } from './markup.ts';
import { plainAttributesOf } from './plain-markup.ts';
import { safeStyle } from './styles.ts';
import { cleanWellFormed } from './well-formed-html.ts';

/** HTML that is safe to show, with the number of images that were removed. */
interface SafeHtml {
  /** Absent when the HTML was refused as a whole. */
  readonly html?: string;
  readonly refused?: HtmlRefusal;
  /** Images that only report the opening of the mail to their owner. */
  readonly trackingPixels: number;
}

/** Attributes of layout. */
const layout = [
  ...['align', 'valign', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'dir', 'height'],
  ...['width', 'lang', 'style', 'title', 'class', 'nowrap', 'color', 'face', 'size', 'start', 'type'],
];
/** Elements that lead somewhere else. */
const links = new Set(['a', 'area']);
/** The place of a tracking pixel until the HTML is written; a sender who writes the same mark gains nothing. */
const pixelMark = '\ue001pixel';
const pixelElement = `<img alt="${pixelMark}" />`;
const tracker = /(?:^|[/.?&_-])(?:track(?:ing)?|open(?:s|ed)?|pixel|beacon|spacer|wf\/open|e[a-z]?\/o)(?:[/.?&=_-]|$)/i;

/**
 * Removes everything from a sender's HTML that could run, fetch, submit or track; words, links and layout stay.
 *
 * Links open apart and tell the target nothing (`noopener noreferrer`). Images from `cid:`, `data:` and the web stay;
 * invisible ones are removed and counted. HTML that is nested too deep or too large is refused, and the parser reads it
 * no further than to that place.
 */
export function createSanitizer(): (html: string, markup?: MarkupMemo) => SafeHtml {
  const levels = createLevelCounter();
  const pass: Pass = { trackingPixels: 0, styles: new Map() };
  const options: sanitizeHtml.IOptions = {
    ...allowed,
    onOpenTag: levels.open,
    onCloseTag: levels.close,
    transformTags: { '*': (tagName, attribs) => safeElement(pass, tagName, attribs) },
  };
  const clean = (html: string): string => {
    pass.trackingPixels = 0;
    levels.reset();
    return sanitizeHtml(html, options);
  };
  const cleanPlain = (tag: StartTag): string | undefined => cleanPlainTag(pass, tag);
  const rules = { clean, cleanPlain, isAllowed: isAllowedElement, cleaned: new Map() };
  const cleanFast = (html: string, markup?: MarkupMemo): string | undefined => {
    const pieces = html.includes(pixelMark[0]!) ? undefined : cleanWellFormed(html, rules, markup);
    // The library saw each pixel once, and the mail may repeat it.
    if (pieces && pass.trackingPixels > 0)
      pass.trackingPixels = pieces.filter((piece) => piece === pixelElement).length;
    return pieces?.join('');
  };
  return function sanitize(html, markup) {
    if (isHtmlTooLarge(html)) return { refused: 'too-large', trackingPixels: 0 };
    pass.trackingPixels = 0;
    pass.styles.clear();
    const marked = cleanFast(html, markup) ?? unlessTooDeep(() => clean(html));
    if (marked === undefined) return { refused: 'too-deep', trackingPixels: 0 };
    const { trackingPixels } = pass;
    const cleaned = trackingPixels === 0 ? marked : marked.replaceAll(pixelElement, '');
    // Entities and the attributes of links can multiply its size.
    return isHtmlTooLarge(cleaned) ? { refused: 'too-large', trackingPixels } : { html: cleaned, trackingPixels };
  };
}

const allowedTags = [
  ...sanitizeHtml.defaults.allowedTags,
  ...['img', 'center', 'font', 'del', 'ins', 'big', 'tt', 'strike', 'figure', 'figcaption', 'map', 'area'],
];
const allowedNames: ReadonlySet<string> = new Set(allowedTags);

/** Whether an element of this name stays. */
export const isAllowedElement = (name: string): boolean => allowedNames.has(name);

const allowedAttributes = [...layout, 'href', 'src', 'alt', 'cite', 'name', 'target', 'rel'];
const keptAttributes: ReadonlySet<string> = new Set(allowedAttributes);

/** Elements, attributes and schemes that stay. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags,
  // One list for all tags: the library goes through every entry for every mail, and links are judged by their
  // scheme wherever they stand.
  allowedAttributes: { '*': allowedAttributes },
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms'],
  allowedSchemesByTag: { img: ['cid', 'data', 'http', 'https'] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'xml'],
  nestingLimit: 200,
};

/** State of the mail that is cleaned. */
interface Pass {
  trackingPixels: number;
  /** Cleaned styles by their form as sent: a mail repeats the same styles. */
  readonly styles: Map<string, string | undefined>;
}

function safeElement(pass: Pass, tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  // Pixels are marked, and removed at the end: for a filter the library copies its whole output at each of them.
  if (tagName === 'img' && isPixel(attribs)) {
    pass.trackingPixels += 1;
    return { tagName, attribs: { alt: pixelMark } };
  }
  if (attribs.style !== undefined) {
    const style = styleOf(pass, attribs.style);
    if (style === undefined) delete attribs.style;
    else attribs.style = style;
  }
  if (links.has(tagName) && attribs.href !== undefined) {
    attribs.target = '_blank';
    attribs.rel = 'noopener noreferrer';
  }
  return { tagName, attribs };
}

/** An address of the web that the library leaves as it is: its scheme is allowed, and nothing in it hides another. */
const plainAddress = /^https?:\/\/[\w.-]{1,253}(?::\d{1,5})?(?:[/?#][\w./:?#@!$()*+,;=%~-]{0,2000})?$/;

/**
 * Cleans a start tag of the plainest form as the library does, by the same rules. Images are left to it: they have more
 * schemes, and some are counted.
 */
function cleanPlainTag(pass: Pass, tag: StartTag): string | undefined {
  const sent = tag.end === '' ? undefined : plainAttributesOf(tag);
  if (sent === undefined || sent.src !== undefined || sent.cite !== undefined) return undefined;
  if (sent.href !== undefined && !plainAddress.test(sent.href)) return undefined;
  const { attribs } = safeElement(pass, tag.name, sent);
  let cleaned = `<${tag.name}`;
  for (const [name, value] of Object.entries(attribs)) {
    if (!keptAttributes.has(name)) continue;
    if (/[&<>"]/.test(value)) return undefined;
    cleaned += ` ${name}="${value}"`;
  }
  return `${cleaned}>`;
}

function styleOf({ styles }: Pass, style: string): string | undefined {
  if (!styles.has(style)) styles.set(style, safeStyle(style));
  return styles.get(style);
}

/** Whether an image from the web is too small or too hidden to be meant for eyes. */
function isPixel({ src = '', width, height, style = '' }: Record<string, string | undefined>): boolean {
  if (!/^https?:/i.test(src)) return false;
  const tiny = (value: string | undefined): boolean => value !== undefined && /^\s*[01](?:px)?\s*$/.test(value);
  const isTiny =
    (tiny(width) && tiny(height)) ||
    /(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)/i.test(style) ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
  return (
    isTiny ||
    ((tiny(width) || tiny(height)) && tracker.test(src)) ||
    (width === undefined &&
      height === undefined &&
      style === '' &&
      /\/(?:wf\/open|track\/open|open\.php|o\.gif|pixel\.gif|open\.aspx|e2t\/to)\b/i.test(src))
  );
}
