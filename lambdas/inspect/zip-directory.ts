/** One entry of a ZIP archive's central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** Whether it is a symbolic link, which leads elsewhere. */
  readonly isLink: boolean;
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
   * Whether these are all: other readers find more where the end of the directory does not fit what stands before it,
   * or where files stand between those of the directory.
   */
  readonly isWhole: boolean;
}

/** The numbers of the record at the end of a directory. */
interface DirectoryEnd {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  /** Where the directory ends. */
  readonly at: number;
}

const endOfDirectory = Buffer.from('PK\x05\x06', 'latin1');
const endOfDirectory64 = 0x06064b50;
const locator64 = 0x07064b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const maxEntries = 10_000;
/** The mark of a number that is in the zip64 record instead (APPNOTE 4.4.1.4). */
const elsewhere = 0xffffffff;
/** The id of the extra field with the numbers of 64 bits (APPNOTE 4.5.3). */
const extra64 = 1;
/** A symbolic link in the attributes that Unix programs write: the type of a file, above its rights. */
const linkMode = 0o12;

/** The place of the end of the directory: in the last 64 KB, with nothing but its comment behind. */
function endOf(bytes: Buffer): number | undefined {
  const latest = bytes.length - endBytes;
  const least = Math.max(0, latest - 0xffff);
  const tail = bytes.subarray(least);
  let last: number | undefined;
  for (let at = latest; at >= least; at -= 1) {
    at = least + tail.lastIndexOf(endOfDirectory, at - least);
    if (at < least) break;
    if (at + endBytes + bytes.readUInt16LE(at + 20) === bytes.length) return at;
    last ??= at;
  }
  return last;
}

/** Reads the numbers at the end, from the zip64 record where there is one (APPNOTE 4.3.14). */
function readEnd(bytes: Buffer, end: number): DirectoryEnd | undefined {
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  const at = end - locatorBytes - end64Bytes;
  const has64 =
    at >= 0 && bytes.readUInt32LE(end - locatorBytes) === locator64 && bytes.readUInt32LE(at) === endOfDirectory64;
  if (!has64) return size === elsewhere || offset === elsewhere ? undefined : { count, size, offset, at: end };
  return {
    count: Number(bytes.readBigUInt64LE(at + 32)),
    size: Number(bytes.readBigUInt64LE(at + 40)),
    offset: Number(bytes.readBigUInt64LE(at + 48)),
    at,
  };
}

/**
 * Reads the central directory of a ZIP archive (APPNOTE 4.3.12), without unpacking anything. Bytes before the
 * archive are no part of it, as in a program that unpacks itself.
 *
 * @returns absent when the bytes hold no end of a directory
 */
export function readZipDirectory(bytes: Buffer): ZipDirectory | undefined {
  const endAt = endOf(bytes);
  if (endAt === undefined) return undefined;
  const end = readEnd(bytes, endAt);
  const shift = end === undefined ? -1 : end.at - end.size - end.offset;
  if (end === undefined || shift < 0) return { entries: [], isWhole: false };
  const start = end.offset + shift;
  const entries: ZipEntry[] = [];
  let at = start;
  while (at + 46 <= end.at && bytes.readUInt32LE(at) === directoryEntry && entries.length < maxEntries) {
    entries.push(readEntry(bytes, at, end.at, shift));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  const isClosed = endAt + endBytes + bytes.readUInt16LE(endAt + 20) === bytes.length;
  const isWhole = isClosed && entries.length === end.count && at === end.at && !hasOtherFiles(bytes, entries, start);
  return { entries, isWhole };
}

function readEntry(bytes: Buffer, at: number, end: number, shift: number): ZipEntry {
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const flags = bytes.readUInt16LE(at + 8);
  const numbers = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
  const extra = bytes.subarray(Math.min(end, nameEnd), Math.min(end, nameEnd + bytes.readUInt16LE(at + 30)));
  const [size, compressedSize, offset] = numbers.includes(elsewhere) ? with64(numbers, extra) : numbers;
  return {
    // Endings are ASCII in every charset that names are written in.
    name: bytes.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8', at + 46, Math.min(end, nameEnd)),
    isEncrypted: (flags & 1) === 1,
    isLink: bytes.readUInt16LE(at + 40) >> 12 === linkMode,
    method: bytes.readUInt16LE(at + 10),
    crc32: bytes.readUInt32LE(at + 16),
    compressedSize: compressedSize!,
    size: size!,
    offset: offset! + shift,
  };
}

/** The numbers, those that stand elsewhere taken from the extra field in their order (APPNOTE 4.5.3). */
function with64(numbers: readonly number[], extra: Buffer): number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== extra64) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return numbers.map((number) => {
    if (number !== elsewhere || at + 8 > extra.length) return number;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
}

/** Whether a file stands before, between or behind those of the directory: readers that go from the start find it. */
function hasOtherFiles(bytes: Buffer, entries: readonly ZipEntry[], directoryAt: number): boolean {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(localHeader);
  let free = 0;
  for (const { offset, compressedSize } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > free && bytes.subarray(free, offset).includes(mark)) return true;
    if (offset + 30 > bytes.length) return true;
    const dataAt = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    free = Math.max(free, dataAt + compressedSize);
  }
  return directoryAt > free && bytes.subarray(free, directoryAt).includes(mark);
}
