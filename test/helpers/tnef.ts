interface File {
  readonly short: string;
  readonly long?: string;
  readonly type?: string;
  readonly bytes: Buffer;
  /** Whether the bytes are a mail in TNEF, which is stored as an object. */
  readonly isMail?: boolean;
}

/** The words of the mail, in any of their forms. */
interface Message {
  /** With one byte a letter, in the code page. */
  readonly text?: Buffer;
  readonly codePage?: number;
  readonly wideText?: string;
  readonly html?: string;
  /** In the form of MS-OXRTFCP. */
  readonly rtf?: Buffer;
}

/** Builds a TNEF part (MS-OXTNEF) with these files and words. */
export function aTnef(files: readonly File[], { text, codePage = 1252, wideText, html, rtf }: Message = {}): Buffer {
  const start = Buffer.alloc(6);
  start.writeUInt32LE(0x223e9f78);
  return Buffer.concat([
    start,
    attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0])),
    attribute(1, 0x00069007, Buffer.from([codePage & 0xff, codePage >> 8, 0, 0, 0, 0, 0, 0])),
    ...(text ? [attribute(1, 0x0002800c, Buffer.concat([text, Buffer.alloc(1)]))] : []),
    attribute(
      1,
      0x00069003,
      propertiesOf([
        ...(wideText ? [wide(0x1000, wideText)] : []),
        ...(rtf ? [[0x0102, 0x1009, rtf] as const] : []),
        ...(html ? [[0x0102, 0x1013, Buffer.from(html)] as const] : []),
      ]),
    ),
    ...files.flatMap(({ short, long, type, bytes, isMail = false }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from(`${short}\0`, 'latin1')),
      ...(isMail ? [] : [attribute(2, 0x0006800f, bytes)]),
      attribute(
        2,
        0x00069005,
        propertiesOf([
          ...(isMail ? [[0x000d, 0x3701, Buffer.concat([Buffer.alloc(16), bytes])] as const] : []),
          ...(long ? [wide(0x3707, long)] : []),
          ...(type ? [wide(0x370e, type)] : []),
        ]),
      ),
    ]),
  ]);
}

function attribute(level: number, id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(value.length, 5);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(value.reduce((sum, byte) => (sum + byte) & 0xffff, 0));
  return Buffer.concat([head, value, checksum]);
}

const wide = (id: number, text: string) => [0x001f, id, Buffer.from(`${text}\0`, 'utf16le')] as const;

function propertiesOf(entries: ReadonlyArray<readonly [type: number, id: number, value: Buffer]>): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(entries.length);
  return Buffer.concat([
    count,
    ...entries.map(([type, id, value]) => {
      const head = Buffer.alloc(12);
      head.writeUInt16LE(type);
      head.writeUInt16LE(id, 2);
      head.writeUInt32LE(1, 4);
      head.writeUInt32LE(value.length, 8);
      return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
    }),
  ]);
}
