/**
 * The source of a regular expression that matches any of some phrases, one phrase a line. Each is a pattern, and an
 * earlier one is tried before a later one.
 *
 * Backslashes stay as they are. Blanks at the ends of a line do not count: `\x20` ends a phrase with a blank.
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
