import { type Budget, isLate, maxDepth, maxRatio, maxUnpacked } from './budget.ts';
import { createPartReader, isBinaryPart, isDocument, isDocumentPart } from './document-parts.ts';
import { gunzip } from './gzip.ts';
import { isRunnable } from './names.ts';
import { isTar, readTar } from './tar.ts';
import { localNameOf, unzipEntry } from './unzip-entry.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/**
 * Inspects one file of an archive: ids of the reasons against it.
 *
 * @param name as the archive has it; empty where it says nothing
 */
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
  const reasons = isWhole ? [] : ['archive.unread'];
  if (isBomb(entries)) return [...reasons, 'archive.bomb'];
  if (entries.some(({ isEncrypted }) => isEncrypted)) reasons.push('archive.encrypted');
  const nameOf = (name: string): string => (inDocument && isBinaryPart(name) ? '' : name);
  const names = entries.flatMap((entry) => [entry.name, localNameOf(bytes, entry) ?? '']);
  if (names.some((name) => isRunnable(nameOf(name)))) reasons.push('archive.executable');
  if (names.some(leadsOut) || entries.some(({ isLink }) => isLink)) reasons.push('archive.path');
  const parts = createPartReader(inDocument);
  for (const entry of entries) {
    if (entry.isEncrypted || isFolder(entry)) continue;
    const content = openWithin(budget, bytes, entry);
    if (content !== undefined) parts.read(entry.name, content);
    const found = content === undefined ? ['archive.unread'] : await inspectEntry(nameOf(entry.name), content);
    const isPart = inDocument && isDocumentPart(entry.name, entries);
    // A part of a document may have a format of its own program alone.
    reasons.push(...found.filter((reason) => !(isPart && reason === 'type.not-inspected')).map(asArchiveReason));
  }
  return [...reasons, ...parts.reasons(entries)];
}

/**
 * Inspects the content of a gzip file, for a tar archive its files; ids for the event's reasons.
 *
 * @param outerName the name of the file, which without its ending is the name of the content
 */
export async function gzipReasons(
  bytes: Buffer,
  outerName: string,
  depth: number,
  budget: Budget,
  inspectEntry: InspectEntry,
): Promise<string[]> {
  if (depth >= maxDepth) return ['archive.deep'];
  const { content, name, isWhole, isBomb } = gunzip(bytes, budget.bytes);
  if (isBomb) return ['archive.bomb'];
  const reasons = isWhole ? [] : ['archive.unread'];
  if (name !== undefined && isRunnable(name)) reasons.push('archive.executable');
  if (content === undefined) return reasons;
  budget.bytes -= content.length;
  if (isTar(content)) return [...reasons, ...(await tarReasons(content, depth, budget, inspectEntry))];
  const inner = outerName.replace(/\.t?gz$/i, '');
  return [...reasons, ...(await inspectEntry(inner, content)).map(asArchiveReason)];
}

/** Inspects every file of a tar archive; ids for the event's reasons. */
export async function tarReasons(
  bytes: Buffer,
  depth: number,
  budget: Budget,
  inspectEntry: InspectEntry,
): Promise<string[]> {
  if (depth >= maxDepth) return ['archive.deep'];
  const { entries, isWhole } = readTar(bytes);
  const reasons = isWhole ? [] : ['archive.unread'];
  for (const { name, link, content } of entries) {
    if (leadsOut(name) || (link !== undefined && leadsOut(link))) reasons.push('archive.path');
    if (isRunnable(name)) reasons.push('archive.executable');
    if (content.length === 0) continue;
    budget.entries -= 1;
    const found =
      budget.entries < 0 || isLate(budget) || link !== undefined
        ? ['archive.unread']
        : await inspectEntry(name, content);
    reasons.push(...found.map(asArchiveReason));
  }
  return reasons;
}

/** Whether a name leads out of the folder that an archive is unpacked into. */
const leadsOut = (name: string): boolean => /(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:/i.test(name);

const isFolder = ({ name, size, compressedSize }: ZipEntry): boolean =>
  size === 0 && (compressedSize === 0 || name.endsWith('/'));

function openWithin(budget: Budget, bytes: Buffer, entry: ZipEntry): Buffer | undefined {
  if (budget.entries <= 0 || entry.size > budget.bytes || isLate(budget)) return undefined;
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
export function asArchiveReason(reason: string): string {
  if (/^(?:name\.(?:executable|script|double-extension)|type\.executable)$/.test(reason)) return 'archive.executable';
  return reason === 'type.not-inspected' || reason === 'archive.broken' ? 'archive.unread' : reason;
}
