const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  đ: 'd',
  ё: 'е',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '´': "'",
};

/**
 * A text in the form in which phrases are compared: lower case, Latin and Greek letters without accents, one kind of
 * apostrophe, full-width digits and letters as plain ones.
 *
 * Line ends within a paragraph and runs of blanks become one blank, because mailers wrap lines anywhere; paragraphs
 * are parted by a line feed.
 */
export const foldText = (text: string): string =>
  foldLetters(text)
    .replace(/\s{2,}|[^\S ]/g, (blanks) => (blanks.indexOf('\n') === blanks.lastIndexOf('\n') ? ' ' : '\n'))
    .trim();

function foldLetters(text: string): string {
  const lower = text.toLowerCase();
  // Most mail is ASCII.
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/(?<=[a-zα-ω])[\u0300-\u036f]+/g, '')
    .normalize('NFKC')
    .replace(/[ßłøæœıđё’‘ʼ´]/g, (letter) => plainLetters[letter]!);
}
