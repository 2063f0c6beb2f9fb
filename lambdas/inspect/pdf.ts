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
 * streams (§7.5.7): those are inflated, up to 8 MB in all.
 */
export function pdfReasons(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const parts = [namesPlain(text), ...objectStreams(text, bytes).map(namesPlain)];
  const reasons = checks.filter(([, pattern]) => parts.some((part) => pattern.test(part))).map(([reason]) => reason);
  if (/\/Encrypt(?=[\s/<([\]>]|$)/.test(text)) reasons.push('pdf.encrypted');
  return reasons;
}

/** `/J#61vaScript` is `/JavaScript` (§7.3.5). */
const namesPlain = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

function objectStreams(text: string, bytes: Buffer): string[] {
  const found: string[] = [];
  let left = maxInflated;
  let streams = 0;
  for (
    let at = text.indexOf('/ObjStm');
    at >= 0 && left > 0 && streams < maxStreams;
    at = text.indexOf('/ObjStm', at + 7)
  ) {
    streams += 1;
    const start = text.indexOf('stream', at);
    const end = start < 0 ? -1 : text.indexOf('endstream', start);
    if (end < 0) break;
    const data = start + 6 + (text.startsWith('\r\n', start + 6) ? 2 : 1);
    try {
      const inflated = inflateSync(bytes.subarray(data, end), { maxOutputLength: left });
      left -= inflated.length;
      found.push(inflated.toString('latin1'));
    } catch {
      // Not deflated, or broken: the reader would fail as well.
    }
  }
  return found;
}
