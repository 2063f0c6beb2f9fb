import { inflateSync } from 'node:zlib';

/** Bytes that may still be unpacked, over all PDFs of an attachment. */
export interface ObjectBudget {
  objectBytes: number;
  packedObjectBytes: number;
}

const mebibyte = 1024 * 1024;
/** Unpacked bytes of one stream. */
const maxObjects = 8 * mebibyte;
/** Bytes that a broken stream takes from the budget: it may have been unpacked nearly to its end. */
const failureBytes = 2 * mebibyte;

/** A name as a pattern finds it: a blank, a delimiter or nothing stands behind it (ISO 32000-1 §7.2.2, §7.3.5). */
export const nameEnd = String.raw`(?=[\0\s/<([\]>%){}]|$)`;

/** `/J#61vaScript` is `/JavaScript` (§7.3.5). */
export const namesPlain = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** The filters of a stream that we can undo (§7.4), under both of their names. */
const filters: Readonly<Record<string, (data: Buffer, most: number) => Buffer>> = {
  FlateDecode: (data, most) => inflateSync(data, { maxOutputLength: Math.max(1, most) }),
  ASCIIHexDecode: fromHex,
  ASCII85Decode: fromAscii85,
};
const shortNames: Readonly<Record<string, string>> = { Fl: 'FlateDecode', AHx: 'ASCIIHexDecode', A85: 'ASCII85Decode' };
const maxFilters = 4;

/** The names of the filters in a dictionary, in their order; absent where they stand elsewhere or hidden. */
export function filtersOf(dictionary: string): readonly string[] | undefined {
  // A comment may hide a name from us, and a predictor or an object elsewhere what the bytes mean.
  if (/%|\/Predictor|\/Filter\s*\d/.test(dictionary)) return undefined;
  const written = /\/Filter\s*(\[[^\]]{0,200}\]|\/\w+)/.exec(dictionary)?.[1] ?? '';
  return (written.match(/\/\w+/g) ?? []).map((name) => shortNames[name.slice(1)] ?? name.slice(1));
}

/**
 * The bytes of a stream without its filters.
 *
 * @returns absent where a reader may know better: another filter, too much, encrypted, broken
 */
export function unfiltered(data: Buffer, names: readonly string[], budget: ObjectBudget): Buffer | undefined {
  if (names.length > maxFilters) return undefined;
  budget.packedObjectBytes -= data.length;
  if (budget.packedObjectBytes < 0 || budget.objectBytes <= 0) return undefined;
  let content = data;
  try {
    for (const name of names) {
      const decode = Object.hasOwn(filters, name) ? filters[name] : undefined;
      if (decode === undefined) return undefined;
      content = decode(content, Math.min(budget.objectBytes, maxObjects));
    }
  } catch {
    budget.objectBytes -= failureBytes;
    return undefined;
  }
  budget.objectBytes -= names.length > 0 ? content.length : 0;
  return content;
}

/** Hex digits up to `>`, with blanks between them (§7.4.2). */
function fromHex(data: Buffer): Buffer {
  const digits = upTo(data, '>').replace(/\s/g, '');
  if (/[^0-9a-f]/i.test(digits)) throw new Error('no hex digits');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** Groups of five digits to the base 85, up to `~>` (§7.4.3). */
function fromAscii85(data: Buffer): Buffer {
  const digits = upTo(data, '~').replace(/\s/g, '');
  const bytes: number[] = [];
  let group: number[] = [];
  for (const digit of digits) {
    if (digit === 'z' && group.length === 0) bytes.push(0, 0, 0, 0);
    else group.push(digit.charCodeAt(0) - 33);
    if (group.length === 5) {
      bytes.push(...bytesOf(group));
      group = [];
    }
  }
  if (group.length > 0) bytes.push(...bytesOf([...group, 84, 84, 84, 84].slice(0, 5)).slice(0, group.length - 1));
  return Buffer.from(bytes);
}

function bytesOf(group: readonly number[]): number[] {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  if (group.some((digit) => digit < 0 || digit > 84) || value > 0xffffffff) throw new Error('no digits to the base 85');
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function upTo(data: Buffer, end: string): string {
  const at = data.indexOf(end);
  return data.toString('latin1', 0, at < 0 ? data.length : at);
}
