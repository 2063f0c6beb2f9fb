/** One storage or stream of a compound file (MS-CFB §2.6). */
export interface CompoundEntry {
  /** From the root, joined by `/`, as in `Macros/VBA`. */
  readonly path: string;
  readonly name: string;
  readonly isStream: boolean;
  /** The class of a storage, as 32 hex digits in the order of the file. */
  readonly classId: string;
  readonly size: number;
}

/** A compound file: the storages and streams that old Office documents, saved mails and installers are made of. */
export interface CompoundFile {
  readonly entries: readonly CompoundEntry[];
  /** Whether the directory could be read to its end. */
  readonly isWhole: boolean;
  /** The bytes of a stream; absent where its sectors do not hold them. */
  read(entry: CompoundEntry): Buffer | undefined;
}

const magic = 'd0cf11e0a1b11ae1';
const entryBytes = 128;
const maxEntries = 20_000;
const endOfChain = 0xfffffffe;
const noStream = 0xffffffff;
const maxRegularSector = 0xfffffffa;
const types = { storage: 1, stream: 2, root: 5 };

/** Whether bytes begin as a compound file does. */
export const isCompound = (bytes: Buffer): boolean => bytes.toString('hex', 0, 8) === magic;

interface RawEntry extends Omit<CompoundEntry, 'path' | 'isStream'> {
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
}

/**
 * Reads the directory of a compound file (MS-CFB). Each chain of sectors is followed at most once around, so that a loop
 * ends.
 *
 * @returns absent where the header or the directory cannot be read
 */
export function readCompoundFile(bytes: Buffer): CompoundFile | undefined {
  if (bytes.length < 512 || !isCompound(bytes)) return undefined;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return undefined;
  const sectorBytes = 1 << shift;
  const table = allocationTable(bytes, sectorBytes);
  const chain = (start: number): Buffer | undefined => chained(bytes, table, start, sectorBytes, sectorBytes);
  const directory = chain(bytes.readUInt32LE(48));
  if (directory === undefined || directory.length < entryBytes) return undefined;
  const raw = rawEntries(directory, shift);
  const { entries, isWhole } = inTree(raw);
  const starts = new Map(entries.map(({ entry, start }) => [entry, start]));
  const root = raw[0]!;
  const cutoff = bytes.readUInt32LE(56);
  const miniTable = wordsOf(chain(bytes.readUInt32LE(60)));
  const miniStream = lazily(() => chain(root.start));
  return {
    entries: entries.map(({ entry }) => entry),
    isWhole,
    read(entry) {
      const start = starts.get(entry);
      if (start === undefined || !entry.isStream) return undefined;
      if (entry.size === 0) return Buffer.alloc(0);
      const isMini = entry.size < cutoff;
      const held = isMini ? miniStream() : bytes;
      if (held === undefined) return undefined;
      const content = isMini
        ? chained(held, miniTable, start, 64, 0)
        : chained(bytes, table, start, sectorBytes, sectorBytes);
      return content === undefined || content.length < entry.size ? undefined : content.subarray(0, entry.size);
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The sector that follows each sector (§2.3), gathered from the sectors that the header and its continuations name (§2.5). */
function allocationTable(bytes: Buffer, sectorBytes: number): Uint32Array {
  const places = wordsOf(bytes.subarray(76, 512));
  const most = Math.ceil(bytes.length / sectorBytes);
  const tableSectors = [...places];
  let next = bytes.readUInt32LE(68);
  for (let nth = 0; nth < most && next < maxRegularSector; nth += 1) {
    const more = wordsOf(sector(bytes, next, sectorBytes));
    if (more.length === 0) break;
    tableSectors.push(...more.subarray(0, -1));
    next = more.at(-1)!;
  }
  const used = tableSectors.filter((place) => place < maxRegularSector).slice(0, most);
  return wordsOf(
    Buffer.concat(used.map((place) => sector(bytes, place, sectorBytes) ?? Buffer.alloc(sectorBytes, 0xff))),
  );
}

/** A sector; the header takes the place of one. */
function sector(bytes: Buffer, place: number, sectorBytes: number): Buffer | undefined {
  const start = (place + 1) * sectorBytes;
  return start + 1 > bytes.length ? undefined : bytes.subarray(start, start + sectorBytes);
}

/** The bytes of a chain of sectors; absent where it leads nowhere or around. */
function chained(
  bytes: Buffer,
  table: Uint32Array,
  start: number,
  sectorBytes: number,
  headerBytes: number,
): Buffer | undefined {
  const pieces: Buffer[] = [];
  let place = start;
  while (place < maxRegularSector) {
    const at = headerBytes + place * sectorBytes;
    if (pieces.length > table.length || at >= bytes.length || place >= table.length) return undefined;
    pieces.push(bytes.subarray(at, at + sectorBytes));
    place = table[place]!;
  }
  return place === endOfChain ? Buffer.concat(pieces) : undefined;
}

/** Numbers of 32 bits, least byte first. */
function wordsOf(bytes: Buffer | undefined): Uint32Array {
  const words = new Uint32Array(Math.floor((bytes?.length ?? 0) / 4));
  for (let nth = 0; nth < words.length; nth += 1) words[nth] = bytes!.readUInt32LE(nth * 4);
  return words;
}

function rawEntries(directory: Buffer, shift: number): RawEntry[] {
  const entries: RawEntry[] = [];
  for (let at = 0; at + entryBytes <= directory.length && entries.length < maxEntries; at += entryBytes) {
    const nameBytes = Math.max(0, Math.min(64, directory.readUInt16LE(at + 64)) - 2);
    entries.push({
      name: directory.toString('utf16le', at, at + (nameBytes & ~1)),
      type: directory[at + 66]!,
      left: directory.readUInt32LE(at + 68),
      right: directory.readUInt32LE(at + 72),
      child: directory.readUInt32LE(at + 76),
      classId: directory.toString('hex', at + 80, at + 96),
      start: directory.readUInt32LE(at + 116),
      // Files with sectors of 512 bytes may have anything in the upper half (§2.6.3).
      size: directory.readUInt32LE(at + 120) + (shift === 9 ? 0 : directory.readUInt32LE(at + 124) * 2 ** 32),
    });
  }
  return entries;
}

interface PlacedEntry {
  readonly entry: CompoundEntry;
  readonly start: number;
}

/** The entries with their paths: each storage is a tree of siblings, and has a tree of its own below it (§2.6.4). */
function inTree(raw: readonly RawEntry[]): { readonly entries: readonly PlacedEntry[]; readonly isWhole: boolean } {
  const entries: PlacedEntry[] = [];
  const seen = new Set<number>();
  const waiting: Array<{ readonly id: number; readonly folder: string }> = [{ id: 0, folder: '' }];
  let isWhole = true;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, folder } = next;
    if (id === noStream) continue;
    const found = raw[id];
    if (found === undefined || seen.has(id)) {
      isWhole = false;
      continue;
    }
    seen.add(id);
    const { name, type, left, right, child, classId, size, start } = found;
    const isRoot = id === 0;
    const path = isRoot ? '' : `${folder}${name}`;
    entries.push({ entry: { path, name, isStream: type === types.stream, classId, size }, start });
    if (!isRoot) waiting.push({ id: left, folder }, { id: right, folder });
    if (type === types.storage || isRoot) waiting.push({ id: child, folder: isRoot ? '' : `${path}/` });
  }
  // A used entry that no tree reaches may be found by another reader.
  const used = raw.filter(({ type }) => type === types.storage || type === types.stream).length;
  return { entries, isWhole: isWhole && used + 1 <= seen.size };
}
