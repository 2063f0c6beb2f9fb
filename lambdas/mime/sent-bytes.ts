/** Small writes are copied together: a view of a buffer costs more than the few bytes that it shows. */
const blockBytes = 64 * 1024;
/** Most mails are one short text. */
const firstBlockBytes = 1024;

const empty = Buffer.alloc(0);

/** The bytes of a part as they were sent, in as few blocks as is cheap. */
interface SentBytes {
  /** Keeps a chunk; a large one is kept as it is, and must not change any more. */
  add(chunk: Buffer): void;
  blocks(): Buffer[];
  /** Bytes in all blocks. */
  size(): number;
}

/** Keeps bytes in memory as they come. */
export function createSentBytes(): SentBytes {
  const full: Buffer[] = [];
  let open: Buffer = empty;
  let used = 0;
  let size = 0;

  const closeBlock = (): void => {
    if (used > 0) full.push(open.subarray(0, used));
    open = empty;
    used = 0;
  };
  return {
    add(chunk) {
      size += chunk.length;
      if (chunk.length >= blockBytes / 4) {
        closeBlock();
        full.push(chunk);
        return;
      }
      if (used + chunk.length > open.length) {
        closeBlock();
        open = Buffer.allocUnsafe(Math.max(chunk.length, full.length === 0 ? firstBlockBytes : blockBytes));
      }
      used += chunk.copy(open, used);
    },
    blocks: () => (used === 0 ? full : [...full, open.subarray(0, used)]),
    size: () => size,
  };
}
