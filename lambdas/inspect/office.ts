import { strToU8, unzipSync, zipSync } from 'fflate';
import { anyOf } from '../domain/mail/any-of.ts';
import type { ZipEntry } from './zip-directory.ts';

const macroEntry = new RegExp(
  String.raw`(?:^|\/)${anyOf`
    vbaProject(?:Signature\w*)?\.bin
    vbaData\.xml
    macrosheets\/[^/]+\.(?:xml|bin)
    intlmacrosheets\/[^/]+\.(?:xml|bin)
  `}$`,
  'i',
);
/** Libraries of Basic, and scripts of other languages, in an OpenDocument. */
const openDocumentMacro = /^(?:Basic|Scripts)\/.+[^/]$/;
const maxUnpacked = 64 * 1024 * 1024;

/** Finds macros, controls and files in an Office document or an OpenDocument; ids for the event's reasons. */
export function officeReasons(entries: ReadonlyArray<Pick<ZipEntry, 'name'>>): string[] {
  const reasons: string[] = [];
  if (entries.some(({ name }) => macroEntry.test(name) || openDocumentMacro.test(name))) reasons.push('office.macros');
  if (entries.some(({ name }) => /(?:^|\/)activeX\/[^/]+\.bin$/i.test(name))) reasons.push('office.activex');
  return reasons;
}

/**
 * Whether the entries of an archive are those of a document: of Office (OOXML), or an OpenDocument (ODF 1.3 part 2).
 */
export const isDocument = (entries: ReadonlyArray<Pick<ZipEntry, 'name'>>): boolean =>
  (entries.some(({ name }) => name === '[Content_Types].xml') &&
    entries.some(({ name }) => /^(?:word|xl|ppt|visio)\//.test(name))) ||
  (entries[0]?.name === 'mimetype' && entries.some(({ name }) => name === 'META-INF/manifest.xml'));

/**
 * Whether a part of a document has a format of its own program alone: settings of printers, drawings, fonts, a cache,
 * and all of a workbook in binary form. An embedded file, and any other part, is inspected like a file of its own.
 */
export const isDocumentPart = (name: string, entries: ReadonlyArray<Pick<ZipEntry, 'name'>>): boolean =>
  name === 'layout-cache' ||
  /^ObjectReplacements\//.test(name) ||
  /^(?:word|xl|ppt|visio)\/printerSettings\/printerSettings\d*\.bin$/.test(name) ||
  (/^xl\/(?!embeddings\/).*\.bin$/.test(name) && entries.some((entry) => entry.name === 'xl/workbook.bin')) ||
  (/^(?:word|xl|ppt|visio|docProps|Pictures)\/(?!embeddings\/)/.test(name) &&
    /\.(?:emf|wmf|wdp|odttf|fntdata)$/i.test(name));

/** Whether the ending of a part says nothing: embedded files end in .bin, too. */
export const isBinaryPart = (name: string): boolean => /^(?:word|xl|ppt|visio)\/.*\.bin$/i.test(name);

/** Directory names of a compound file (MS-CFB) that hold VBA or Excel 4 macros, in its own UTF-16. */
const macroStreams = ['_VBA_PROJECT', 'VBA', 'Macros', '_VBA_PROJECT_CUR'].map((name) =>
  Buffer.from(`${name}\0`, 'utf16le'),
);

/** The streams by which the programs of Office know their own; any other program may write such a file. */
const knownStreams = [
  'WordDocument',
  'Workbook',
  'Book',
  'PowerPoint Document',
  'VisioDocument',
  'EncryptedPackage',
  '__properties_version1.0',
].map((name) => Buffer.from(name, 'utf16le'));

/** Finds macros in a legacy Office file, by the names in its directory that macros need. */
export function compoundFileReasons(bytes: Buffer): string[] {
  const reasons: string[] = [];
  if (macroStreams.some((name) => bytes.includes(name))) reasons.push('office.macros');
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) reasons.push('office.encrypted');
  if (bytes.includes(Buffer.from('\u0001Ole10Native', 'utf16le'))) reasons.push('office.embedded-object');
  // A saved Outlook message: its attachments are packed in it.
  if (bytes.includes(Buffer.from('__attach_version1.0', 'utf16le'))) reasons.push('office.attached-files');
  const isKnown = reasons.length > 0 || knownStreams.some((name) => bytes.includes(name));
  return isKnown ? reasons : ['type.not-inspected'];
}

/** Content types of documents with macros, and of the same documents without. */
const plainTypes: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /application\/vnd\.ms-word\.(document|template)\.macroEnabled(?:Template)?\.main\+xml/g,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.$1.main+xml',
  ],
  [
    /application\/vnd\.ms-excel\.(sheet|template)\.macroEnabled\.main\+xml/g,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.$1.main+xml',
  ],
  [
    /application\/vnd\.ms-powerpoint\.(presentation|template|slideshow)\.macroEnabled\.main\+xml/g,
    'application/vnd.openxmlformats-officedocument.presentationml.$1.main+xml',
  ],
];

/**
 * The elements that name a part; an attribute holds no `<` (XML 1.0 §3.1), so that each element ends before the next
 * one.
 */
const element = /<(Relationship|Override|Default)\b[^<>]*>(?:<\/\1>)?/gi;
const namesMacros = (name: string, whole: string): boolean =>
  (name.toLowerCase() === 'default' ? /vbaProject/i : /vbaProject|macrosheet|vbaData/i).test(whole);

/**
 * Writes an OOXML document anew without its macros: their parts, the relationships to them and their content
 * types are left out, and the document's own type becomes that of one without macros.
 *
 * @returns absent for any other document, and when the archive cannot be read within 64 MB
 */
export function withoutMacros(bytes: Buffer): Uint8Array | undefined {
  try {
    let total = 0;
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        return total <= maxUnpacked && !macroEntry.test(name);
      },
    });
    if (total > maxUnpacked || files['[Content_Types].xml'] === undefined) return undefined;
    for (const [name, content] of Object.entries(files)) {
      if (name !== '[Content_Types].xml' && !name.endsWith('.rels')) continue;
      let xml = Buffer.from(content).toString('utf8');
      xml = xml.replace(element, (whole, name: string) => (namesMacros(name, whole) ? '' : whole));
      for (const [pattern, type] of plainTypes) xml = xml.replace(pattern, type);
      files[name] = strToU8(xml);
    }
    return zipSync(files);
  } catch {
    return undefined;
  }
}
