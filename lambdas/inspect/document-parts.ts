import { officeReasons, partReasons } from './office.ts';
import { contentTypesName, isRelationships, readPackage } from './opc.ts';
import { openDocumentReasons } from './open-document.ts';
import type { ZipEntry } from './zip-directory.ts';

type Named = Pick<ZipEntry, 'name'>;

const isOffice = (entries: readonly Named[]): boolean =>
  entries.some(({ name }) => name.toLowerCase() === contentTypesName);

const isOpenDocument = (entries: readonly Named[]): boolean =>
  entries.some(({ name }) => name === 'mimetype') && entries.some(({ name }) => name === 'META-INF/manifest.xml');

/** Whether the entries of an archive are those of a document: of Office (OOXML), or an OpenDocument (ODF 1.3 part 2). */
export const isDocument = (entries: readonly Named[]): boolean => isOffice(entries) || isOpenDocument(entries);

/**
 * Whether a part of a document has a format of its own program alone: settings of printers, drawings, fonts, a cache,
 * and all of a workbook in binary form. An embedded file, and any other part, is inspected like a file of its own.
 */
export const isDocumentPart = (name: string, entries: readonly Named[]): boolean =>
  name === 'layout-cache' ||
  /^ObjectReplacements\//.test(name) ||
  /^(?:word|xl|ppt|visio)\/printerSettings\/printerSettings\d*\.bin$/.test(name) ||
  (/^xl\/(?!embeddings\/).*(?<=\.bin)$/.test(name) && entries.some((entry) => entry.name === 'xl/workbook.bin')) ||
  (/^(?:word|xl|ppt|visio|docProps|Pictures)\/(?!embeddings\/)/.test(name) &&
    /\.(?:emf|wmf|wdp|odttf|fntdata)$/i.test(name));

/** Whether the ending of a part says nothing: embedded files end in .bin, too. */
export const isBinaryPart = (name: string): boolean => /^(?:word|xl|ppt|visio)\/.*\.bin$/i.test(name);

/** Reads the parts of a document one by one, and judges them together. */
interface PartReader {
  read(name: string, content: Buffer): void;
  /** Ids for the event's reasons. */
  reasons(entries: readonly Named[]): string[];
}

/** @param inDocument whether the archive is a document; of any other nothing is read here */
export function createPartReader(inDocument: boolean): PartReader {
  const lists = new Map<string, Buffer>();
  const found = new Set<string>();
  return {
    read(name, content) {
      if (!inDocument) return;
      if (name.toLowerCase() === contentTypesName || isRelationships(name)) lists.set(name, content);
      for (const reason of [...partReasons(name, content), ...openDocumentReasons(name, content)]) found.add(reason);
    },
    reasons(entries) {
      if (isOffice(entries)) for (const reason of officeReasons(readPackage(lists), entries)) found.add(reason);
      return [...found];
    },
  };
}
