import { type UnzipFileInfo, unzipSync } from 'fflate';
import { isRunnable } from './names.ts';
import { isOfficeDocument, isOfficePart, officeReasons } from './office.ts';
import { listZip, type ZipEntry } from './zip-directory.ts';

/** What is left to be unpacked for one attachment, over all archives in it. */
export interface Budget {
  /** Bytes. */
  bytes: number;
  /** Files. */
  entries: number;
}

/** Unpacked bytes and files beyond which nothing more of an attachment is opened. */
export const newBudget = (): Budget => ({ bytes: maxUnpacked, entries: 1000 });

/** Reads one file of an archive: ids of what is wrong with it. */
export type InspectEntry = (name: string, bytes: Buffer) => Promise<readonly string[]>;

const maxUnpacked = 64 * 1024 * 1024;
const maxRatio = 200;
const maxDepth = 3;
/** Methods that we can unpack: stored and deflated (APPNOTE 4.4.5). */
const methods: readonly number[] = [0, 8];

/**
 * What a ZIP archive holds; ids for the event's reasons. Every file in it is looked into; `archive.unread` where one could
 * not be: an unknown method, a broken entry, too much of it.
 *
 * @param depth archives around this one
 */
export async function archiveReasons(
  bytes: Buffer,
  depth: number,
  budget: Budget,
  inspectEntry: InspectEntry,
): Promise<string[]> {
  const entries = listZip(bytes);
  if (entries === undefined) return ['archive.broken'];
  if (depth >= maxDepth) return ['archive.deep'];
  const isOffice = isOfficeDocument(entries);
  const reasons = isOffice ? officeReasons(entries) : [];
  if (isBomb(entries)) return [...reasons, 'archive.bomb'];
  if (entries.some(({ isEncrypted }) => isEncrypted)) reasons.push('archive.encrypted');
  // Parts of a document are called .bin, which says nothing there.
  const isPart = (name: string): boolean => isOffice && /\.bin$/i.test(name);
  const runs = ({ name }: ZipEntry): boolean => isRunnable(name) && !isPart(name);
  if (entries.some(runs)) reasons.push('archive.executable');
  const opened = entries.filter((entry) => !entry.isEncrypted && !entry.name.endsWith('/') && entry.size > 0);
  const wanted = opened.filter(({ name }) => !(isOffice && isOfficePart(name)));
  if (wanted.length === 0) return reasons;
  if (depth + 1 >= maxDepth && wanted.some(({ name }) => isArchiveName(name))) return [...reasons, 'archive.deep'];
  const unpacked = unpack(bytes, new Set(wanted.map(({ name }) => name)), budget);
  if (unpacked.size < wanted.length) reasons.push('archive.unread');
  for (const [name, inner] of unpacked)
    reasons.push(...(await inspectEntry(isPart(name) ? '' : name, inner)).flatMap(asArchiveReason));
  return reasons;
}

const isArchiveName = (name: string): boolean => /\.(?:zip|jar|docm|xlsm|pptm|docx|xlsx|pptx)$/i.test(name);

function isBomb(entries: readonly ZipEntry[]): boolean {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
  return entries.length >= 10_000 || (size > maxUnpacked && size / Math.max(1, packed) > maxRatio);
}

/** What is said of a file in an archive is said of the archive; a broken archive within one is no broken archive. */
function asArchiveReason(reason: string): string[] {
  if (/^(?:name\.(?:executable|script|double-extension)|type\.executable)$/.test(reason)) return ['archive.executable'];
  if (reason === 'type.not-inspected' || reason === 'archive.broken') return ['archive.unread'];
  return [reason];
}

/** The wanted files that could be unpacked within the budget. Of files with one name, nobody knows which a reader takes. */
function unpack(bytes: Buffer, wanted: ReadonlySet<string>, budget: Budget): Map<string, Buffer> {
  const accept = ({ name, originalSize, compression }: UnzipFileInfo): boolean => {
    const fits = originalSize <= budget.bytes && budget.entries > 0;
    if (!wanted.has(name) || !fits || !methods.includes(compression)) return false;
    budget.bytes -= originalSize;
    budget.entries -= 1;
    return true;
  };
  try {
    const files = unzipSync(bytes, { filter: accept });
    return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  } catch {
    return new Map();
  }
}
