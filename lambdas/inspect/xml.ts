import { parseXml, XmlElement } from '@rgrove/parse-xml';

/** An element of XML: its name without the prefix of its namespace, and its attributes by such names. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Larger files of this kind are not read, in bytes: real ones have some kilobytes. */
const maxBytes = 4 * 1024 * 1024;
/** Names of encodings whose bytes we can read. */
const readable = /^(?:utf-?8|us-ascii|ascii|iso-8859-1|windows-1252)$/i;

/** The text of an XML file (XML 1.0 appendix F); absent for an encoding that we do not read. */
export function xmlTextOf(bytes: Buffer): string | undefined {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe') return bytes.toString('utf16le', 2, bytes.length - (bytes.length % 2));
  if (mark === 'feff')
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  const text = bytes.toString('utf8');
  const encoding = /^\ufeff?<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(text)?.[1];
  return encoding === undefined || readable.test(encoding) ? text : undefined;
}

/**
 * The elements right below the root of an XML file.
 *
 * @returns absent for what is not well-formed or has a document type, which the programs of Office refuse
 */
export function childElements(bytes: Buffer): readonly Element[] | undefined {
  const text = bytes.length > maxBytes ? undefined : xmlTextOf(bytes);
  if (text === undefined) return undefined;
  try {
    const document = parseXml(text, { preserveDocumentType: true });
    if (document.children.length === 0 || document.children.some(({ type }) => type === 'doctype')) return undefined;
    return (document.root?.children ?? []).flatMap((child) =>
      child instanceof XmlElement ? [{ name: localName(child.name), attributes: localNames(child.attributes) }] : [],
    );
  } catch {
    return undefined;
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const localNames = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]));
