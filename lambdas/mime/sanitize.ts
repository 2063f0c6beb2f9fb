import sanitizeHtml from 'sanitize-html';

/** HTML that is safe to show, and what was taken out for it. */
export interface SafeHtml {
  readonly html: string;
  /** Images that only told their owner that the mail was opened. */
  readonly trackingPixels: number;
}

/** Beyond this no HTML is kept: nobody writes it, and cleaning it would take seconds. */
export const maxHtmlLength = 4 * 1024 * 1024;

const layout = [
  'align',
  'valign',
  'bgcolor',
  'border',
  'cellpadding',
  'cellspacing',
  'colspan',
  'rowspan',
  'dir',
  'height',
  'width',
  'lang',
  'style',
  'title',
  'class',
  'nowrap',
  'color',
  'face',
  'size',
  'start',
  'type',
];
/** Anything in a style that fetches, runs, or leaves its place on the page. */
const unsafeStyle =
  /url\s*\(|expression|@import|behavior|-moz-binding|javascript|\\|position\s*:\s*(?:fixed|absolute|sticky)|\/\*/i;
const tracker = /(?:^|[/.?&_-])(?:track(?:ing)?|open(?:s|ed)?|pixel|beacon|spacer|wf\/open|e[a-z]?\/o)(?:[/.?&=_-]|$)/i;

/**
 * Takes out of a sender's HTML what could run, fetch, submit or track; keeps its words, links and layout.
 *
 * Links open apart and tell the target nothing (`noopener noreferrer`). Images are kept from `cid:`, `data:`
 * and the web; those that cannot be seen are removed and counted.
 */
export function createSanitizer(): (html: string) => SafeHtml {
  let trackingPixels = 0;
  const options: sanitizeHtml.IOptions = {
    allowedTags: [
      ...sanitizeHtml.defaults.allowedTags,
      'img',
      'center',
      'font',
      'del',
      'ins',
      'big',
      'tt',
      'strike',
      'figure',
      'figcaption',
      'map',
      'area',
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
    transformTags: {
      '*': (tagName, attribs) => {
        if (attribs.style !== undefined && unsafeStyle.test(attribs.style)) delete attribs.style;
        if (tagName === 'a' && attribs.href !== undefined) {
          attribs.target = '_blank';
          attribs.rel = 'noopener noreferrer';
        }
        return { tagName, attribs };
      },
    },
    exclusiveFilter: ({ tag, attribs }) => {
      if (tag !== 'img' || !isPixel(attribs)) return false;
      trackingPixels += 1;
      return true;
    },
  };
  return (html) => {
    trackingPixels = 0;
    const cleaned = sanitizeHtml(html, options);
    return { html: cleaned, trackingPixels };
  };
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
