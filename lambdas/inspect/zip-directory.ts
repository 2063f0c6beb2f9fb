/** One entry of a ZIP archive's central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0: stored, 8: deflated (APPNOTE 4.4.5). */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc32: number;
  /** Place of the local header, from the start of the bytes. */
  readonly offset: number;
}

/** The files that an archive lists. */
interface ZipDirectory {
  /** At most 10,000. */
  readonly entries: readonly ZipEntry[];
  /**
   * Whether these are all: other readers find more where the end of the directory does not fit what stands before it.
   */
  readonly isWhole: boolean;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const endBytes = 22;
const maxEntries = 10_000;
/** Stands where the number is in the zip64 record instead (APPNOTE 4.4.1.4). */
const elsewhere = 0xffffffff;

/** Where the end of the directory stands: in the last 64 KB, behind nothing but its comment. */
function endOf(bytes: Buffer): number | undefined {
  let last: number | undefined;
  for (let at = bytes.length - endBytes; at >= Math.max(0, bytes.length - endBytes - 0xffff); at -= 1) {
    if (bytes.readUInt32LE(at) !== endOfDirectory) continue;
    if (at + endBytes + bytes.readUInt16LE(at + 20) === bytes.length) return at;
    last ??= at;
  }
  return last;
}

/**
 * Reads the central directory of a ZIP archive (APPNOTE 4.3.12), without unpacking anything. What stands before the
 * archive is no part of it, as in a program that unpacks itself.
 *
 * @returns absent when the bytes hold no end of a directory
 */
export function readZipDirectory(bytes: Buffer): ZipDirectory | undefined {
  const end = endOf(bytes);
  if (end === undefined) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  const shift = end - size - offset;
  if (size === elsewhere || offset === elsewhere || shift < 0) return { entries: [], isWhole: false };
  const entries: ZipEntry[] = [];
  let at = offset + shift;
  while (at + 46 <= end && bytes.readUInt32LE(at) === directoryEntry && entries.length < maxEntries) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const flags = bytes.readUInt16LE(at + 8);
    entries.push({
      // Endings are ASCII in every charset that names are written in.
      name: bytes.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8', at + 46, Math.min(end, at + 46 + nameLength)),
      isEncrypted: (flags & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc32: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42) + shift,
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  const isClosed = end + endBytes + bytes.readUInt16LE(end + 20) === bytes.length;
  return { entries, isWhole: isClosed && entries.length === count && at === end };
}
