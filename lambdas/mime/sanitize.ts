import sanitizeHtml from 'sanitize-html';
import { createLevelCounter, type HtmlRefusal, isHtmlTooLarge, unlessTooDeep } from './html-limits.ts';
import { safeStyle } from './styles.ts';

/** HTML that is safe to show, and what was taken out for it. */
interface SafeHtml {
  /** Absent when the HTML was refused as a whole. */
  readonly html?: string;
  readonly refused?: HtmlRefusal;
  /** Images that only told their owner that the mail was opened. */
  readonly trackingPixels: number;
}

/** Attributes of layout. */
const layout = [
  ...['align', 'valign', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'dir', 'height'],
  ...['width', 'lang', 'style', 'title', 'class', 'nowrap', 'color', 'face', 'size', 'start', 'type'],
];
/** Elements that lead somewhere else. */
const links = new Set(['a', 'area']);
/** Stands in the place of a tracking pixel until the HTML is written; a sender who writes the same gains nothing. */
const pixelMark = '\ue001pixel';
const pixelElement = `<img alt="${pixelMark}" />`;
const tracker = /(?:^|[/.?&_-])(?:track(?:ing)?|open(?:s|ed)?|pixel|beacon|spacer|wf\/open|e[a-z]?\/o)(?:[/.?&=_-]|$)/i;

/**
 * Takes out of a sender's HTML what could run, fetch, submit or track; keeps its words, links and layout.
 *
 * Links open apart and tell the target nothing (`noopener noreferrer`). Images are kept from `cid:`, `data:`
 * and the web; those that cannot be seen are removed and counted. HTML that is nested too deep or too large is refused,
 * before the parser has done more than read it as far as that.
 */
export function createSanitizer(): (html: string) => SafeHtml {
  const levels = createLevelCounter();
  const pass: Pass = { trackingPixels: 0, styles: new Map() };
  const options: sanitizeHtml.IOptions = {
    ...allowed,
    onOpenTag: levels.open,
    onCloseTag: levels.close,
    transformTags: { '*': (tagName, attribs) => safeElement(pass, tagName, attribs) },
  };
  return function sanitize(html) {
    if (isHtmlTooLarge(html)) return { refused: 'too-large', trackingPixels: 0 };
    pass.trackingPixels = 0;
    pass.styles.clear();
    levels.reset();
    const marked = unlessTooDeep(() => sanitizeHtml(html, options));
    if (marked === undefined) return { refused: 'too-deep', trackingPixels: 0 };
    const { trackingPixels } = pass;
    const cleaned = trackingPixels === 0 ? marked : marked.replaceAll(pixelElement, '');
    // Entities and the attributes of links can make many times as much of it.
    return isHtmlTooLarge(cleaned) ? { refused: 'too-large', trackingPixels } : { html: cleaned, trackingPixels };
  };
}

/** Elements, attributes and schemes that are kept. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    ...['img', 'center', 'font', 'del', 'ins', 'big', 'tt', 'strike', 'figure', 'figcaption', 'map', 'area'],
  ],
  // One list for all tags: the library goes through every entry for every mail, and links are judged by their
  // scheme wherever they stand.
  allowedAttributes: { '*': [...layout, 'href', 'src', 'alt', 'cite', 'name', 'target', 'rel'] },
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
  /** Cleaned styles by what was sent: a mail says the same styles again and again. */
  readonly styles: Map<string, string | undefined>;
}

function safeElement(pass: Pass, tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  // Marked, and taken out at the end: for a filter the library copies at each of them what it has written so far.
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

function styleOf({ styles }: Pass, style: string): string | undefined {
  if (!styles.has(style)) styles.set(style, safeStyle(style));
  return styles.get(style);
}

/** An image from the web that is too small or too hidden to be meant for eyes. */
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
