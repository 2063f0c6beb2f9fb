import { inflateSync } from 'node:zlib';

const maxStreams = 100_000;
const mebibyte = 1024 * 1024;
/** Unpacked bytes of one object stream. */
const maxObjects = 8 * mebibyte;
/** Bytes that a broken object stream takes from the budget: it may have been unpacked nearly to its end. */
const failureBytes = 2 * mebibyte;

/** Names of a PDF (ISO 32000-1 §12.6.4) that run or start something, in any of the ways to write a name. */
const checks: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
  ['pdf.javascript', /\/(?:JavaScript|JS)(?=[\s/<([\]>]|$)/],
  ['pdf.launch', /\/Launch(?=[\s/<([\]>]|$)/],
  ['pdf.embedded-file', /\/EmbeddedFiles?(?=[\s/<([\]>]|$)/],
  ['pdf.submit-form', /\/(?:SubmitForm|ImportData)(?=[\s/<([\]>]|$)/],
];

/**
 * Finds the actions of a PDF; ids for the event's reasons. Objects may hide in compressed object streams (§7.5.7): those
 * are inflated, as far as the budget reaches. `pdf.unread` where a stream could not be inflated.
 */
export function pdfReasons(bytes: Buffer, budget: ObjectBudget): string[] {
  const text = bytes.toString('latin1');
  const plain = namesPlain(text);
  const { streams, isWhole } = objectStreams(text, bytes, budget);
  const parts = [plain, ...streams.map(namesPlain)];
  const reasons = checks.filter(([, pattern]) => parts.some((part) => pattern.test(part))).map(([reason]) => reason);
  if (/\/Encrypt(?=[\s/<([\]>]|$)/.test(plain)) reasons.push('pdf.encrypted');
  // A stream that the PDF names and that is not among these stands at a place that our reading misses.
  const streamCount = plain.match(/\/ObjStm(?=[\s/<([\]>]|$)/g)?.length ?? 0;
  if (!isWhole || streamCount > streams.length) reasons.push('pdf.unread');
  return reasons;
}

/** Bytes that may still be unpacked, over all PDFs of an attachment. */
interface ObjectBudget {
  objectBytes: number;
  packedObjectBytes: number;
}

/** `/J#61vaScript` is `/JavaScript` (§7.3.5). */
const namesPlain = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** The longest dictionary of an object stream, before its data, in bytes. */
const dictionaryBytes = 4096;

/** The object streams, inflated. Each byte is read a bounded number of times, however often a file repeats. */
function objectStreams(
  text: string,
  bytes: Buffer,
  budget: ObjectBudget,
): { readonly streams: readonly string[]; readonly isWhole: boolean } {
  const streams: string[] = [];
  let isWhole = true;
  let seen = 0;
  let end = 0;
  for (const { 0: keyword, index } of text.matchAll(/>>\s{0,64}stream\r?\n?/g)) {
    seen += 1;
    if (seen > maxStreams) return { streams, isWhole: false };
    const before = text.slice(Math.max(0, index - dictionaryBytes), index);
    const dictionary = namesPlain(before.slice(Math.max(0, before.lastIndexOf('obj'))));
    if (!/\/ObjStm(?=[\s/<([\]>]|$)/.test(dictionary)) continue;
    const start = index + keyword.length;
    if (end < start) end = text.indexOf('endstream', start);
    if (end < 0) return { streams, isWhole: false };
    const objects = objectsOf(bytes.subarray(start, end), dictionary, budget);
    if (objects === undefined) isWhole = false;
    else streams.push(objects);
  }
  return { streams, isWhole };
}

/** The objects of one stream; absent where a reader may know better: another filter, too much, encrypted, broken. */
function objectsOf(data: Buffer, dictionary: string, budget: ObjectBudget): string | undefined {
  // A comment may hide a name from us, and a predictor or an object elsewhere what the bytes mean.
  if (/%|\/Predictor|\/Filter\s*\d/.test(dictionary)) return undefined;
  const named = /\/Filter\s*(\[[^[\]]{0,200}\]|\/\w+)/.exec(dictionary)?.[1];
  if (named === undefined && dictionary.includes('/Filter')) return undefined;
  const filters = named?.match(/\/\w+/g) ?? [];
  // Without a filter the objects stand in the text itself, after the pairs of numbers that lead to them (§7.5.7).
  if (filters.length === 0) return /^\s*\d+\s+\d+/.test(data.toString('latin1', 0, 64)) ? '' : undefined;
  if (filters.length > 1 || !/^\/Fl(?:ateDecode)?$/.test(filters[0]!)) return undefined;
  budget.packedObjectBytes -= data.length;
  if (budget.packedObjectBytes < 0 || budget.objectBytes <= 0) return undefined;
  try {
    const inflated = inflateSync(data, { maxOutputLength: Math.min(budget.objectBytes, maxObjects) });
    budget.objectBytes -= inflated.length;
    return inflated.toString('latin1');
  } catch {
    budget.objectBytes -= failureBytes;
    return undefined;
  }
}
