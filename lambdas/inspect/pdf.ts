import { inflateSync } from 'node:zlib';

const maxInflated = 8 * 1024 * 1024;
const maxStreams = 2000;

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

/** How far back the dictionary of a stream is looked for, in bytes. */
const dictionaryBytes = 512;

function objectStreams(
  text: string,
  bytes: Buffer,
): { readonly streams: readonly string[]; readonly isWhole: boolean } {
  const streams: string[] = [];
  let left = maxInflated;
  let isWhole = true;
  let seen = 0;
  for (let at = text.indexOf('/ObjStm'); at >= 0; at = text.indexOf('/ObjStm', at + 7)) {
    seen += 1;
    const start = text.indexOf('stream', at);
    const end = start < 0 ? -1 : text.indexOf('endstream', start);
    if (end < 0 || left <= 0 || seen > maxStreams) return { streams, isWhole: false };
    const dictionary = text.slice(Math.max(text.lastIndexOf('obj', at), at - dictionaryBytes, 0), start);
    const filters = /\/Filter\s*(\[[^\]]{0,200}\]|\/\w+)/.exec(dictionary)?.[1]?.match(/\/\w+/g) ?? [];
    // Without a filter the objects stand in the text itself.
    if (filters.length === 0) continue;
    const data = start + 6 + (text.startsWith('\r\n', start + 6) ? 2 : 1);
    try {
      if (filters.length > 1 || !/^\/Fl(?:ateDecode)?$/.test(filters[0]!)) throw new Error('another filter');
      const inflated = inflateSync(bytes.subarray(data, end), { maxOutputLength: left });
      left -= inflated.length;
      streams.push(inflated.toString('latin1'));
    } catch {
      // Another filter, too much, encrypted or broken: a reader may know better.
      isWhole = false;
    }
  }
  return { streams, isWhole };
}
