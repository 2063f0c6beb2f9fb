import { compact } from '../compact.ts';
import { withoutEnd } from '../domain/mail/text.ts';

/** A file that was packed into a TNEF part (winmail.dat). */
interface TnefAttachment {
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

export interface Tnef {
  readonly text?: string;
  readonly html?: string;
  /** The words in compressed RTF (MS-OXRTFCP). */
  readonly rtf?: Buffer;
  /** Whether the text was sent in UTF-16; else it has one character for each byte, in the code page. */
  readonly isWide?: true;
  readonly codePage?: number;
  readonly attachments: readonly TnefAttachment[];
}

const signature = 0x223e9f78;
const attachmentLevel = 2;
const maxAttributes = 10_000;

/** Ids of MAPI properties (MS-OXPROPS §2). */
const bodyProperty = 0x1000;
const rtfProperty = 0x1009;
const htmlProperty = 0x1013;
const longFilenameProperty = 0x3707;
const filenameProperty = 0x3704;
const mimeTagProperty = 0x370e;
const objectProperty = 0x3701;
/** Bytes of the interface id before an object (MS-OXTNEF §2.1.3.4.2). */
const interfaceBytes = 16;

/** Attribute ids (MS-OXTNEF §2.1.3.2). */
const ids = {
  title: 0x8010,
  data: 0x800f,
  rendering: 0x9002,
  properties: 0x9005,
  body: 0x800c,
  codePage: 0x9007,
  messageProperties: 0x9003,
  meta: 0x8011,
};

/**
 * Unpacks TNEF (MS-OXTNEF), the form in which Outlook sends rich mail that other clients show as `winmail.dat`.
 *
 * @returns absent when the bytes are no TNEF; what could be read when they are cut short
 */
export function readTnef(bytes: Buffer): Tnef | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined;
  const mail: OpenTnef = { attachments: [] };
  for (const attribute of attributesOf(bytes)) {
    if (attribute.isOfAttachment) readAttachment(mail.attachments, attribute);
    else readMessage(mail, attribute);
  }
  return compact({
    text: mail.wideText || mail.text || undefined,
    isWide: mail.wideText ? (true as const) : undefined,
    html: mail.html || undefined,
    rtf: mail.rtf,
    codePage: mail.codePage,
    attachments: mail.attachments.flatMap(({ bytes: content, filename, contentType }) =>
      content === undefined
        ? []
        : [compact({ bytes: content, filename: filename || undefined, contentType: contentType || undefined })],
    ),
  });
}

/** The mail while its attributes are read. */
interface OpenTnef {
  text?: string;
  html?: string;
  wideText?: string;
  rtf?: Buffer;
  codePage?: number;
  readonly attachments: OpenAttachment[];
}
type OpenAttachment = Partial<TnefAttachment> & { bytes?: Buffer; filename?: string; contentType?: string };

interface Attribute {
  readonly isOfAttachment: boolean;
  readonly id: number;
  readonly value: Buffer;
}

/** The attributes (MS-OXTNEF §2.1.3) as far as they go: level, id, length, value and checksum. */
function* attributesOf(bytes: Buffer): Generator<Attribute> {
  let at = 6;
  for (let count = 0; at + 9 <= bytes.length && count < maxAttributes; count += 1) {
    const length = bytes.readUInt32LE(at + 5);
    yield {
      isOfAttachment: bytes[at] === attachmentLevel,
      id: bytes.readUInt32LE(at + 1) & 0xffff,
      value: bytes.subarray(at + 9, at + 9 + length),
    };
    at += 9 + length + 2;
  }
}

function readMessage(mail: OpenTnef, { id, value }: Attribute): void {
  if (id === ids.body) mail.text = textOf(value);
  if (id === ids.codePage && value.length >= 4) mail.codePage = value.readUInt32LE(0);
  if (id !== ids.messageProperties) return;
  const properties = readProperties(value);
  const html = properties.get(htmlProperty);
  const rtf = properties.get(rtfProperty);
  if (html !== undefined) mail.html = withoutNulls(html.toString('utf8'));
  if (rtf !== undefined) mail.rtf = rtf;
  // The text of the attribute of its own is the same, and older.
  mail.wideText = withoutNulls(properties.get(bodyProperty)?.toString('utf16le') ?? '');
}

/** Attributes of an attachment follow the one that opens it. */
function readAttachment(attachments: OpenAttachment[], { id, value }: Attribute): void {
  if (id === ids.rendering) attachments.push({});
  const current = attachments.at(-1);
  if (current === undefined) return;
  if (id === ids.title) current.filename ??= textOf(value);
  if (id === ids.data) current.bytes = value;
  if (id !== ids.properties) return;
  const properties = readProperties(value);
  Object.assign(current, describedBy(properties));
  const message = properties.get(objectProperty)?.subarray(interfaceBytes);
  // A mail within the mail has no data attribute: its properties hold it, as TNEF.
  if (message && message.length > 4 && message.readUInt32LE(0) === signature) {
    current.bytes = message;
    current.contentType ??= 'application/ms-tnef';
  }
}

const withoutNulls = (text: string): string => withoutEnd(text, /\0/);

const textOf = (value: Buffer): string => value.toString('latin1').replace(/\0[\s\S]*$/, '');

/** The long names and the type of an attachment (MS-OXCMSG §2.2.2). */
function describedBy(properties: ReadonlyMap<number, Buffer>): { filename?: string; contentType?: string } {
  const wide = (id: number): string | undefined =>
    withoutNulls(properties.get(id)?.toString('utf16le') ?? '') || undefined;
  return compact({
    filename: wide(longFilenameProperty) ?? wide(filenameProperty),
    contentType: wide(mimeTagProperty),
  });
}

/** Width in bytes of the fixed property types (MS-OXCDATA §2.11.1), as TNEF pads them. */
const widths: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
/** Types of a length of their own: strings of one and of two bytes a letter, bytes, and objects. */
const byteString = 0x001e;
const variableTypes: ReadonlySet<number> = new Set([byteString, 0x001f, 0x0102, 0x000d]);
const listFlag = 0x1000;
const typeMask = 0x0fff;
/** From this id on a property has a name of its own. */
const firstNamedId = 0x8000;

/**
 * Reads a list of MAPI properties as far as it goes. Strings come out in UTF-16, also the ones that were stored
 * in one byte a letter, so that a caller need not ask.
 */
function readProperties(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const properties = new Map<number, Buffer>();
  const count = bytes.length < 4 ? 0 : Math.min(bytes.readUInt32LE(0), maxAttributes);
  let at: number | undefined = 4;
  for (let nth = 0; nth < count && at !== undefined && at + 4 <= bytes.length; nth += 1)
    at = readProperty(properties, bytes, at);
  return properties;
}

/** @returns where the next property begins; undefined when this one cannot be read */
function readProperty(properties: Map<number, Buffer>, bytes: Buffer, start: number): number | undefined {
  const type = bytes.readUInt16LE(start);
  const id = bytes.readUInt16LE(start + 2);
  const at = id < firstNamedId ? start + 4 : behindName(bytes, start + 4);
  if (at === undefined) return undefined;
  const width = widths[type & typeMask];
  const isList = (type & listFlag) !== 0 || variableTypes.has(type & typeMask);
  if (!isList) return width === undefined ? undefined : at + width;
  if (at + 4 > bytes.length) return undefined;
  const count = Math.min(bytes.readUInt32LE(at), maxAttributes);
  if (width !== undefined) return behindFixed(bytes, at + 4, width, count);
  const { first, end } = readValues(bytes, at + 4, count);
  if (first !== undefined && !properties.has(id))
    properties.set(id, (type & typeMask) === byteString ? Buffer.from(first.toString('latin1'), 'utf16le') : first);
  return end;
}

/** Behind the name of a named property: a GUID, then a number or a name. */
function behindName(bytes: Buffer, at: number): number | undefined {
  if (at + 24 > bytes.length) return undefined;
  const hasName = bytes.readUInt32LE(at + 16) === 1;
  return at + 24 + (hasName ? padded(bytes.readUInt32LE(at + 20)) : 0);
}

/** The place behind a list of values of one width; nothing needs these values. */
function behindFixed(bytes: Buffer, start: number, width: number, count: number): number {
  let at = start;
  for (let nth = 0; nth < count && at + 4 <= bytes.length; nth += 1) at += width;
  return at;
}

/** The first of some values that each say their length, and the end of them all. */
function readValues(bytes: Buffer, start: number, count: number): { readonly first?: Buffer; readonly end: number } {
  let at = start;
  let first: Buffer | undefined;
  for (let nth = 0; nth < count && at + 4 <= bytes.length; nth += 1) {
    const length = bytes.readUInt32LE(at);
    first ??= bytes.subarray(at + 4, at + 4 + length);
    at += 4 + padded(length);
  }
  return compact({ first, end: at });
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;
