import { compact } from '../compact.ts';
import { withoutEnd } from '../domain/mail/text.ts';

/** A file that was packed into a TNEF part (winmail.dat). */
export interface TnefAttachment {
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

export interface Tnef {
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly TnefAttachment[];
}

const signature = 0x223e9f78;
const attachmentLevel = 2;
const maxAttributes = 10_000;

/** Attribute ids (MS-OXTNEF §2.1.3.2). */
const ids = {
  title: 0x8010,
  data: 0x800f,
  rendering: 0x9002,
  properties: 0x9005,
  body: 0x800c,
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
  const attachments: Array<{ filename?: string; contentType?: string; bytes?: Buffer }> = [];
  let text: string | undefined;
  let html: string | undefined;
  let at = 6;
  for (let count = 0; at + 9 <= bytes.length && count < maxAttributes; count += 1) {
    const level = bytes[at]!;
    const id = bytes.readUInt32LE(at + 1) & 0xffff;
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + 9, at + 9 + length);
    at += 9 + length + 2;
    if (level !== attachmentLevel) {
      if (id === ids.body) text = textOf(value);
      if (id === ids.messageProperties)
        html = withoutNulls(readProperties(value).get(0x1013)?.toString('utf8')) ?? html;
      continue;
    }
    if (id === ids.rendering) attachments.push({});
    const current = attachments.at(-1);
    if (current === undefined) continue;
    if (id === ids.title) current.filename ??= textOf(value);
    if (id === ids.data) current.bytes = value;
    if (id === ids.properties) Object.assign(current, describedBy(readProperties(value)));
  }
  return compact({
    text: text || undefined,
    html: html || undefined,
    attachments: attachments.flatMap(({ bytes: content, filename, contentType }) =>
      content === undefined
        ? []
        : [compact({ bytes: content, filename: filename || undefined, contentType: contentType || undefined })],
    ),
  });
}

const withoutNulls = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : withoutEnd(text, /\0/);

const textOf = (value: Buffer): string => value.toString('latin1').replace(/\0[\s\S]*$/, '');

/** The long names and the type of an attachment (MS-OXCMSG §2.2.2). */
function describedBy(properties: ReadonlyMap<number, Buffer>): { filename?: string; contentType?: string } {
  const wide = (id: number): string | undefined => withoutNulls(properties.get(id)?.toString('utf16le')) || undefined;
  const filename = wide(0x3707) ?? wide(0x3704);
  const contentType = wide(0x370e);
  return compact({ filename: filename || undefined, contentType: contentType || undefined });
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

/**
 * Reads a list of MAPI properties as far as it goes. Strings come out in UTF-16, also the ones that were stored
 * in one byte a letter, so that a caller need not ask.
 */
function readProperties(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (bytes.length < 4) return found;
  const count = Math.min(bytes.readUInt32LE(0), maxAttributes);
  let at = 4;
  for (let nth = 0; nth < count && at + 4 <= bytes.length; nth += 1) {
    const type = bytes.readUInt16LE(at);
    const id = bytes.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      // A named property: a GUID, then a number or a name.
      if (at + 24 > bytes.length) return found;
      const isNamed = bytes.readUInt32LE(at + 16) === 1;
      at += 24 + (isNamed ? padded(bytes.readUInt32LE(at + 20)) : 0);
    }
    const width = widths[type & 0x0fff];
    const isList = (type & 0x1000) !== 0 || [0x001e, 0x001f, 0x0102, 0x000d].includes(type & 0x0fff);
    if (!isList) {
      if (width === undefined) return found;
      at += width;
      continue;
    }
    if (at + 4 > bytes.length) return found;
    const values = bytes.readUInt32LE(at);
    at += 4;
    for (let value = 0; value < Math.min(values, maxAttributes) && at + 4 <= bytes.length; value += 1) {
      if (width !== undefined) {
        at += width;
        continue;
      }
      const length = bytes.readUInt32LE(at);
      const content = bytes.subarray(at + 4, at + 4 + length);
      at += 4 + padded(length);
      if (!found.has(id))
        found.set(id, (type & 0x0fff) === 0x001e ? Buffer.from(content.toString('latin1'), 'utf16le') : content);
    }
  }
  return found;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;
