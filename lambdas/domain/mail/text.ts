/**
 * Characters that must not leave us in a one-line field: they forge headers and log lines (CR, LF, NUL and
 * the other controls) or reorder what a person reads (Unicode bidirectional overrides and isolates).
 */
const unsafeInLine = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
/** The same for multi-line text, where tab and line feed are content. */
const unsafeInText = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line, fit for a field: controls become a blank, blanks collapse; absent when nothing is left. */
export function cleanLine(value: string | undefined): string | undefined {
  // Most are clean already.
  if (value !== undefined && /^[!-~]+(?: [!-~]+)*$/.test(value)) return value;
  const cleaned = value?.replace(unsafeInLine, ' ').replace(/\s+/gu, ' ').toWellFormed().trim();
  return cleaned || undefined;
}

/**
 * A text without the characters at its end that one character class holds.
 *
 * A loop, because a pattern such as `/[\s>]+$/` starts anew at each character of a run that does not stand at the
 * end, so that its time grows with the square of the run.
 *
 * @param outer a class for one character, for example `/[\s>]/`
 */
export function withoutEnd(text: string, outer: RegExp): string {
  let end = text.length;
  while (end > 0 && outer.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

/** The same at the start of a text. */
export function withoutStart(text: string, outer: RegExp): string {
  let start = 0;
  while (start < text.length && outer.test(text[start]!)) start += 1;
  return text.slice(start);
}

/** Text with LF line ends and without invisible controls; absent when only blanks are left. */
export function cleanText(value: string | undefined): string | undefined {
  const unix = value?.includes('\r') ? value.replace(/\r\n?/g, '\n') : value;
  const cleaned = unix?.replace(unsafeInText, '').toWellFormed();
  return cleaned?.trim() ? cleaned : undefined;
}

/** The last segment of a file name, so that no path reaches a disk or an object key. */
export function cleanFilename(value: string | undefined): string | undefined {
  const name = cleanLine(value)?.split(/[/\\]/).at(-1)?.replace(/^\.+$/, '').trim();
  return name ? name.slice(0, 255).toWellFormed() : undefined;
}

/** The first words of a text, cut between code points, at most `maxLength` UTF-16 units long. */
export function snippetOf(text: string | undefined, maxLength = 200): string | undefined {
  if (text === undefined) return undefined;
  // Most texts have few blanks, and a short start has enough words.
  const start = cleanLine(text.slice(0, maxLength * 2)) ?? '';
  const line = start.length > maxLength ? start : cleanLine(text.slice(0, maxLength * 8));
  if (line === undefined || line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML that shows it, also within an attribute in double quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character]!);
