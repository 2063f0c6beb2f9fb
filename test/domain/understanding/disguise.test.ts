import {
  hasDisguisedWord,
  hasInvisibleCharacters,
  imitatesLatin,
  isMixedScript,
  shownDomain,
} from '../../../lambdas/domain/understanding/disguise.ts';

describe('hasInvisibleCharacters', () => {
  it.each<[string, string, boolean]>([
    ['a plain sender', 'Kim <kim@harbour.example>', false],
    ['a zero-width space in the domain', 'Kim <info@har\u200bbour.example>', true],
    ['a soft hyphen in the name', 'Pay\u00adPal <a@b.example>', true],
    ['a word joiner', 'Pay\u2060Pal', true],
    ['a joiner between Latin letters', 'Pay\u200dPal', true],
    ['a mark of direction within an address', 'a@pay\u200epal.example', true],
    ['a Hangul filler', 'Pay\u3164Pal', true],
    ['tags that spell a text', 'Hello\u{e0049}\u{e0047}', true],
    ['a byte order mark', 'Pay\ufeffPal', true],
    ['a family of emoji', 'Kim 👨\u200d👩\u200d👧', false],
    [
      'the flag of a country of the United Kingdom',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Kim',
      false,
    ],
    ['a Persian name', 'می\u200cخواهم', false],
    ['a name from right to left in brackets of marks', '\u200fדנה\u200f', false],
  ])('judges %s', (_case, text, wanted) => {
    expect(hasInvisibleCharacters(text)).toBe(wanted);
  });
});

describe('hasDisguisedWord', () => {
  it.each<[string, string, boolean]>([
    ['plain words', 'PayPal Support', false],
    ['a Cyrillic letter in a Latin word', 'PаyPal', true],
    ['a Greek letter in a Latin word', 'Micrοsoft', true],
    ['styled letters', '𝗣𝗮𝘆𝗣𝗮𝗹', true],
    ['words of two alphabets side by side', 'Отчёт Microsoft Teams', false],
    ['a Latin word with a Russian ending', 'e-mail-ов', false],
    ['a unit', '10 kΩ and 5 μm', false],
    ['accents', 'Müller Straße Łódź', false],
    ['Japanese with Latin letters', '株式会社ABC', false],
  ])('judges %s', (_case, text, wanted) => {
    expect(hasDisguisedWord(text)).toBe(wanted);
  });
});

describe('isMixedScript and imitatesLatin', () => {
  it.each<[string, string, boolean, boolean]>([
    ['a plain domain', 'paypal.com', false, false],
    ['a Latin domain with one Cyrillic letter', 'pаypal.com', true, false],
    ['a domain all of Cyrillic letters that look Latin', 'аррӏе.com', false, true],
    ['the same word where people write Cyrillic', 'рок.ru', false, false],
    ['a Cyrillic word under a Latin suffix', 'привет.com', false, false],
    ['a Latin letter that imitates another', 'ɡoogle.com', false, true],
    ['a dotless i', 'paypaı.com', false, true],
    ['a dotless i at home', 'balıkesir.tr', false, false],
    ['umlauts', 'müller.de', false, false],
    ['a Chinese domain', '报价.cn', false, false],
  ])('judge %s', (_case, domain, isMixed, imitates) => {
    expect([isMixedScript(domain), imitatesLatin(domain)]).toEqual([isMixed, imitates]);
  });
});

describe('shownDomain', () => {
  it.each([
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['harbour.example', 'harbour.example'],
  ])('shows %s as %s', (domain, wanted) => {
    expect(shownDomain(domain)).toBe(wanted);
  });
});
