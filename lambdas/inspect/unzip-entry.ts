import { crc32, inflateRawSync } from 'node:zlib';
import type { ZipEntry } from './zip-directory.ts';

const localHeader = 0x04034b50;

/** The local header of a file, which stands before its bytes (APPNOTE 4.3.7). */
interface LocalFile {
  /** As the directory may write it, too. */
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly dataAt: number;
}

function readLocalFile(archive: Buffer, offset: number): LocalFile | undefined {
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== localHeader) return undefined;
  const flags = archive.readUInt16LE(offset + 6);
  const nameEnd = offset + 30 + archive.readUInt16LE(offset + 26);
  return {
    name: archive.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8', offset + 30, nameEnd),
    isEncrypted: (flags & 1) === 1,
    method: archive.readUInt16LE(offset + 8),
    dataAt: nameEnd + archive.readUInt16LE(offset + 28),
  };
}

/** The name before the bytes of a file, which some readers take instead of that in the directory. */
export const localNameOf = (archive: Buffer, { offset }: ZipEntry): string | undefined =>
  readLocalFile(archive, offset)?.name;

/**
 * The bytes of one file of an archive, checked against the directory: readers that go by the local header, or that do
 * not stop at the size, may get something else.
 *
 * @returns absent for a method that we do not know, and where names, methods, sizes, checksum or places do not agree
 */
export function unzipEntry(archive: Buffer, entry: ZipEntry): Buffer | undefined {
  const { name, method, offset, compressedSize, size } = entry;
  const local = readLocalFile(archive, offset);
  if (local === undefined || local.dataAt + compressedSize > archive.length) return undefined;
  if (local.name !== name || local.method !== method || local.isEncrypted) return undefined;
  const packed = archive.subarray(local.dataAt, local.dataAt + compressedSize);
  const content = method === 0 ? packed : method === 8 ? inflated(packed, size) : undefined;
  return content?.length === size && crc32(content) === entry.crc32 ? content : undefined;
}

function inflated(packed: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
