import { inflateSync } from 'node:zlib';

const maxInflated = 8 * 1024 * 1024;
const maxStreams = 2000;
/** Bytes that are handed to the unpacker in all. */
const maxInput = 64 * 1024 * 1024;

/** Names of a PDF (ISO 32000-1 §12.6.4) that run or start something, in any of the ways to write a name. */
const checks: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
  ['pdf.javascript', /\/(?:JavaScript|JS)(?=[\s/<([\]>]|$)/],
  ['pdf.launch', /\/Launch(?=[\s/<([\]>]|$)/],
  ['pdf.embedded-file', /\/EmbeddedFiles?(?=[\s/<([\]>]|$)/],
  ['pdf.submit-form', /\/(?:SubmitForm|ImportData)(?=[\s/<([\]>]|$)/],
];

/**
 * What a PDF would do beyond being read; ids for the event's reasons. Objects may hide in compressed object
 * streams (§7.5.7): those are inflated, up to 8 MB in all. `pdf.unread` where one could not be.
 */
export function pdfReasons(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const { streams, isWhole } = objectStreams(text, bytes);
  const parts = [namesPlain(text), ...streams.map(namesPlain)];
  const reasons = checks.filter(([, pattern]) => parts.some((part) => pattern.test(part))).map(([reason]) => reason);
  if (/\/Encrypt(?=[\s/<([\]>]|$)/.test(text)) reasons.push('pdf.encrypted');
  if (!isWhole) reasons.push('pdf.unread');
  return reasons;
}

/** `/J#61vaScript` is `/JavaScript` (§7.3.5). */
const namesPlain = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** So far on either side of its type the dictionary of an object stream is looked for, in bytes. */
const dictionaryBytes = 4096;

/** The object streams, inflated. Each byte is looked at a bounded number of times, whatever a file repeats. */
function objectStreams(
  text: string,
  bytes: Buffer,
): { readonly streams: readonly string[]; readonly isWhole: boolean } {
  const streams: string[] = [];
  let isWhole = true;
  let outputLeft = maxInflated;
  let inputLeft = maxInput;
  let nextEnd = -1;
  let seen = 0;
  for (let at = text.indexOf('/ObjStm'); at >= 0; at = text.indexOf('/ObjStm', at + 7)) {
    seen += 1;
    const { filters, start } = dictionaryAt(text, at);
    if (start === undefined || seen > maxStreams) return { streams, isWhole: false };
    // Without a filter the objects stand in the text itself.
    if (filters.length === 0) continue;
    if (nextEnd < start) nextEnd = text.indexOf('endstream', start);
    inputLeft -= nextEnd - start;
    if (nextEnd < 0 || inputLeft < 0 || outputLeft <= 0) return { streams, isWhole: false };
    try {
      if (filters.length > 1 || !/^\/Fl(?:ateDecode)?$/.test(filters[0]!)) throw new Error('another filter');
      const inflated = inflateSync(bytes.subarray(start, nextEnd), { maxOutputLength: outputLeft });
      outputLeft -= inflated.length;
      streams.push(inflated.toString('latin1'));
    } catch {
      // Another filter, too much, encrypted or broken: a reader may know better.
      isWhole = false;
    }
  }
  return { streams, isWhole };
}

/** The filters of the object around a place, and where its data starts; no start where no stream follows nearby. */
function dictionaryAt(
  text: string,
  at: number,
): { readonly filters: readonly string[]; readonly start: number | undefined } {
  const before = text.slice(Math.max(0, at - dictionaryBytes), at);
  const after = text.slice(at, at + dictionaryBytes);
  const stream = after.indexOf('stream');
  if (stream < 0) return { filters: [], start: undefined };
  const dictionary = before.slice(Math.max(0, before.lastIndexOf('obj'))) + after.slice(0, stream);
  const filters = /\/Filter\s*(\[[^\]]{0,200}\]|\/\w+)/.exec(dictionary)?.[1]?.match(/\/\w+/g) ?? [];
  const end = at + stream + 'stream'.length;
  return { filters, start: end + (text.startsWith('\r\n', end) ? 2 : 1) };
}
