/** The most bytes of RTF that are unpacked. */
const maxRtfBytes = 16 * 1024 * 1024;

/** The dictionary at the start (MS-OXRTFCP §2.1.2.1). */
const firstWords = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);
const dictionaryBytes = 4096;
const headerBytes = 16;
const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;

/**
 * Unpacks the RTF of an Outlook mail (MS-OXRTFCP): `LZFu`, or `MELA` for what is stored as it is. The checksum is not
 * compared: what can be read is read.
 *
 * @returns absent when the bytes have another form; the start when they are cut short
 */
export function unpackRtf(bytes: Buffer): Buffer | undefined {
  if (bytes.length < headerBytes) return undefined;
  const rawSize = Math.min(bytes.readUInt32LE(4), maxRtfBytes);
  const type = bytes.readUInt32LE(8);
  const content = bytes.subarray(headerBytes);
  if (type === uncompressed) return content.subarray(0, rawSize);
  return type === compressed ? inflateLzfu(content, rawSize) : undefined;
}

/** Decompresses by the dictionary of the last 4,096 bytes (MS-OXRTFCP §2.2.3.1). */
function inflateLzfu(content: Buffer, rawSize: number): Buffer {
  const dictionary = Buffer.alloc(dictionaryBytes);
  firstWords.copy(dictionary);
  let write = firstWords.length;
  // A reference of two bytes gives 17 at most, so a false size costs no memory.
  const output = Buffer.allocUnsafe(Math.min(rawSize, content.length * 9));
  let size = 0;
  const put = (byte: number): void => {
    output[size] = byte;
    size += 1;
    dictionary[write] = byte;
    write = (write + 1) % dictionaryBytes;
  };
  let at = 0;
  while (at < content.length && size < output.length) {
    const control = content[at]!;
    at += 1;
    for (let bit = 0; bit < 8 && size < output.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        if (at >= content.length) return output.subarray(0, size);
        put(content[at]!);
        at += 1;
        continue;
      }
      if (at + 2 > content.length) return output.subarray(0, size);
      const reference = content.readUInt16BE(at);
      at += 2;
      const offset = reference >> 4;
      // A reference to the place of writing is the end.
      if (offset === write) return output.subarray(0, size);
      const length = (reference & 0x0f) + 2;
      for (let nth = 0; nth < length && size < output.length; nth += 1)
        put(dictionary[(offset + nth) % dictionaryBytes]!);
    }
  }
  return output.subarray(0, size);
}
