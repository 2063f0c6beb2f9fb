import type { InspectEntry } from './archive.ts';
import { isRunnable } from './names.ts';
import { filtersOf, nameEnd, namesPlain, type ObjectBudget, unfiltered } from './pdf-streams.ts';
import { objectsWithoutWords, withoutWords } from './pdf-words.ts';

const maxStreams = 100_000;
/** Files in a PDF that are opened. */
const maxFiles = 100;

const named = (names: string): RegExp => new RegExp(`/(?:${names})${nameEnd}`, 'g');

/** Names of a PDF (ISO 32000-1 §12.6.4) that run or start something, in any of the ways to write a name. */
const checks: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
  ['pdf.javascript', named('JavaScript|JS')],
  ['pdf.launch', named('Launch')],
  ['pdf.submit-form', named('SubmitForm|ImportData')],
];
const encryption = named('Encrypt');
const objectStream = named('ObjStm');
/** A stream with objects, also where nothing says so (§7.5.7): it states their number and where the first one begins. */
const firstObject = named('First');
const objectCount = named('N');
const isObjectStream = (dictionary: string): boolean =>
  has(dictionary, objectStream) || (has(dictionary, firstObject) && has(dictionary, objectCount));
const has = (text: string, name: RegExp): boolean => text.search(name) >= 0;
const embedded = named('EmbeddedFiles?|EF');
const forms = named('XFA');

/**
 * Finds the actions of a PDF, and inspects the files in it like files of an archive; ids for the event's reasons. Objects
 * may hide in compressed object streams (§7.5.7): those are inflated, as far as the budget reaches. `pdf.unread` where a
 * stream could not be inflated.
 */
export async function pdfReasons(bytes: Buffer, budget: ObjectBudget, inspectEntry: InspectEntry): Promise<string[]> {
  const text = bytes.toString('latin1');
  const { streams, isWhole } = objectStreams(text, bytes, budget);
  const file = partOf(text, () => withoutWords(text, (dictionary) => isObjectStream(namesPlain(dictionary))));
  const parts = [
    file,
    ...streams.map(({ objects, dictionary }) => partOf(objects, () => objectsWithoutWords(objects, dictionary))),
  ];
  const some = (name: RegExp): boolean => parts.some(({ count }) => count(name) > 0);
  const reasons = checks.filter(([, name]) => some(name)).map(([reason]) => reason);
  if (file.count(encryption) > 0) reasons.push('pdf.encrypted');
  // A stream that the PDF names and that is not among these stands at a place that our reading misses.
  if (!isWhole || file.count(objectStream, streams.length) > streams.length) reasons.push('pdf.unread');
  const plain = parts.map((part) => part.plain);
  if (some(embedded)) reasons.push(...(await fileReasons(text, bytes, plain, budget, inspectEntry)));
  if (some(forms)) reasons.push(...formReasons(text, bytes, plain, budget));
  if (!beginsAtOnce(text)) reasons.push('type.polyglot');
  return [...new Set(reasons)];
}

/** The PDF itself, or the objects in a stream of it. */
interface Part {
  /** With its names in plain characters. */
  readonly plain: string;
  /** How often a name stands there, if more than a number; in a string, a comment or a picture it is no name. */
  count(name: RegExp, most?: number): number;
}

/** @param withoutWords takes a while, so that only a part with names that matter is read without words */
function partOf(text: string, withoutWords: () => string): Part {
  const plain = namesPlain(text);
  let bare: string | undefined;
  const countIn = (part: string, name: RegExp): number => part.match(name)?.length ?? 0;
  return {
    plain,
    count(name, most = 0) {
      if (countIn(plain, name) <= most) return 0;
      bare ??= namesPlain(withoutWords());
      return countIn(bare, name);
    },
  };
}

/** Whether nothing but blanks stands before the PDF, so that no other program takes the file for one of its own. */
const beginsAtOnce = (text: string): boolean => /^(?:\xef\xbb\xbf)?[\0\s]{0,1024}%PDF-/.test(text.slice(0, 1100));

/** The longest dictionary of a stream, before its data, in bytes. */
const dictionaryBytes = 4096;

interface ObjectStream {
  readonly objects: string;
  readonly dictionary: string;
}

/** The object streams, inflated. Each byte is read a bounded number of times, however often a file repeats. */
function objectStreams(
  text: string,
  bytes: Buffer,
  budget: ObjectBudget,
): { readonly streams: readonly ObjectStream[]; readonly isWhole: boolean } {
  const streams: ObjectStream[] = [];
  let isWhole = true;
  let seen = 0;
  let end = 0;
  for (const { 0: keyword, index } of text.matchAll(/>>\s{0,64}stream\r?\n?/g)) {
    seen += 1;
    if (seen > maxStreams) return { streams, isWhole: false };
    const before = text.slice(Math.max(0, index - dictionaryBytes), index);
    const dictionary = namesPlain(before.slice(Math.max(0, before.lastIndexOf('obj'))));
    if (!isObjectStream(dictionary)) continue;
    const start = index + keyword.length;
    if (end < start) end = text.indexOf('endstream', start);
    if (end < 0) return { streams, isWhole: false };
    const objects = objectsOf(bytes.subarray(start, end), dictionary, budget);
    if (objects === undefined) isWhole = false;
    else streams.push({ objects, dictionary });
  }
  return { streams, isWhole };
}

/** The objects of one stream; absent where a reader may know better. */
function objectsOf(data: Buffer, dictionary: string, budget: ObjectBudget): string | undefined {
  const filters = filtersOf(dictionary);
  if (filters === undefined) return undefined;
  const content = unfiltered(data, filters, budget)?.toString('latin1');
  // Objects stand after the pairs of numbers that lead to them (§7.5.7); without a filter they are in the text itself.
  if (filters.length === 0) return /^\s*\d+\s+\d+/.test(content?.slice(0, 64) ?? '') ? '' : undefined;
  return content;
}

/** The files in a PDF, by the references of their specifications (§7.11.4); ids for the event's reasons. */
async function fileReasons(
  text: string,
  bytes: Buffer,
  parts: readonly string[],
  budget: ObjectBudget,
  inspectEntry: InspectEntry,
): Promise<string[]> {
  const reasons: string[] = [];
  const places = new Set<string>();
  let isWhole = true;
  for (const part of parts) {
    for (const [, inside, indirect] of part.matchAll(/\/EF(?![a-zA-Z])\s*(?:<<([^<>]{0,500})>>|(\d))?/g)) {
      if (inside === undefined || indirect !== undefined) isWhole = false;
      for (const [, place] of (inside ?? '').matchAll(/\b(\d{1,10}\s+\d{1,5})\s+R\b/g)) places.add(spaced(place!));
    }
    if (fileNamesIn(part).some(isRunnable)) reasons.push('archive.executable');
  }
  const contents = streamsAt(places, text, bytes, budget);
  for (const content of contents ?? []) reasons.push(...(await inspectEntry('', content)));
  if (!isWhole || contents === undefined) reasons.push('pdf.embedded-file');
  return reasons.map((reason) => (reason === 'type.executable' ? 'archive.executable' : reason));
}

/** The numbers of an object with one blank between them. */
const spaced = (place: string): string => place.replace(/\s+/, ' ');

/** The names in specifications of files: strings in parentheses or in hex digits (§7.3.4). */
function fileNamesIn(text: string): string[] {
  const names: string[] = [];
  for (const [, , plain, hex] of text.matchAll(
    /\/(UF|F)\s*(?:\(((?:[^()\\]|\\[\s\S]){0,500})\)|<([0-9a-fA-F\s]{2,1000})>)/g,
  ))
    names.push(plain === undefined ? hexText(hex ?? '') : hexless(plain));
  return names;
}

const hexText = (hex: string): string => withoutNulls(Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1'));
const hexless = (text: string): string =>
  withoutNulls(
    text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 0xff)),
  );
/** UTF-16 as far as ASCII goes. */
const withoutNulls = (text: string): string => text.replace(/[\0\xfe\xff]/g, '');

/**
 * The contents of the streams with these numbers: the same number may stand several times, and readers take one or another.
 *
 * @returns absent where one of them is missing or cannot be read, where there are too many, and for no numbers
 */
function streamsAt(
  places: ReadonlySet<string>,
  text: string,
  bytes: Buffer,
  budget: ObjectBudget,
): Buffer[] | undefined {
  const contents: Buffer[] = [];
  const found = new Set<string>();
  if (places.size === 0) return undefined;
  for (const { index, 0: opening, 1: object, 2: generation } of text.matchAll(
    /(?<!\d)(\d{1,10})\s{1,64}(\d{1,5})\s{1,64}obj\b/g,
  )) {
    const place = `${object} ${generation}`;
    if (!places.has(place)) continue;
    const content = contents.length < maxFiles ? streamBehind(index + opening.length, text, bytes, budget) : undefined;
    if (content === undefined) return undefined;
    found.add(place);
    contents.push(content);
  }
  return found.size === places.size ? contents : undefined;
}

/** The content of the stream whose dictionary begins at a place. */
function streamBehind(at: number, text: string, bytes: Buffer, budget: ObjectBudget): Buffer | undefined {
  const keyword = />>\s{0,64}stream\r?\n?/.exec(text.slice(at, at + dictionaryBytes));
  if (keyword === null) return undefined;
  const dictionary = namesPlain(text.slice(at, at + keyword.index));
  const start = at + keyword.index + keyword[0].length;
  const end = endOfStream(text, dictionary, start);
  const filters = filtersOf(dictionary);
  return end < 0 || filters === undefined ? undefined : unfiltered(bytes.subarray(start, end), filters, budget);
}

/** The end of the data of a stream: by its length where that holds, because a file in it may have the word, too. */
function endOfStream(text: string, dictionary: string, start: number): number {
  const length = Number(/\/Length\s+(\d{1,10})(?!\s{1,64}\d{1,10}\s{1,64}R)/.exec(dictionary)?.[1] ?? Number.NaN);
  if (/^\s{0,2}endstream/.test(text.slice(start + length, start + length + 16))) return start + length;
  return text.indexOf('endstream', start);
}

/** Scripts in a form of XML (XFA), which stands in streams of its own; `pdf.unread` where one could not be read. */
function formReasons(text: string, bytes: Buffer, parts: readonly string[], budget: ObjectBudget): string[] {
  const places = new Set<string>();
  for (const part of parts)
    for (const [, inside] of part.matchAll(/\/XFA\s*(\[[^[\]]{0,2000}\]|\d{1,10}\s+\d{1,5}\s+R)/g))
      for (const [, place] of (inside ?? '').matchAll(/\b(\d{1,10}\s+\d{1,5})\s+R\b/g)) places.add(spaced(place!));
  const contents = streamsAt(places, text, bytes, budget);
  if (contents === undefined) return ['pdf.unread'];
  const hasScript = contents.some((form) => /<(?:\w+:)?script\b/.test(form.toString('utf8')));
  return hasScript ? ['pdf.javascript'] : [];
}
