import { anyOf } from '../domain/mail/any-of.ts';
import { isText, markupOf } from '../domain/mail/plain-text.ts';
import { archiveReasons, gzipReasons, type InspectEntry, tarReasons } from './archive.ts';
import { type Budget, maxDepth } from './budget.ts';
import { isCompound } from './compound-file.ts';
import { compoundReasons } from './compound-office.ts';
import { isEicarTest } from './eicar.ts';
import { isEncrypted } from './encrypted.ts';
import { isEncryptedArchive, mayTellEncryption } from './encrypted-archive.ts';
import { isGzip } from './gzip.ts';
import { newInnerFiles } from './inner-files.ts';
import { nameReasons } from './names.ts';
import { isPage, isXmlPage, pageReasons } from './page.ts';
import { pdfReasons } from './pdf.ts';
import { isRtf, rtfReasons } from './rtf.ts';
import { isDetachedSignature } from './signature.ts';
import { isTar } from './tar.ts';
import { textReasons } from './text-content.ts';
import { isExecutableType, typeOf } from './type-of.ts';
import { readZipDirectory } from './zip-directory.ts';

/** Formats with an inspection of their own; `packed` is an archive that cannot be opened. */
type Kind = 'zip' | 'gzip' | 'tar' | 'pdf' | 'compound' | 'rtf' | 'packed' | 'media' | 'text' | 'other';

const packedTypes = new RegExp(
  String.raw`^application\/${anyOf`
    x-rar-compressed|x-7z-compressed|x-ace-compressed|x-lzh|x-lzh-compressed|x-arj
    vnd\.ms-cab-compressed
    x-xz|x-bzip2|gzip|x-gzip|x-tar|zstd|x-lz4|x-lzip|x-compress|x-rpm|x-deb|x-unix-archive|x-cpio
  `}$`,
);
/** Text that is a program, or that hides its content. */
const closedTexts = /^application\/(?:postscript|eps|pgp-encrypted)$/;

/** A file as its bytes and its sender describe it. */
interface Content {
  readonly filename: string;
  /** As declared, lower case; empty within an archive. */
  readonly contentType: string;
  /** By magic bytes. */
  readonly detected: string | undefined;
  readonly bytes: Buffer;
}

/** The surroundings of a file that an inspection needs. */
interface Place {
  /** Archives around the file. */
  readonly depth: number;
  readonly budget: Budget;
  /** Inspects a file within this one. */
  readonly inspectEntry: InspectEntry;
}

/**
 * Inspects the whole file; ids for the event's reasons. A format without an inspection is `type.not-inspected`. A file that
 * another program would open as another format is inspected as that, too.
 *
 * @param depth archives around this file
 */
export async function contentReasons(content: Content, depth: number, budget: Budget): Promise<string[]> {
  const { bytes } = content;
  if (bytes.length === 0) return [];
  if (isEicarTest(bytes)) return ['malware.eicar-test'];
  const place = { depth, budget, inspectEntry: entryInspector(depth, budget) };
  const kind = kindOf(content);
  const reasons = [...(await readingOf[kind](content, place))];
  // Archive programs look at the end of a file, so a file that ends in an archive has two formats.
  if (kind !== 'zip' && readZipDirectory(bytes) !== undefined)
    reasons.push('type.polyglot', ...(await readingOf.zip(content, place)));
  // A browser opens what is called a page as one, whatever else it is.
  if (kind !== 'text' && isPage(content.filename, content.contentType)) {
    const found = await pageIn(content, place);
    if (found.length > 0) reasons.push('type.polyglot', ...found);
  }
  return [...new Set(reasons)];
}

/**
 * Whether a file has a format with an inspection, by its first bytes; the rest of any other need not be read. RAR and
 * 7z say anywhere in the file that it is encrypted.
 */
export const isOpened = (opening: Content): boolean =>
  isPage(opening.filename, opening.contentType) || isReadWhole[kindOf(opening)]?.(opening.bytes) !== false;

/** Formats of which not all files are read whole. */
const isReadWhole: Readonly<Partial<Record<Kind, (opening: Buffer) => boolean>>> = {
  other: () => false,
  packed: mayTellEncryption,
};

/** The inspection of each format. */
const readingOf: Readonly<Record<Kind, (content: Content, place: Place) => readonly string[] | Promise<string[]>>> = {
  zip: ({ bytes }, { depth, budget, inspectEntry }) => archiveReasons(bytes, depth, budget, inspectEntry),
  gzip: ({ bytes, filename }, { depth, budget, inspectEntry }) =>
    gzipReasons(bytes, filename, depth, budget, inspectEntry),
  tar: ({ bytes }, { depth, budget, inspectEntry }) => tarReasons(bytes, depth, budget, inspectEntry),
  pdf: ({ bytes }, { budget, inspectEntry }) => pdfReasons(bytes, budget, inspectEntry),
  compound: ({ bytes }, { budget, inspectEntry }) => compoundReasons(bytes, budget, inspectEntry),
  rtf: ({ bytes }) => rtfReasons(bytes),
  packed: ({ bytes }) => ['archive.format', ...(isEncryptedArchive(bytes) ? ['archive.encrypted'] : [])],
  media: ({ bytes }) => [
    ...(packedSignatures.some((mark) => bytes.includes(mark)) ? ['type.polyglot', 'archive.format'] : []),
    ...(holdsProgram(bytes) ? ['type.polyglot'] : []),
  ],
  text: async ({ bytes, filename, contentType, detected }, { budget, inspectEntry }) => {
    const files = newInnerFiles();
    const reasons = textReasons(bytes, filename, contentType, detected, files.add);
    if (isEncrypted(bytes)) reasons.push('type.encrypted');
    return [...reasons, ...(await files.reasons(budget, inspectEntry))];
  },
  other: ({ bytes, detected }) => {
    if (isKnownHarmless(bytes, detected)) return [];
    return [isEncrypted(bytes) ? 'type.encrypted' : 'type.not-inspected'];
  },
};

/** RAR and 7z, which their programs find behind any other bytes. */
const packedSignatures = ['526172211a07', '377abcaf271c'].map((hex) => Buffer.from(hex, 'hex'));

/** Whether a program of Windows stands in the bytes: its first header leads to its second (PE format, MS-DOS stub). */
function holdsProgram(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('MZ'); at >= 0; at = bytes.indexOf('MZ', at + 2)) {
    if (at + 0x40 > bytes.length) return false;
    const header = at + bytes.readUInt32LE(at + 0x3c);
    if (header + 4 <= bytes.length && bytes.readUInt32BE(header) === 0x50450000) return true;
  }
  return false;
}

/** A program is blocked by its type, so that its unread content adds nothing. */
const isKnownHarmless = (bytes: Buffer, detected: string | undefined): boolean =>
  isExecutableType(detected) || isFinderData(bytes) || isDetachedSignature(bytes);

/** Files that macOS adds to an archive: AppleDouble beside each file, and the .DS_Store of a folder. */
const isFinderData = (bytes: Buffer): boolean =>
  bytes.length >= 8 && (bytes.readUInt32BE(0) === 0x00051607 || bytes.toString('latin1', 4, 8) === 'Bud1');

/** Files within files, of any kind, that are opened. */
const maxNesting = 2 * maxDepth;

const entryInspector =
  (depth: number, budget: Budget): InspectEntry =>
  async (name, bytes) => {
    if (depth >= maxNesting) return ['archive.deep'];
    const filename = name.split(/[\\/]/).at(-1) ?? name;
    const detected = await typeOf(bytes);
    const inside = await contentReasons({ filename, contentType: '', detected, bytes }, depth + 1, budget);
    return [...nameReasons(filename), ...openingReasons(bytes, detected), ...inside];
  };

/** Reasons by the first bytes of a file: a program, or a script that says its own. */
export const openingReasons = (head: Buffer, detected: string | undefined): string[] => [
  ...(isExecutableType(detected) ? ['type.executable'] : []),
  ...(head.toString('latin1', 0, 2) === '#!' ? ['name.script'] : []),
];

async function pageIn({ bytes, filename, contentType }: Content, { budget, inspectEntry }: Place): Promise<string[]> {
  const text = markupOf(bytes).replaceAll('\0', '');
  const files = newInnerFiles();
  const reasons = pageReasons(text, isXmlPage(filename, contentType, text), files.add);
  return [...reasons, ...(await files.reasons(budget, inspectEntry))];
}

function kindOf({ bytes, detected = '' }: Content): Kind {
  if (isCompound(bytes)) return 'compound';
  if (bytes.toString('latin1', 0, 1024).includes('%PDF-')) return 'pdf';
  if (bytes.length >= 4 && [0x04034b50, 0x06054b50].includes(bytes.readUInt32LE(0))) return 'zip';
  if (isGzip(bytes)) return 'gzip';
  if (isTar(bytes)) return 'tar';
  if (isRtf(bytes)) return 'rtf';
  if (packedTypes.test(detected)) return 'packed';
  if (/^(?:image\/(?!svg)|audio\/|video\/)/.test(detected)) return 'media';
  return isText(bytes) && !closedTexts.test(detected) ? 'text' : 'other';
}
