import type { StartTag } from './markup.ts';

type Attributes = Record<string, string>;

/** An attribute with a value of printable ASCII in double quotes, without escapes, quotes and brackets. */
const plainAttribute = / ([a-z][a-z-]{0,30})="([ !#-%(-;=?-~]{1,2000})"/y;

/**
 * The attributes of a start tag of the plainest form, which is most of them: small letters, one blank before each
 * attribute, values without anything that a parser decodes. Reading it here is much faster than any parser of HTML.
 *
 * @returns absent for a tag of another form
 */
export function plainAttributesOf({ source, name }: Pick<StartTag, 'source' | 'name'>): Attributes | undefined {
  if (!source.startsWith(name, 1)) return undefined;
  const attributes: Attributes = {};
  let at = name.length + 1;
  while (source[at] === ' ') {
    plainAttribute.lastIndex = at;
    const [, attribute = '', value = ''] = plainAttribute.exec(source) ?? [];
    // Parsers take the first of two attributes of one name.
    if (attribute === '' || Object.hasOwn(attributes, attribute)) return undefined;
    attributes[attribute] = value;
    at = plainAttribute.lastIndex;
  }
  return at === source.length - 1 && source[at] === '>' ? attributes : undefined;
}

/** The characters of the escapes that most mail has; all parsers know them. */
const plainEscapes: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': '\u00a0',
  '&#39;': "'",
  '&#160;': '\u00a0',
};
const plainEscape = /(&(?:amp|lt|gt|quot|nbsp|#39|#160);)/;

/**
 * The characters of a text whose escapes are all among the usual ones, in the pieces in which the parser gives them:
 * each escape is one of its own.
 *
 * @returns absent for a text with another escape
 */
export function plainPartsOf(source: string): readonly string[] | undefined {
  const parts = source.split(plainEscape);
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at]!;
    if (at % 2 === 1) parts[at] = plainEscapes[part]!;
    else if (part.includes('&')) return undefined;
  }
  return parts.filter((part) => part !== '');
}

/** Characters of text, as HTML that is made safe writes them. */
const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Cleans a text whose escapes are all among the usual ones; absent for another. */
export const cleanPlainText = (source: string): string | undefined =>
  plainPartsOf(source)
    ?.join('')
    .replace(/[&<>]/g, (character) => textEscapes[character]!);
