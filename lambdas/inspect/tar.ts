/** One file of a tar archive. */
interface TarEntry {
  readonly name: string;
  /** Where a link leads; absent for a file. */
  readonly link?: string;
  readonly content: Buffer;
}

/** The files of a tar archive, as far as it can be read. */
interface Tar {
  /** At most 10,000. */
  readonly entries: readonly TarEntry[];
  /** Whether these are all, and nothing else stands in the file. */
  readonly isWhole: boolean;
}

const block = 512;
const maxEntries = 10_000;
/** Types of a header (POSIX.1-2024 pax, ustar interchange format, and GNU tar). */
const kinds = {
  file: ['0', '\0', '7'],
  link: ['1', '2'],
  folder: ['5'],
  longName: 'L',
  longLink: 'K',
  pax: 'x',
  global: 'g',
};

/** Whether bytes begin with the header of a tar archive: its checksum holds (POSIX.1-2024 pax, `chksum`). */
export function isTar(bytes: Buffer): boolean {
  if (bytes.length < block || bytes[0] === 0) return false;
  const written = octal(bytes.subarray(148, 156));
  let sum = 8 * 0x20;
  for (let at = 0; at < block; at += 1) if (at < 148 || at >= 156) sum += bytes[at]!;
  return written === sum;
}

/**
 * Reads a tar archive: ustar, the older form, GNU's long names, and the names and sizes of pax headers.
 */
export function readTar(bytes: Buffer): Tar {
  const entries: TarEntry[] = [];
  let fields: Readonly<Record<string, string>> = {};
  let at = 0;
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + block);
    const size = fields.size === undefined ? octal(header.subarray(124, 136)) : Number(fields.size);
    const content = size === undefined ? undefined : bytes.subarray(at + block, at + block + size);
    if (size === undefined || content?.length !== size) return { entries, isWhole: false };
    if (!isTar(header) || entries.length >= maxEntries) return { entries, isWhole: false };
    const kind = String.fromCharCode(header[156]!);
    if (kind === kinds.longName) fields = { ...fields, path: textOf(content) };
    else if (kind === kinds.longLink) fields = { ...fields, linkpath: textOf(content) };
    else if (kind === kinds.pax) fields = { ...fields, ...paxFields(content) };
    else if (kind !== kinds.global) {
      const entry = entryOf(header, kind, fields, content);
      if (entry === undefined) return { entries, isWhole: false };
      entries.push(entry);
      fields = {};
    }
    at += block + Math.ceil(size / block) * block;
  }
  // Archive programs end a tape with zeros, and other formats begin behind them.
  return { entries, isWhole: at <= bytes.length && isBlank(bytes, at) };
}

/** @returns absent for a kind that we do not know, as that of a file with holes */
function entryOf(
  header: Buffer,
  kind: string,
  fields: Readonly<Record<string, string>>,
  content: Buffer,
): TarEntry | undefined {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header.subarray(345, 500)) : '';
  const short = textOf(header.subarray(0, 100));
  const name = fields.path ?? (prefix ? `${prefix}/${short}` : short);
  if (kinds.file.includes(kind) || kinds.folder.includes(kind)) return { name, content };
  if (!kinds.link.includes(kind)) return undefined;
  return { name, content, link: fields.linkpath ?? textOf(header.subarray(157, 257)) };
}

/** The fields of a pax header: lines of `length key=value`. */
function paxFields(content: Buffer): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10);
    if (!(length > 0)) break;
    const line = content.toString('utf8', at, at + length - 1);
    const key = line.slice(line.indexOf(' ') + 1, line.indexOf('='));
    fields[key] = line.slice(line.indexOf('=') + 1);
    at += length;
  }
  return fields;
}

/** A text of up to the first null; its endings are ASCII in every charset. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** A number in octal digits, or in bytes (GNU, for large ones); absent when it is none. */
function octal(field: Buffer): number | undefined {
  if ((field[0]! & 0x80) !== 0) return Number(field.subarray(-6).readUIntBE(0, 6));
  const digits = /^[ \0]{0,12}([0-7]{0,12})[ \0]{0,12}$/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}

function isBlank(bytes: Buffer, start: number): boolean {
  for (let at = start; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}
