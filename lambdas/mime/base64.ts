/** Decodes base64 (RFC 2045 §6.8) as it streams by. */
interface Base64Decoder {
  /** The bytes that are whole so far, in pieces rather than copied together; the rest waits for the next call. */
  decode(chunk: Buffer): Buffer[];
  /** The rest at the end of the part. */
  end(): Buffer;
}

/**
 * A decoder that hands regular lines, of one length and a multiple of four, to the native decoder as they are,
 * and cleans only what is not regular: odd lines, padding in the middle, characters that do not belong.
 */
export function createBase64Decoder(): Base64Decoder {
  let rest = '';
  const clean = (text: string): Buffer => {
    const letters = rest + text.replace(/[^A-Za-z0-9+/=]+/g, '');
    const padding = letters.indexOf('=');
    if (padding < 0) {
      const whole = letters.length - (letters.length % 4);
      rest = letters.slice(whole);
      return Buffer.from(letters.slice(0, whole), 'base64');
    }
    // Padding ends a value; what follows is another one, as in parts that were glued together.
    const values = letters.split(/=+/);
    rest = values.pop() ?? '';
    const whole = rest.length - (rest.length % 4);
    const tail = rest.slice(0, whole);
    rest = rest.slice(whole);
    return Buffer.concat([...values, tail].map((value) => Buffer.from(value, 'base64')));
  };
  const decodeLines = (chunk: Buffer): Buffer[] => {
    const lines = regularLines(chunk);
    if (lines === undefined) return [clean(chunk.toString('latin1'))];
    const decoded = Buffer.from(chunk.toString('latin1', 0, lines.bytes), 'base64');
    // Lines of the right length that hold blanks or other marks decode to fewer bytes.
    if (decoded.length !== lines.decoded) return [clean(chunk.toString('latin1'))];
    return lines.bytes === chunk.length ? [decoded] : [decoded, clean(chunk.toString('latin1', lines.bytes))];
  };
  return {
    decode(chunk) {
      if (rest === '') return decodeLines(chunk);
      // The line that the last chunk broke off comes first, so that whole lines follow.
      const line = chunk.indexOf(0x0a) + 1;
      if (line === 0) return [clean(chunk.toString('latin1'))];
      const first = clean(chunk.toString('latin1', 0, line));
      const others = chunk.subarray(line);
      return [first, ...(rest === '' ? decodeLines(others) : [clean(others.toString('latin1'))])];
    },
    end() {
      const last = Buffer.from(rest, 'base64');
      rest = '';
      return last;
    },
  };
}

/**
 * How far a chunk is lines of one length, ended by CR LF or LF, without padding, each a multiple of four
 * letters, and how many bytes these decode to: they leave no remainder.
 */
function regularLines(chunk: Buffer): { readonly bytes: number; readonly decoded: number } | undefined {
  const width = chunk.indexOf(0x0a) + 1;
  const feed = chunk[width - 2] === 0x0d ? 2 : 1;
  if (width < 5 || (width - feed) % 4 !== 0) return undefined;
  let bytes = width;
  while (chunk[bytes + width - 1] === 0x0a && (feed === 1 || chunk[bytes + width - 2] === 0x0d)) bytes += width;
  const padding = chunk.indexOf(0x3d);
  if (padding >= 0 && padding < bytes) bytes = padding - (padding % width);
  return bytes === 0 ? undefined : { bytes, decoded: ((bytes / width) * (width - feed) * 3) / 4 };
}
