/** One entry of a ZIP archive's central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const maxEntries = 10_000;

/** Where the end of the directory stands: in the last 64 KB, behind nothing but a comment. */
function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1)
    if (bytes.readUInt32LE(at) === endOfDirectory) return at;
  return undefined;
}

/**
 * The archive that ends a file of another format: readers of archives look at the end, and take no notice of what stands
 * before. Its places count from where it begins.
 */
export function trailingZip(bytes: Buffer): Buffer | undefined {
  const end = endOf(bytes);
  if (end === undefined) return undefined;
  const start = end - bytes.readUInt32LE(end + 12) - bytes.readUInt32LE(end + 16);
  const directory = end - bytes.readUInt32LE(end + 12);
  const isArchive = start >= 0 && directory + 4 <= end && bytes.readUInt32LE(directory) === directoryEntry;
  return isArchive ? bytes.subarray(start) : undefined;
}

/**
 * Lists a ZIP archive from its central directory (APPNOTE 4.3.12), without unpacking anything.
 *
 * @returns absent when the bytes hold no directory; at most 10,000 entries
 */
export function listZip(bytes: Buffer): ZipEntry[] | undefined {
  const end = endOf(bytes);
  if (end === undefined) return undefined;
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === directoryEntry && entries.length < maxEntries) {
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, Math.min(bytes.length, at + 46 + nameLength)),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
