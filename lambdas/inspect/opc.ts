import { childElements, type Element } from './xml.ts';

/** One relationship of an Office document: from one of its parts to another, or to something outside (ECMA-376 part 2). */
export interface Relationship {
  /** The part that it belongs to, as in `/word/document.xml`; `/` is the whole document. */
  readonly source: string;
  readonly id: string;
  /** The last word of its type, in lower case, as in `vbaproject`. */
  readonly kind: string;
  readonly type: string;
  /** The part as an absolute name, or the address outside. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** The parts of an Office document (Open Packaging Conventions), as its own lists describe them. */
export interface OfficePackage {
  /** The content type of a part, as written; absent where the lists name none. */
  typeOf(part: string): string | undefined;
  /** All content types that the lists name, in lower case. */
  readonly types: readonly string[];
  readonly relationships: readonly Relationship[];
  /** Whether the lists could be read. */
  readonly isWhole: boolean;
}

/** The name of the list of content types; names are compared without case. */
export const contentTypesName = '[content_types].xml';

const relationshipsName = /^(.*\/)?_rels\/([^/]*)\.rels$/i;

/** Whether an entry is a list of relationships. */
export const isRelationships = (name: string): boolean => relationshipsName.test(name);

/**
 * Reads the lists of a document.
 *
 * @param lists the bytes of the list of content types and of the lists of relationships, by entry name
 */
export function readPackage(lists: ReadonlyMap<string, Buffer>): OfficePackage {
  const defaults = new Map<string, string>();
  const overrides = new Map<string, string>();
  const relationships: Relationship[] = [];
  let isWhole = false;
  let isBroken = false;
  for (const [name, bytes] of lists) {
    const elements = childElements(bytes);
    if (elements === undefined) isBroken = true;
    else if (name.toLowerCase() === contentTypesName) {
      isWhole = true;
      readTypes(elements, defaults, overrides);
    } else relationships.push(...relationshipsOf(sourceOf(name), elements));
  }
  return {
    typeOf: (part) =>
      overrides.get(part.toLowerCase()) ?? defaults.get(part.slice(part.lastIndexOf('.') + 1).toLowerCase()),
    types: [...defaults.values(), ...overrides.values()].map((type) => type.toLowerCase()),
    relationships,
    isWhole: isWhole && !isBroken,
  };
}

function readTypes(elements: readonly Element[], defaults: Map<string, string>, overrides: Map<string, string>): void {
  for (const { name, attributes } of elements) {
    const type = attributes.ContentType?.trim();
    if (type === undefined) continue;
    if (name === 'Default' && attributes.Extension) defaults.set(attributes.Extension.toLowerCase(), type);
    if (name === 'Override' && attributes.PartName) overrides.set(partName(attributes.PartName), type);
  }
}

/** The part that a list of relationships belongs to. */
function sourceOf(name: string): string {
  const [, folder = '', file = ''] = relationshipsName.exec(name.replaceAll('\\', '/')) ?? [];
  return partName(`/${folder.replace(/^\//, '')}${file}`);
}

const relationshipsOf = (source: string, elements: readonly Element[]): Relationship[] =>
  elements.flatMap(
    ({ name, attributes: { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode = '' } }) => {
      if (name !== 'Relationship') return [];
      const isExternal =
        mode.trim().toLowerCase() === 'external' || /^(?:[a-z][a-z0-9+.-]{1,40}:|\/\/|\\\\)/i.test(target);
      return [
        {
          source,
          id,
          kind: type.slice(type.lastIndexOf('/') + 1).toLowerCase(),
          type,
          target: isExternal ? target : partName(URL.parse(target, `http://part${source}`)?.pathname ?? target),
          isExternal,
        },
      ];
    },
  );

/** A name as names are compared: without case (ECMA-376 part 2 §6.2.2.3), and without escapes. */
function partName(name: string): string {
  const absolute = name.replaceAll('\\', '/').replace(/^\/*/, '/');
  try {
    return decodeURIComponent(absolute).toLowerCase();
  } catch {
    return absolute.toLowerCase();
  }
}
