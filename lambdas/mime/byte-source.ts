/** Bytes of a stream that are asked for one after another, so that memory holds a chunk of them. */
export interface ByteSource {
  /** Bytes that were taken so far. */
  position(): number;
  /** The next byte; absent at the end. */
  byte(): Promise<number | undefined>;
  /** The next bytes: fewer at the end. Only for small numbers. */
  take(count: number): Promise<Buffer>;
  skip(count: number): Promise<void>;
  /** The next bytes in pieces, as they come. */
  pieces(count: number): AsyncGenerator<Buffer>;
  /** Leaves the stream where it stands. */
  close(): Promise<void>;
}

const empty = Buffer.alloc(0);

/** Reads a stream byte by byte or in pieces. */
export function createByteSource(stream: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = stream[Symbol.asyncIterator]();
  let chunk: Buffer = empty;
  let at = 0;
  let position = 0;
  /** Whether there is another byte. */
  const fill = async (): Promise<boolean> => {
    while (at >= chunk.length) {
      const { done, value } = await iterator.next();
      if (done) return false;
      chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      at = 0;
    }
    return true;
  };
  /** The rest of the chunk, up to a number of bytes. */
  const piece = (most: number): Buffer => {
    const bytes = chunk.subarray(at, at + most);
    at += bytes.length;
    position += bytes.length;
    return bytes;
  };
  async function* pieces(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0 && (await fill()); ) {
      const bytes = piece(left);
      left -= bytes.length;
      yield bytes;
    }
  }
  return {
    position: () => position,
    byte: async () => (at < chunk.length || (await fill()) ? piece(1)[0] : undefined),
    take: async (count) => Buffer.concat(await Array.fromAsync(pieces(count))),
    async skip(count) {
      for await (const _ of pieces(count));
    },
    pieces,
    async close() {
      await iterator.return?.();
    },
  };
}
