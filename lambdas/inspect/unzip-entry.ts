import { crc32, inflateRawSync } from 'node:zlib';
import type { ZipEntry } from './zip-directory.ts';

const localHeader = 0x04034b50;

/**
 * The bytes of one file of an archive, checked against the directory: readers that go by the local header, or that do
 * not stop at the size, may get something else.
 *
 * @returns absent for a method that we do not know, and where sizes, checksum or places do not agree
 */
export function unzipEntry(archive: Buffer, entry: ZipEntry): Buffer | undefined {
  const { method, offset, compressedSize, size } = entry;
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== localHeader) return undefined;
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (start + compressedSize > archive.length) return undefined;
  const packed = archive.subarray(start, start + compressedSize);
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
