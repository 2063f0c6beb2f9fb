/**
 * The source of a regular expression that matches any of some phrases: one a line, each a pattern of its own, an
 * earlier one before a later one.
 *
 * Backslashes stay as they are. Blanks at the ends of a line do not count: a phrase that ends with a blank says `\x20`.
 *
 * @example new RegExp(`^${anyOf`
 *   out of (?:the )?office
 *   on (?:vacation|leave)
 * `}`, 'i')
 */
export function anyOf(phrases: TemplateStringsArray, ...parts: readonly string[]): string {
  const lines = String.raw(phrases, ...parts).split('\n');
  return `(?:${lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('|')})`;
}
