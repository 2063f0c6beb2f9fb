/** The largest HTML of a mail in UTF-8 bytes, as sent and when it is made safe: larger HTML is left out. */
export const maxHtmlBytes = 4 * 1024 * 1024;

/**
 * Elements within each other. The parsers copy their stack at every tag, so that their work is the length times the
 * depth; long chains of replies reach some hundred levels.
 */
export const maxHtmlLevels = 500;

/** Why a mail's HTML was left out. */
export type HtmlRefusal = 'too-large' | 'too-deep';

/** Thrown out of a parser's callback, which is the only way to end its work. */
export class HtmlTooDeepError extends Error {
  override readonly name = 'HtmlTooDeepError';
}

/** Whether HTML is larger than the limit. */
export const isHtmlTooLarge = (html: string): boolean =>
  html.length > maxHtmlBytes || (html.length * 3 > maxHtmlBytes && Buffer.byteLength(html) > maxHtmlBytes);

/**
 * Counts the elements that a parser holds open, by the events of that parser: it alone knows void elements, comments,
 * attributes and the elements that it closes by itself (a `p` before a `p`).
 */
export function createLevelCounter() {
  let levels = 0;
  return {
    reset(): void {
      levels = 0;
    },
    /** @throws HtmlTooDeepError beyond the limit */
    open(): void {
      levels += 1;
      if (levels > maxHtmlLevels) throw new HtmlTooDeepError();
    },
    close(): void {
      levels -= 1;
    },
  };
}

/**
 * Runs a reader of HTML.
 *
 * @returns absent when the HTML is nested too deep
 */
export function unlessTooDeep<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof HtmlTooDeepError) return undefined;
    throw error;
  }
}
