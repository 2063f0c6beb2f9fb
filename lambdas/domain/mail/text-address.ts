import { domainToUnicode } from 'node:url';
import { normalizeAddress } from './address.ts';

/** Finds one address in texts, in every spelling that compares equal. */
export interface TextAddress {
  isIn(text: string): boolean;
  /** Puts another text in place of each occurrence. */
  replace(text: string, replacement: string): string;
}

/** A text to find, and the characters that must not stand beside it. */
interface Needle {
  /** In lower case. */
  readonly text: string;
  /** Tells whether the character in front belongs to a longer text. */
  readonly isPartBefore: (character: string) => boolean;
  /** Tells the same of the characters behind. */
  readonly isPartAfter: (characters: string) => boolean;
}

const isWord = (character: string): boolean => /^[\p{L}\p{N}]/u.test(character);
/** Whether a character may be part of a local part. */
const isLocal = (character: string): boolean => isWord(character) || /^[.!#$%&'*+/=?^_{|}~-]/.test(character);
/** Whether a domain goes on: `lea@x.example` is not in `lea@x.example.net`, and it is at the end of a sentence. */
const isDomain = (characters: string): boolean =>
  isWord(characters) || characters.startsWith('-') || (characters.startsWith('.') && isWord(characters.slice(1)));

/**
 * Finds an address as people and headers write it, whatever its case, with its domain in ASCII or in Unicode; and as a return
 * path carries it (`bounce+lea=x.example@…`), where any mark may stand in front.
 *
 * @param address as in {@link normalizeAddress}
 */
export function textAddress(address: string): TextAddress {
  const normalized = normalizeAddress(address);
  const at = normalized.lastIndexOf('@');
  const [local, domain] = [normalized.slice(0, at), normalized.slice(at + 1)];
  const domains = [...new Set([domain, domainToUnicode(domain) || domain])];
  const needles = domains.flatMap((host): Needle[] => [
    { text: `${local}@${host}`, isPartBefore: isLocal, isPartAfter: isDomain },
    { text: `${local}=${host}`, isPartBefore: isWord, isPartAfter: isDomain },
  ]);
  return {
    isIn: (text) => needles.some((needle) => placesOf(text, needle).length > 0),
    replace: (text, replacement) =>
      needles.reduce((result, needle) => replacePlaces(result, needle, replacement), text),
  };
}

/** Puts another text in place of a name, where the name stands as words of its own. */
export const replaceName = (text: string, name: string, replacement: string): string =>
  replacePlaces(text, { text: lowerCase(name), isPartBefore: isWord, isPartAfter: isWord }, replacement);

function placesOf(text: string, { text: needle, isPartBefore, isPartAfter }: Needle): number[] {
  const places: number[] = [];
  const haystack = lowerCase(text);
  for (let from = haystack.indexOf(needle); from >= 0; from = haystack.indexOf(needle, from + 1)) {
    const end = from + needle.length;
    const isFree = from >= (places.at(-1) ?? -needle.length) + needle.length;
    if (isFree && !isPartBefore(characterBefore(text, from)) && !isPartAfter(text.slice(end, end + 3)))
      places.push(from);
  }
  return places;
}

function replacePlaces(text: string, needle: Needle, replacement: string): string {
  let [result, from] = ['', 0];
  for (const place of placesOf(text, needle)) {
    result += text.slice(from, place) + replacement;
    from = place + needle.text.length;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** The character that ends at a place, whole where it has two code units. */
const characterBefore = (text: string, place: number): string =>
  [...text.slice(Math.max(0, place - 2), place)].at(-1) ?? '';

/** Lower case of the same length, so that places in it are places in the text: the case of a few letters changes the length. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}

/** A JSON value in which each text was replaced; other values and the names of fields stay. */
export const mapTexts = <T>(value: T, replace: (text: string) => string): T => mapped(value, replace) as T;

function mapped(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, replace));
  if (value instanceof Set) return new Set([...value].map((item) => mapped(item, replace)));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, replace)]));
}

/** Whether one of the texts of a value meets a condition. */
export function someText(value: unknown, meets: (text: string) => boolean): boolean {
  if (typeof value === 'string') return meets(value);
  if (value instanceof Set) return [...value].some((item) => someText(item, meets));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return Object.values(value).some((item) => someText(item, meets));
}
