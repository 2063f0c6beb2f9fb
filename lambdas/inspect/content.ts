import { fileTypeFromBuffer } from 'file-type';
import { anyOf } from '../domain/mail/any-of.ts';
import { archiveReasons, type Budget } from './archive.ts';
import { isEicarTest } from './eicar.ts';
import { nameReasons } from './names.ts';
import { compoundFileReasons } from './office.ts';
import { pdfReasons } from './pdf.ts';
import { isText, textReasons } from './text-content.ts';
import { readZipDirectory } from './zip-directory.ts';

/** Formats that can be judged, each by a look of its own; `packed` is an archive that cannot be opened. */
type Kind = 'zip' | 'pdf' | 'compound' | 'packed' | 'media' | 'text' | 'other';

const packedTypes = new RegExp(
  String.raw`^application\/${anyOf`
    x-rar-compressed|x-7z-compressed|x-ace-compressed|x-lzh|x-arj
    vnd\.ms-cab-compressed
    x-xz|x-bzip2|gzip|x-gzip|x-tar|zstd|x-lz4|x-lzip|x-compress|x-rpm|x-deb|x-unix-archive|x-cpio
  `}$`,
);
/** Text that is a program, or that hides what it holds. */
const closedTexts = /^application\/(?:postscript|eps|pgp-encrypted)$/;
const executableTypes = new RegExp(
  String.raw`^application\/${anyOf`
    x-msdownload|x-dosexec
    vnd\.microsoft\.portable-executable
    x-elf|x-executable|x-mach-binary|x-ms-shortcut|java-archive|x-apple-diskimage
    vnd\.android\.package-archive
    x-msi|x-iso9660-image
  `}$`,
);

/** A file as its bytes and its sender describe it. */
interface Content {
  readonly filename: string;
  /** As declared, lower case; empty within an archive. */
  readonly contentType: string;
  /** By magic bytes. */
  readonly detected: string | undefined;
  readonly bytes: Buffer;
}

/** Whether a type is that of a program. */
export const isExecutableType = (detected: string | undefined): boolean =>
  detected !== undefined && executableTypes.test(detected);

/**
 * Looks into the whole file; ids for the event's reasons. A format that nobody here can look into is
 * `type.not-inspected`.
 *
 * @param depth archives around this file
 */
export async function contentReasons(content: Content, depth: number, budget: Budget): Promise<string[]> {
  const { bytes } = content;
  if (bytes.length === 0) return [];
  if (isEicarTest(bytes)) return ['malware.eicar-test'];
  const kind = kindOf(content);
  if (kind === 'zip') return zipReasons(bytes, depth, budget);
  if (kind === 'packed') return ['archive.format'];
  // Archive programs look at the end of a file, so a file that ends in an archive has two formats.
  const isArchiveToo = readZipDirectory(bytes) !== undefined;
  const hidden = isArchiveToo ? ['type.polyglot', ...(await zipReasons(bytes, depth, budget))] : [];
  return [...readingOf[kind](content, budget), ...hidden];
}

/**
 * Whether a file is of a format that can be looked into, by its first bytes; the rest of any other need not be read.
 */
export const isOpened = (opening: Content): boolean => !['other', 'packed'].includes(kindOf(opening));

/** How each format is looked into by itself. */
const readingOf: Readonly<Record<Exclude<Kind, 'zip' | 'packed'>, (content: Content, budget: Budget) => string[]>> = {
  pdf: ({ bytes }, budget) => pdfReasons(bytes, budget),
  compound: ({ bytes }) => compoundFileReasons(bytes),
  media: ({ bytes }) =>
    packedSignatures.some((mark) => bytes.includes(mark)) ? ['type.polyglot', 'archive.format'] : [],
  text: ({ bytes, filename, contentType, detected }) => textReasons(bytes, filename, contentType, detected),
  // A program is blocked by its type; that its content is unread adds nothing.
  other: ({ bytes, detected }) => (isExecutableType(detected) || isFinderData(bytes) ? [] : ['type.not-inspected']),
};

/** RAR and 7z, which their programs find behind anything. */
const packedSignatures = ['526172211a07', '377abcaf271c'].map((hex) => Buffer.from(hex, 'hex'));

/** Files that macOS adds to an archive: AppleDouble beside each file, and the .DS_Store of a folder. */
const isFinderData = (bytes: Buffer): boolean =>
  bytes.length >= 8 && (bytes.readUInt32BE(0) === 0x00051607 || bytes.toString('latin1', 4, 8) === 'Bud1');

const zipReasons = (bytes: Buffer, depth: number, budget: Budget): Promise<string[]> =>
  archiveReasons(bytes, depth, budget, async (name, inner) => {
    const filename = name.split('/').at(-1) ?? name;
    const detected = await typeOf(inner);
    const inside = await contentReasons({ filename, contentType: '', detected, bytes: inner }, depth + 1, budget);
    return [...nameReasons(filename, false), ...(isExecutableType(detected) ? ['type.executable'] : []), ...inside];
  });

function kindOf({ bytes, detected = '' }: Content): Kind {
  if (bytes.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1') return 'compound';
  if (bytes.toString('latin1', 0, 1024).includes('%PDF-')) return 'pdf';
  if (bytes.length >= 4 && [0x04034b50, 0x06054b50].includes(bytes.readUInt32LE(0))) return 'zip';
  if (packedTypes.test(detected)) return 'packed';
  if (/^(?:image\/(?!svg)|audio\/|video\/)/.test(detected)) return 'media';
  return isText(bytes) && !closedTexts.test(detected) ? 'text' : 'other';
}

/** The type by magic bytes; absent for plain text and for what has none. */
export async function typeOf(head: Buffer): Promise<string | undefined> {
  if (head.length < 4 || looksPlain(head)) return undefined;
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    return undefined;
  }
}

/**
 * Whether the opening is plain text that none of the formats made of text starts with (PDF, RTF, PostScript, XML,
 * calendars, scripts, PGP): then there is no magic to look for. Other formats have bytes no text has; so has the
 * header of a program, so that a text may begin with MZ.
 */
function looksPlain(head: Buffer): boolean {
  const opening = head.toString('latin1', 0, 256);
  return /^[\t\r\n -~]*$/.test(opening) && !/^\s*[%{<#\-B]|^(?:PK|GIF|Rar|RIFF)/.test(opening);
}
