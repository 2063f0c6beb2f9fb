import { maxOpenDepth, type Opener } from './opener.ts';
import type { Part } from './part.ts';
import { recoverWords } from './recovery.ts';
import { splitMail } from './split-mail.ts';

/** Parts within each other of a mail that is read. */
export const maxPartDepth = 100;

/** A mail, or a MIME entity, that was found within another one. */
interface InnerMail {
  readonly root: Part;
  /** The part whose text is its words. */
  readonly wordsRoot: Part;
  readonly leaves: readonly Part[];
}

/**
 * Splits a mail that was found within a mail.
 *
 * @param depth mails around it
 * @returns absent where it is beyond a limit: it then stays the file that it is
 */
export async function splitInner(
  raw: AsyncIterable<Uint8Array>,
  opener: Opener,
  depth: number,
): Promise<InnerMail | undefined> {
  const { spool, limits, room, holders } = opener;
  if (depth > maxOpenDepth || room.mails <= 0 || room.bytes <= 0) return undefined;
  room.mails -= 1;
  const split = await splitMail(countedBytes(raw, opener), spool, limits);
  if (room.bytes < 0 || !('root' in split) || depthOf(split.root) > maxPartDepth) return undefined;
  const { root, leaves } = split;
  const { wordsRoot, inner } = await recoverWords(root, leaves, spool, limits);
  for (const part of inner) holders.set(part, root);
  return { root, wordsRoot, leaves: [...leaves, ...inner] };
}

/** The bytes as far as there is room for them. */
async function* countedBytes(raw: AsyncIterable<Uint8Array>, { room }: Opener): AsyncGenerator<Uint8Array> {
  for await (const bytes of raw) {
    room.bytes -= bytes.byteLength;
    if (room.bytes < 0) return;
    yield bytes;
  }
}

/** The depth of the parts. No recursion: the nesting is the sender's choice. */
export function depthOf(root: Part): number {
  let depth = 0;
  for (let level: readonly Part[] = [root]; level.length > 0; depth += 1)
    level = level.flatMap(({ children }) => children);
  return depth;
}
