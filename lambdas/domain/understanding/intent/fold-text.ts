/** Letters that Unicode does not decompose, in the spelling of the vocabularies. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

/**
 * Folds a text to lower case without accents and with straight apostrophes, because people leave accents out.
 *
 * Only the combining marks of U+0300 to U+036F go, so that kana keep their voiced marks.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase().replace(/[’‘`´]/g, "'");
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßøæœłđı]/g, (letter) => plainLetters[letter] ?? letter);
}
