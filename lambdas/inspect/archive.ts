import { isRunnable } from './names.ts';
import { isBinaryPart, isDocument, isDocumentPart, officeReasons } from './office.ts';
import { unzipEntry } from './unzip-entry.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** The rest of one attachment that may still be unpacked, over all archives and documents in it. */
export interface Budget {
  /** Unpacked bytes of archives. */
  bytes: number;
  /** Files in archives. */
  entries: number;
  /** Unpacked bytes of object streams of PDFs. */
  objectBytes: number;
  /** Bytes that are handed to the unpacker of object streams. */
  packedObjectBytes: number;
}

const mebibyte = 1024 * 1024;
const maxUnpacked = 64 * mebibyte;
const maxRatio = 200;
const maxDepth = 3;

/** The budget of a whole attachment; beyond it nothing more is opened. */
export const newBudget = (): Budget => ({
  bytes: maxUnpacked,
  entries: 1000,
  objectBytes: 32 * mebibyte,
  packedObjectBytes: 64 * mebibyte,
});

/** Inspects one file of an archive: ids of the reasons against it. */
export type InspectEntry = (name: string, bytes: Buffer) => Promise<readonly string[]>;

/**
 * Inspects every file of a ZIP archive; ids for the event's reasons. `archive.unread` where a file could not be
 * inspected: an unknown method, a broken entry, too large, a directory that does not list all.
 *
 * @param depth archives around this one
 */
export async function archiveReasons(
  bytes: Buffer,
  depth: number,
  budget: Budget,
  inspectEntry: InspectEntry,
): Promise<string[]> {
  const directory = readZipDirectory(bytes);
  if (directory === undefined) return ['archive.broken'];
  if (depth >= maxDepth) return ['archive.deep'];
  const { entries, isWhole } = directory;
  const inDocument = isDocument(entries);
  const reasons = inDocument ? officeReasons(entries) : [];
  if (!isWhole) reasons.push('archive.unread');
  if (isBomb(entries)) return [...reasons, 'archive.bomb'];
  if (entries.some(({ isEncrypted }) => isEncrypted)) reasons.push('archive.encrypted');
  const nameOf = (name: string): string => (inDocument && isBinaryPart(name) ? '' : name);
  if (entries.some(({ name }) => isRunnable(nameOf(name)))) reasons.push('archive.executable');
  for (const entry of entries) {
    if (entry.isEncrypted || isFolder(entry)) continue;
    const content = openWithin(budget, bytes, entry);
    const entryReasons = content === undefined ? ['archive.unread'] : await inspectEntry(nameOf(entry.name), content);
    const isPart = inDocument && isDocumentPart(entry.name, entries);
    // A part of a document may have a format of its own program alone.
    reasons.push(
      ...(isPart ? entryReasons.filter((reason) => reason !== 'type.not-inspected') : entryReasons).map(
        asArchiveReason,
      ),
    );
  }
  return reasons;
}

const isFolder = ({ name, size, compressedSize }: ZipEntry): boolean =>
  size === 0 && (compressedSize === 0 || name.endsWith('/'));

function openWithin(budget: Budget, bytes: Buffer, entry: ZipEntry): Buffer | undefined {
  if (budget.entries <= 0 || entry.size > budget.bytes) return undefined;
  budget.entries -= 1;
  budget.bytes -= entry.size;
  return unzipEntry(bytes, entry);
}

function isBomb(entries: readonly ZipEntry[]): boolean {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
  return entries.length >= 10_000 || (size > maxUnpacked && size / Math.max(1, packed) > maxRatio);
}

/** Turns the reason of a file into one of its archive; a broken archive within one does not break it. */
function asArchiveReason(reason: string): string {
  if (/^(?:name\.(?:executable|script|double-extension)|type\.executable)$/.test(reason)) return 'archive.executable';
  return reason === 'type.not-inspected' || reason === 'archive.broken' ? 'archive.unread' : reason;
}
