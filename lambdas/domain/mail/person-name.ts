import { anyOf } from './any-of.ts';

/** The name of a person as one writes it in a letter: the first name for the greeting, the rest for the last. */
interface PersonName {
  readonly firstName?: string;
  readonly lastName?: string;
}

/** The longest name that is read; RFC 5322 sets no bound, and no person has a longer one. */
const maxLength = 200;

/** Marks of direction, joiners without width, and controls, which clients leave in names. */
const invisible = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/gu;

/** Quotes that a client has put round the whole name, as Outlook does. */
const quotes = /^(['"`´‘’‚“”„«»]{1,4})(.{1,200}?)(['"`´‘’‚“”„«»]{1,4})$/u;

/** A firm, a department or a role behind the name, after a bar or in brackets. */
const behind = /(?:\s?[|¦｜]|\s[•·–—/-]\s)[^\n]{0,200}$/u;
const bracketed = /\s?[([{（【][^()[\]{}（）【】]{0,200}[)\]}）】]/gu;

/** The service through which a person writes: `Jo Baker via Docs`. */
const through = /\s(?:via|über|through|på vegne af|on behalf of|im auftrag von)\s[^\n]{0,200}$/iu;

/** Titles in front of a name; a greeting has none of them, or adds its own. */
const titles = new RegExp(
  String.raw`^(?:${anyOf`
    (?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|rev|fr|hon|sr|sra|srta|dott(?:\.?ssa)?|ing|dipl|mag|lic|mgr|bc|judr|mudr|phdr|rndr|av|me)\.
    (?:mr|mrs|ms|miss|mx|dr|prof|herrn?|frau|doctor|professor|monsieur|madame|mme|mlle|señora?|signora?|dhr|mevr|pan|pani|hr|fru)(?=\s)
    dipl\.?-?(?:ing|kfm|kffr|inf|phys|psych|wirt\.?-?ing)\.
  `}\s?(?:h\.\s?c\.\s?)?){1,4}(?=\p{L})`,
  'iu',
);

/** Degrees and generations, which are no first name behind a comma. */
const suffix = new RegExp(
  String.raw`^${anyOf`
    (?:jr|sr|junior|senior|ii|iii|iv|esq|phd|ph\.\s?d|md|m\.\s?d|dds|dvm|jd|j\.\s?d|llm|ll\.\s?m|mba|cpa|cfa|pmp|pe|rn|ba|bsc|b\.\s?sc|ma|msc|m\.\s?sc|m\.\s?a|b\.\s?a|csc|drsc)
    (?:mbe|obe|cbe|frcs|facs|cissp|aia|acca|ceng|dipl\.?-?ing|ra|llb|mph|edd|psyd)
  `}\.?$`,
  'iu',
);

/** Those that stand behind a name without a comma, too, and are no surname. */
const plainSuffix = /^(?:jr|sr|ii|iii|iv|esq|ph\.?d|m\.?d|mba|cpa|cfa|llm|msc|bsc)\.?$/iu;

/** Legal forms: the name is a firm's. Short ones count in capitals, for some people are called so. */
const legalForm = new RegExp(
  String.raw`(?:^|[\s,&])${anyOf`
    (?:[Ii]nc|INC|[Ii]ncorporated|LLC|L\.L\.C|[Ll]td|LTD|[Ll]imited|LLP|PLC|plc|[Cc]orp|CORP|[Cc]orporation|G[Mm][Bb]H|gmbh|AG|KG|OHG|UG|e\.\s?K|e\.\s?V|SE|SARL|SAS|SRL|S\.p\.A|SpA|S\.r\.l|SA|S\.A|SL|S\.L|BV|B\.V|NV|N\.V|O[Yy]|OYJ|AB|AS|ASA|A[Pp]S|A\/S)
    (?:[Ss]p\.?\s?z\s?o\.?\s?o|s\.?\s?r\.?\s?o|[Kk]ft|[Zz]rt|d\.?o\.?o|ООО|OOO|[Pp]ty|[Pp]te|[Pp]vt|[Bb]hd)
    &\s?[Cc]o|[Cc]ompany|Co(?=\.$)
    株式会社|有限会社|有限公司|股份有限公司|주식회사
  `}\.?$`,
  'u',
);

/** Chinese, Japanese and Korean write the family name first. */
const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー\s・]+$/u;

/** Words of emoji and other signs alone. */
const symbols = /^(?:[\p{S}\p{Extended_Pictographic}]|\ufe0f)*$/u;

/** Three letters or more, all capitals. */
const capitals = /^\p{Lu}[\p{Lu}'’-]{2,}$/u;

/**
 * Reads the display name of a mailbox as people write names: `Baker, Jo` is turned round, quotes, titles, and the firm
 * behind a bar are no part of it, and an address is no name.
 *
 * A name that does not follow a known pattern is split at its first blank.
 */
export function readPersonName(displayName: string | undefined): PersonName {
  if (displayName === undefined) return {};
  const name = cleanName(displayName.slice(0, maxLength));
  if (name === '' || isAddressLike(name) || !/\p{L}/u.test(name)) return {};
  const turned = turnedAtComma(name);
  if (turned !== undefined) return turned;
  if (legalForm.test(name)) return { lastName: name };
  const words = withoutSuffixes(name.split(/[\s,，]+/).filter((word) => !symbols.test(word)));
  const [first = '', ...others] = words;
  if (others.length === 0) return { firstName: first };
  const familyFirst = isFamilyFirst(first, others);
  return familyFirst ? nameOf(others.join(' '), first) : nameOf(first, others.join(' '));
}

const nameOf = (firstName: string, lastName: string): PersonName =>
  lastName === '' ? { firstName } : { firstName, lastName };

/** An address is no first name: every greeting would use it. */
const isAddressLike = (name: string): boolean => /\S@\S|^(?:mailto|https?|www\.)/i.test(name);

/** The name alone: without quotes, invisible characters, titles, brackets, a service, and what follows a bar. */
function cleanName(text: string): string {
  const plain = text.replaceAll(invisible, '').replaceAll(/\s+/g, ' ').trim();
  const alone = unquoted(unquoted(plain).replace(through, '').replaceAll(bracketed, '').replace(behind, '').trim());
  // A name within brackets, or behind a bar, is better than none.
  const name = alone === '' ? plain : alone;
  return name.replace(titles, '').trim();
}

function unquoted(name: string): string {
  const [, , inner] = quotes.exec(name) ?? [];
  return inner === undefined ? name : inner.trim();
}

/** `Last, First`, as directories write it; undefined where the comma stands for something else. */
function turnedAtComma(name: string): PersonName | undefined {
  const parts = name.split(/[,，]/).map((part) => part.trim());
  const [last = '', ...rest] = parts.filter((part) => part !== '' && !suffix.test(part));
  if (rest.length === 0) return parts.length > 1 ? splitAtBlank(last) : undefined;
  const [first = ''] = rest;
  if (legalForm.test(first)) return first.includes(' ') ? splitAtBlank(last) : undefined;
  // People have at most four given names and four words of a family name; more is a list or a sentence.
  if (first.split(' ').length > 4 || last.split(' ').length > 4) return undefined;
  const given = withoutSuffixes(first.replace(titles, '').split(' ')).join(' ');
  return given === '' ? splitAtBlank(last) : nameOf(given, last);
}

function splitAtBlank(name: string): PersonName {
  const [first = '', ...others] = name.split(' ');
  return nameOf(first, others.join(' '));
}

/** Without degrees behind the name; a name is never only degrees. */
function withoutSuffixes(words: readonly string[]): readonly string[] {
  const end = words.findLastIndex((word) => !plainSuffix.test(word));
  return end < 1 ? words.slice(0, Math.max(1, end + 1)) : words.slice(0, end + 1);
}

/** Whether the family name stands first: by script, or in capitals before names that are not (`BAKER Jo`). */
function isFamilyFirst(first: string, others: readonly string[]): boolean {
  if (eastAsian.test(`${first} ${others.join(' ')}`)) return others.length === 1;
  return capitals.test(first) && others.every((word) => /\p{Ll}/u.test(word));
}
