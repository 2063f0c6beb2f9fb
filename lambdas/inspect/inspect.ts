import { unzipSync } from 'fflate';
import { fileTypeFromBuffer } from 'file-type';
import { isRunnable, nameReasons } from './names.ts';
import { compoundFileReasons, isOfficeDocument, officeReasons, withoutMacros } from './office.ts';
import { pdfReasons } from './pdf.ts';
import { listZip } from './zip-directory.ts';

/** An attachment as the inspection needs it. */
export interface InspectedFile {
  readonly filename?: string;
  /** Whether the name as sent held a bidirectional override, which our own form of it does not show. */
  readonly hasOverride: boolean;
  /** As declared, lower case. */
  readonly contentType: string;
  readonly size: number;
  /** The first bytes: enough for the type. */
  readonly head: Buffer;
  /** All bytes; asked for only where the type calls for it. */
  read(): Promise<Buffer>;
}

/** What an inspection found. */
export interface Inspection {
  /** By magic bytes. */
  readonly detectedType?: string;
  readonly verdict: 'clean' | 'suspicious' | 'blocked' | 'unscanned';
  readonly reasons: readonly string[];
  /** The document without its macros, where it had some and could be rewritten. */
  readonly macroFree?: Uint8Array;
}

/** Larger files are not opened: their verdict is `unscanned`. */
const maxFileBytes = 25 * 1024 * 1024;
const maxDepth = 3;
const maxUnpacked = 64 * 1024 * 1024;
const maxRatio = 200;

const blocking = /^(?:name\.(?:executable|script|double-extension)|type\.executable|archive\.(?:executable|bomb))$/;
const executableTypes =
  /^application\/(?:x-msdownload|x-dosexec|vnd\.microsoft\.portable-executable|x-elf|x-executable|x-mach-binary|x-ms-shortcut|java-archive|x-apple-diskimage|vnd\.android\.package-archive|x-msi|x-iso9660-image)$/;
/** Types that say nothing, and containers whose documents have types of their own. */
const vague =
  /^(?:application\/(?:octet-stream|x-.*|download|force-download|unknown|binary|zip|vnd\..*|ms-.*|msword|cdfv2)|binary\/.*|text\/.*|)$/;

/**
 * Looks at a file by its name, its declared and its real type, and inside archives, Office documents and PDFs.
 *
 * `blocked` is what a click would run; `suspicious` is what may run or hides; `unscanned` is what could not be
 * looked into. Nothing is deleted: the verdict stands in the event and the bytes stay where they are.
 */
export async function inspect(file: InspectedFile): Promise<Inspection> {
  const detected = looksPlain(file.head) ? undefined : (await typeOf(file.head))?.mime;
  const reasons = nameReasons(file.filename ?? '', file.hasOverride);
  if (detected !== undefined && executableTypes.test(detected)) reasons.push('type.executable');
  if (/^#!/.test(file.head.toString('latin1', 0, 2))) reasons.push('name.script');
  if (isMismatch(file.contentType, detected)) reasons.push('type.mismatch');
  if (looksActive(file, detected)) reasons.push('html.script');
  let macroFree: Uint8Array | undefined;
  let isUnread = false;
  const kind = containerOf(detected, file.head);
  if (kind === 'unreadable') {
    reasons.push('archive.format');
    isUnread = true;
  } else if (kind !== undefined && file.size > maxFileBytes) {
    reasons.push('size.not-inspected');
    isUnread = true;
  } else if (kind !== undefined) {
    const bytes = await file.read();
    if (kind === 'zip') {
      const found = archiveReasons(bytes, 0, { left: maxUnpacked });
      reasons.push(...found);
      if (found.includes('office.macros')) macroFree = withoutMacros(bytes);
    } else reasons.push(...(kind === 'pdf' ? pdfReasons(bytes) : compoundFileReasons(bytes)));
  }
  const all = [...new Set(reasons)];
  const isSuspicious = all.some(
    (reason) => !/^(?:size\.|archive\.format|pdf\.(?:embedded-file|encrypted|submit-form))/.test(reason),
  );
  const verdict = all.some((reason) => blocking.test(reason))
    ? 'blocked'
    : isSuspicious
      ? 'suspicious'
      : isUnread
        ? 'unscanned'
        : 'clean';
  return {
    ...(detected !== undefined && { detectedType: detected }),
    verdict,
    reasons: all,
    ...(macroFree && { macroFree }),
  };
}

/**
 * Whether the opening is plain text that none of the formats made of text starts with (PDF, RTF, PostScript, XML,
 * calendars, scripts, PGP): then there is no magic to look for. Other formats have bytes no text has.
 */
function looksPlain(head: Buffer): boolean {
  const opening = head.toString('latin1', 0, 256);
  return /^[\t\r\n -~]*$/.test(opening) && !/^\s*[%{<#\-B]|^(?:MZ|PK|GIF|Rar|RIFF)/.test(opening);
}

async function typeOf(head: Buffer): Promise<{ readonly mime: string } | undefined> {
  if (head.length < 4) return undefined;
  try {
    return await fileTypeFromBuffer(head);
  } catch {
    return undefined;
  }
}

function containerOf(
  detected: string | undefined,
  head: Buffer,
): 'zip' | 'pdf' | 'compound' | 'unreadable' | undefined {
  if (head.length >= 8 && head.readUInt32BE(0) === 0xd0cf11e0) return 'compound';
  if (head.toString('latin1', 0, 1024).includes('%PDF-')) return 'pdf';
  if (head.length >= 4 && (head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50)) return 'zip';
  return detected !== undefined &&
    /^application\/(?:x-rar-compressed|x-7z-compressed|x-ace-compressed|x-lzh|x-arj|vnd\.ms-cab-compressed|x-xz|x-bzip2)$/.test(
      detected,
    )
    ? 'unreadable'
    : undefined;
}

/** Only a mismatch that deceives counts: a picture that is an archive, a PDF that is none. */
function isMismatch(declared: string, detected: string | undefined): boolean {
  if (detected === undefined || declared === detected || vague.test(declared)) return false;
  const [declaredKind] = declared.split('/');
  const [detectedKind] = detected.split('/');
  if (declaredKind === detectedKind && declaredKind !== 'application') return false;
  const isDocument =
    /^application\/(?:pdf|rtf)$/.test(declared) || ['image', 'audio', 'video'].includes(declaredKind ?? '');
  return (
    isDocument &&
    !(declaredKind === 'audio' && detectedKind === 'video') &&
    !(declared === 'image/svg+xml' && /xml/.test(detected))
  );
}

/** A page that is sent as a file runs its scripts with nobody's eyes on them. */
function looksActive({ head, filename = '', contentType }: InspectedFile, detected: string | undefined): boolean {
  const isMarkup =
    /\.(?:html?|xhtml|shtml|svg|mht|mhtml)$/i.test(filename) ||
    /^(?:text\/html|application\/xhtml|image\/svg)/.test(contentType) ||
    /^image\/svg/.test(detected ?? '');
  return isMarkup && /<script\b|\bon(?:load|error|click|begin)\s*=|javascript:/i.test(head.toString('latin1'));
}

function archiveReasons(bytes: Buffer, depth: number, budget: { left: number }): string[] {
  const entries = listZip(bytes);
  if (entries === undefined) return ['archive.broken'];
  const reasons = isOfficeDocument(entries) ? officeReasons(entries) : [];
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = Math.max(
    1,
    entries.reduce((sum, entry) => sum + entry.compressedSize, 0),
  );
  if (size > maxUnpacked && size / packed > maxRatio) return [...reasons, 'archive.bomb'];
  if (entries.length >= 10_000) return [...reasons, 'archive.bomb'];
  if (entries.some(({ isEncrypted }) => isEncrypted)) reasons.push('archive.encrypted');
  if (!isOfficeDocument(entries) && entries.some(({ name }) => isRunnable(name))) reasons.push('archive.executable');
  const nested = entries.filter(
    ({ name, isEncrypted }) => /\.(?:zip|jar|docm|xlsm|pptm|docx|xlsx|pptx)$/i.test(name) && !isEncrypted,
  );
  if (nested.length === 0) return reasons;
  if (depth + 1 >= maxDepth) return [...reasons, 'archive.deep'];
  for (const [name, inner] of Object.entries(unpack(bytes, new Set(nested.map((entry) => entry.name)), budget))) {
    reasons.push(
      ...archiveReasons(Buffer.from(inner), depth + 1, budget).filter((reason) => reason !== 'archive.broken'),
    );
    if (/\.jar$/i.test(name)) reasons.push('archive.executable');
  }
  return reasons;
}

function unpack(bytes: Buffer, wanted: ReadonlySet<string>, budget: { left: number }): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted.has(name) || originalSize > budget.left) return false;
        budget.left -= originalSize;
        return true;
      },
    });
  } catch {
    return {};
  }
}
