interface File {
  readonly short: string;
  readonly long?: string;
  readonly type?: string;
  readonly bytes: Buffer;
}

/** Builds a TNEF part (MS-OXTNEF) with these files. */
export function aTnef(files: readonly File[]): Buffer {
  const start = Buffer.alloc(6);
  start.writeUInt32LE(0x223e9f78);
  return Buffer.concat([
    start,
    attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0])),
    ...files.flatMap(({ short, long, type, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from(`${short}\0`, 'latin1')),
      attribute(2, 0x0006800f, bytes),
      attribute(
        2,
        0x00069005,
        properties([...(long ? [[0x3707, long] as const] : []), ...(type ? [[0x370e, type] as const] : [])]),
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

function properties(entries: ReadonlyArray<readonly [id: number, text: string]>): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(entries.length);
  return Buffer.concat([
    count,
    ...entries.map(([id, text]) => {
      const value = Buffer.from(`${text}\0`, 'utf16le');
      const head = Buffer.alloc(12);
      head.writeUInt16LE(0x001f);
      head.writeUInt16LE(id, 2);
      head.writeUInt32LE(1, 4);
      head.writeUInt32LE(value.length, 8);
      return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
    }),
  ]);
}
