import { zipSync } from 'fflate';
import { escapeHtml } from '../domain/mail/text.ts';
import { maxUnpacked } from './budget.ts';
import { contentTypesName, isRelationships, type OfficePackage, type Relationship, readPackage } from './opc.ts';
import { unzipEntry } from './unzip-entry.ts';
import { xmlTextOf } from './xml.ts';
import { readZipDirectory } from './zip-directory.ts';

/** Types of documents with macros, and of the same documents without. Types have no case. */
const plainTypes: ReadonlyArray<readonly [RegExp, string]> = [
  [/^application\/vnd\.ms-word\.(document|template)\.macroenabled(?:template)?\.main\+xml$/i, 'wordprocessingml'],
  [/^application\/vnd\.ms-excel\.(sheet|template)\.macroenabled\.main\+xml$/i, 'spreadsheetml'],
  [/^application\/vnd\.ms-powerpoint\.(presentation|template|slideshow)\.macroenabled\.main\+xml$/i, 'presentationml'],
];
/** Types of parts that a copy may have: XML of the standard and of later versions, pictures, fonts, settings of printers. */
const allowedTypes: readonly RegExp[] = [
  /^application\/vnd\.openxmlformats-(?:officedocument|package)\.[\w.-]+\+xml$/i,
  /^application\/vnd\.openxmlformats-officedocument\.(?:obfuscatedfont|spreadsheetml\.(?:printersettings|sheet))$/i,
  /^application\/vnd\.ms-(?:office|excel|word|powerpoint)\.(?!.{0,200}(?:macro|vba|activex|attachedtoolbars))[\w.-]{1,200}\+xml$/i,
  /^image\/(?:png|jpe?g|gif|bmp|tiff|svg\+xml|webp|(?:x-)?[ew]mf)$/i,
  /^application\/xml$/i,
  /^application\/x-font(?:data|-ttf)$/i,
];
const forbiddenKinds = /vba|macro|activex|^control$|oleobject|attachedtemplate|attachedtoolbars|customui|extensibility/;

/** A document with the bytes of its parts, by their names as names are compared. */
interface OpenDocument {
  readonly lists: OfficePackage;
  readonly parts: ReadonlyMap<string, { readonly name: string; readonly content: Buffer }>;
}

/**
 * Writes an Office document anew without its macros: of the old one it takes the parts of known harmless types that harmless
 * relationships lead to, and it writes the lists of types and relationships itself.
 *
 * The caller inspects the copy before anybody gets it.
 *
 * @returns absent for any other document, for one that cannot be read within 64 MB, and where a part that stays refers to
 * something that may not
 */
export function withoutMacros(bytes: Buffer): Uint8Array | undefined {
  const document = openDocument(bytes);
  if (document === undefined) return undefined;
  const kept = reachableParts(document);
  if (kept === undefined || kept.types.size === 0) return undefined;
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': Buffer.from(typesXml(kept.types, document.parts)),
  };
  for (const [source, relationships] of kept.relationships) {
    const name = document.parts.get(source)?.name ?? '';
    const cut = name.lastIndexOf('/') + 1;
    files[`${name.slice(0, cut)}_rels/${name.slice(cut)}.rels`] = Buffer.from(relationshipsXml(relationships));
  }
  for (const part of kept.types.keys()) {
    const { name, content } = document.parts.get(part)!;
    files[name] = content;
  }
  return zipSync(files);
}

function openDocument(bytes: Buffer): OpenDocument | undefined {
  const directory = readZipDirectory(bytes);
  if (directory === undefined || !directory.isWhole) return undefined;
  if (directory.entries.reduce((sum, { size }) => sum + size, 0) > maxUnpacked) return undefined;
  const parts = new Map<string, { readonly name: string; readonly content: Buffer }>();
  const lists = new Map<string, Buffer>();
  for (const entry of directory.entries) {
    const content = unzipEntry(bytes, entry);
    if (content === undefined) return undefined;
    const { name } = entry;
    if (name.toLowerCase() === contentTypesName || isRelationships(name)) lists.set(name, content);
    parts.set(`/${name.toLowerCase()}`, { name, content });
  }
  const read = readPackage(lists);
  return read.isWhole ? { lists: read, parts } : undefined;
}

/** The parts of a copy with their types, and the relationships between them. */
interface Kept {
  readonly types: Map<string, string>;
  readonly relationships: Map<string, Relationship[]>;
}

/** Follows the relationships from the document as a whole. */
function reachableParts({ lists, parts }: OpenDocument): Kept | undefined {
  const bySource = Map.groupBy(lists.relationships, ({ source }) => source);
  const kept: Kept = { types: new Map(), relationships: new Map() };
  const waiting = ['/'];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    const own = bySource.get(source) ?? [];
    const stay = own.filter((relationship) => mayStay(relationship, lists, parts));
    const content = parts.get(source)?.content;
    const dropped = own.filter((relationship) => !stay.includes(relationship));
    // A reference without its relationship makes a document that no program opens.
    if (content !== undefined && dropped.length > 0 && refersTo(content, dropped)) return undefined;
    if (stay.length > 0)
      kept.relationships.set(
        source,
        stay.map((relationship) => withName(relationship, parts)),
      );
    for (const { target, isExternal } of stay) {
      if (isExternal || kept.types.has(target)) continue;
      kept.types.set(target, plainType(lists.typeOf(target)!));
      waiting.push(target);
    }
  }
  return kept;
}

/** The relationship with the name of its part as the archive has it. */
const withName = (relationship: Relationship, parts: OpenDocument['parts']): Relationship =>
  relationship.isExternal
    ? relationship
    : { ...relationship, target: encodeURI(`/${parts.get(relationship.target)!.name}`) };

function mayStay(
  { kind, target, isExternal }: Relationship,
  lists: OfficePackage,
  parts: OpenDocument['parts'],
): boolean {
  if (forbiddenKinds.test(kind)) return false;
  if (isExternal) return kind === 'hyperlink';
  const type = lists.typeOf(target);
  return parts.has(target) && type !== undefined && allowedTypes.some((pattern) => pattern.test(plainType(type)));
}

/** Whether the XML of a part names a relationship by its id. */
function refersTo(content: Buffer, relationships: readonly Relationship[]): boolean {
  const text = xmlTextOf(content);
  if (text === undefined) return true;
  return relationships.some(({ id }) => text.includes(`"${id}"`) || text.includes(`'${id}'`));
}

/** The type of a document without macros, for that of one with; any other as it is. */
function plainType(type: string): string {
  for (const [pattern, family] of plainTypes) {
    const [, kind] = pattern.exec(type) ?? [];
    if (kind !== undefined)
      return `application/vnd.openxmlformats-officedocument.${family}.${kind.toLowerCase()}.main+xml`;
  }
  return type;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';

const typesXml = (types: ReadonlyMap<string, string>, parts: OpenDocument['parts']): string =>
  `${declaration}<Types xmlns="${packageNamespace}/content-types">${[
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    ...[...types].map(
      ([part, type]) =>
        `<Override PartName="${escapeHtml(encodeURI(`/${parts.get(part)!.name}`))}" ContentType="${escapeHtml(type)}"/>`,
    ),
  ].join('')}</Types>`;

const relationshipsXml = (relationships: readonly Relationship[]): string =>
  `${declaration}<Relationships xmlns="${packageNamespace}/relationships">${relationships
    .map(
      ({ id, type, target, isExternal }) =>
        `<Relationship Id="${escapeHtml(id)}" Type="${escapeHtml(type)}" Target="${escapeHtml(target)}"${
          isExternal ? ' TargetMode="External"' : ''
        }/>`,
    )
    .join('')}</Relationships>`;
