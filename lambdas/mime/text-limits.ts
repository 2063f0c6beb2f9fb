/** UTF-8 bytes of decoded text over all parts of a mail: more than anybody reads. The rest stays in the raw mail. */
export const maxTextBytes = 5 * 1024 * 1024;

/** Bytes before a cut among which the end of a line is searched. */
const lineReach = 64 * 1024;
const newline = 0x0a;

/** The start of a text within a number of UTF-8 bytes; no character is cut apart. */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

/**
 * The start of bytes that are not decoded yet, cut where a line ends, or at least not within a character of UTF-8: a
 * broken end would let the whole be taken for another charset.
 *
 * @param isWide whether a character has two bytes or more, as in UTF-16
 */
export function cutBytes(bytes: Buffer, maxBytes: number, isWide: boolean): Buffer {
  if (bytes.length <= maxBytes) return bytes;
  if (isWide) return bytes.subarray(0, maxBytes - (maxBytes % 4));
  const line = bytes.lastIndexOf(newline, maxBytes - 1);
  if (line > maxBytes - lineReach) return bytes.subarray(0, line + 1);
  let end = maxBytes;
  // The rest of a character stands behind the cut: back to its beginning.
  while (end > maxBytes - 4 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
