/** A stream or storage of a compound file for tests. */
export interface StoredEntry {
  readonly name: string;
  /** Absent for a storage. */
  readonly content?: Uint8Array;
  readonly children?: readonly StoredEntry[];
  readonly classId?: string;
}

const sectorBytes = 512;
const noStream = 0xffffffff;
const endOfChain = 0xfffffffe;

interface Placed {
  readonly entry: StoredEntry;
  readonly type: number;
  right: number;
  child: number;
  start: number;
}

/**
 * Writes a compound file (MS-CFB, version 3) with these entries below its root. Streams lie in whole sectors, those below 4096
 * bytes in the mini stream, as the format wants.
 */
export function aCompoundFile(children: readonly StoredEntry[], classId = '0'.repeat(32)): Buffer {
  const placed: Placed[] = [
    { entry: { name: 'Root Entry', children, classId }, type: 5, right: noStream, child: noStream, start: endOfChain },
  ];
  const place = (list: readonly StoredEntry[]): number => {
    const first = placed.length;
    const own = list.map((entry): Placed => {
      const slot = { entry, type: entry.content ? 2 : 1, right: noStream, child: noStream, start: endOfChain };
      placed.push(slot);
      return slot;
    });
    own.forEach((slot, nth) => {
      slot.right = nth + 1 < own.length ? first + nth + 1 : noStream;
    });
    for (const slot of own) if (slot.entry.children?.length) slot.child = place(slot.entry.children);
    return list.length === 0 ? noStream : first;
  };
  placed[0]!.child = place(children);
  const sectors: Buffer[] = [];
  const fat: number[] = [];
  const store = (content: Uint8Array): number => {
    const count = Math.ceil(content.length / sectorBytes);
    const start = sectors.length;
    for (let nth = 0; nth < count; nth += 1) {
      const sector = Buffer.alloc(sectorBytes);
      sector.set(content.subarray(nth * sectorBytes, (nth + 1) * sectorBytes));
      sectors.push(sector);
      fat.push(nth + 1 < count ? start + nth + 1 : endOfChain);
    }
    return count === 0 ? endOfChain : start;
  };
  const mini: Buffer[] = [];
  const miniFat: number[] = [];
  for (const slot of placed) {
    const content = slot.entry.content;
    if (content === undefined || content.length === 0) continue;
    if (content.length >= 4096) {
      slot.start = store(content);
      continue;
    }
    slot.start = miniFat.length;
    const count = Math.ceil(content.length / 64);
    mini.push(Buffer.concat([content], count * 64));
    for (let nth = 0; nth < count; nth += 1) miniFat.push(nth + 1 < count ? miniFat.length + 1 : endOfChain);
  }
  const miniStream = Buffer.concat(mini);
  placed[0]!.start = store(miniStream);
  const miniFatAt = store(words(miniFat, 0xffffffff));
  const directoryAt = store(Buffer.concat(placed.map((slot) => entryOf(slot, miniStream.length))));
  const fatSectors = Math.ceil((fat.length + 8) / 128);
  const fatAt = sectors.length;
  for (let nth = 0; nth < fatSectors; nth += 1) fat.push(0xfffffffd);
  const header = Buffer.alloc(sectorBytes);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors, 44);
  header.writeUInt32LE(directoryAt, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(miniFatAt, 60);
  header.writeUInt32LE(miniFatAt === endOfChain ? 0 : 1, 64);
  header.writeUInt32LE(endOfChain, 68);
  header.fill(0xff, 76);
  for (let nth = 0; nth < fatSectors; nth += 1) header.writeUInt32LE(fatAt + nth, 76 + 4 * nth);
  return Buffer.concat([header, ...sectors, words(fat, 0xffffffff)]);
}

/** Numbers of 32 bits, filled up to whole sectors. */
function words(numbers: readonly number[], filler: number): Buffer {
  const count = Math.ceil(numbers.length / 128) * 128;
  const bytes = Buffer.alloc(count * 4);
  for (let nth = 0; nth < count; nth += 1) bytes.writeUInt32LE(numbers[nth] ?? filler, nth * 4);
  return bytes;
}

function entryOf({ entry, type, right, child, start }: Placed, miniSize: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(entry.name, 0, 62, 'utf16le');
  bytes.writeUInt16LE((entry.name.length + 1) * 2, 64);
  bytes[66] = type;
  bytes[67] = 1;
  bytes.writeUInt32LE(noStream, 68);
  bytes.writeUInt32LE(right, 72);
  bytes.writeUInt32LE(child, 76);
  bytes.write(entry.classId ?? '', 80, 'hex');
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(type === 5 ? miniSize : (entry.content?.length ?? 0), 120);
  return bytes;
}

const text = (content: string): Buffer => Buffer.from(content, 'latin1');

/** A Word document (MS-DOC) without more than its first header. */
export const aWordStream = (flags = 0): Buffer => {
  const bytes = Buffer.alloc(1472);
  bytes.writeUInt16LE(0xa5ec, 0);
  bytes.writeUInt16LE(flags, 10);
  return bytes;
};

/** The globals of a workbook (MS-XLS) with sheets of these kinds: 0 is a worksheet, 1 a sheet with macros. */
export function aWorkbookStream(kinds: readonly number[], isEncrypted = false): Buffer {
  const record = (kind: number, content: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(kind, 0);
    head.writeUInt16LE(content.length, 2);
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    record(0x0809, Buffer.alloc(16)),
    ...(isEncrypted ? [record(0x002f, Buffer.alloc(54))] : []),
    ...kinds.map((kind) => record(0x0085, Buffer.from([0, 0, 0, 0, 0, kind, 3, 0, 0x41, 0x42, 0x43]))),
    record(0x000a, Buffer.alloc(0)),
  ]);
}

/** What Windows packs an embedded file in (Ole10Native of the Packager). */
export function aNativeStream(name: string, content: Uint8Array): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const temporary = text(`C:\\Temp\\${name}\0`);
  const rest = Buffer.concat([
    Buffer.from([2, 0]),
    text(`${name}\0C:\\a\\${name}\0`),
    number(0x00030000),
    number(temporary.length),
    temporary,
    number(content.length),
    content,
  ]);
  return Buffer.concat([number(rest.length), rest]);
}
