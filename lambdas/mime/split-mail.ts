import type { EventEmitter } from 'node:events';
import type { MessageChunk, MimeNode } from '@zone-eu/mailsplit';
import { createUnpadder, dashedLine, maxBoundaryLine, usedBoundary } from './boundaries.ts';
import { createFirstLine } from './first-line.ts';
import { createOrphans } from './orphans.ts';
import { type AttachmentLeaf, openPart, type Part, textPartOf } from './part.ts';
import { MailSplitter } from './splitter.ts';
import type { Spool } from './spool.ts';

export interface SplitLimits {
  readonly maxBytes: number;
  readonly maxParts: number;
  readonly maxHeaderBytes: number;
}

/** The parts of a mail, all read; or the limit that it broke. */
export type SplitMail =
  | { readonly root: Part; readonly leaves: readonly Part[] }
  | { readonly limit: 'empty' | 'too-large' | 'too-many-parts' | 'too-many-headers' };

/** Bytes handed to the splitter at once: between two of these a large part can be taken off its hands. */
const sliceBytes = 32 * 1024;
const newline = 0x0a;

/**
 * Splits raw bytes into parts as they stream by.
 *
 * The splitter looks at every line, which bounds it at some 100 MB/s. While it stands in a base64 attachment
 * there is nothing to look for but a line that starts with two dashes, which base64 never does: so those
 * bytes go straight to the part's decoder, found by a search for the dashes, and from such a line on the
 * splitter reads again. Everything else takes the plain way, and both give the same parts.
 *
 * @param peels false reads everything the plain way, for comparison
 * @param recovers false leaves multiparts without parts empty: what is read a second time is not read a third
 * @throws whatever the source throws
 */
export async function splitMail(
  raw: AsyncIterable<Uint8Array>,
  spool: Spool,
  limits: SplitLimits,
  peels = true,
  recovers = true,
): Promise<SplitMail> {
  const reader = createReader(spool, limits, recovers);
  const begin = createFirstLine();
  let size = 0;
  /** The newest small chunk: when no other comes, it and the end are one step for the splitter. */
  let last: Buffer | undefined;
  for await (const chunk of raw) {
    size += chunk.byteLength;
    if (size > limits.maxBytes) return { limit: 'too-large' };
    const bytes = chunk.byteLength === 0 ? undefined : begin(chunk);
    if (bytes === undefined) continue;
    const limit = last && (await reader.take(last, peels));
    if (limit) return { limit };
    last = bytes.length <= sliceBytes ? bytes : undefined;
    const broken = last ? undefined : await reader.take(bytes, peels);
    if (broken) return { limit: broken };
  }
  if (size === 0) return { limit: 'empty' };
  const held = begin(new Uint8Array());
  return reader.end(Buffer.concat([last, held].filter((bytes) => bytes !== undefined)));
}

function createReader(spool: Spool, limits: SplitLimits, recovers: boolean) {
  // For the splitter: a nested mail is one part, so that its text does not become this mail's.
  const splitter = new MailSplitter({
    ignoreEmbedded: true,
    maxHeadSize: limits.maxHeaderBytes,
    maxChildNodes: limits.maxParts,
  });
  const unpadded = createUnpadder();
  const parts = new Map<MimeNode, Part>();
  const leaves: Part[] = [];
  const orphans = createOrphans();
  /** The start of a line that may be a boundary, until its end comes. */
  let carried: Buffer = Buffer.alloc(0);
  let root: Part | undefined;
  let current: Part | undefined;
  let hasText = false;
  let failure: (Error & { code?: string }) | undefined;
  let waiting: Promise<void> | undefined;
  /** Whether the next byte starts a line. */
  let isAtLine = true;
  /** Whether the splitter stands at a line's start: it may then be passed over. */
  let isSplitterIdle = true;

  const settle = (part: Part | undefined): void => {
    if (part?.leaf?.kind === 'attachment') wait(part.leaf.end());
  };
  const wait = (work: Promise<void> | undefined): void => {
    if (work === undefined) return;
    const all = waiting ? Promise.all([waiting, work]).then(() => {}) : work;
    waiting = all;
    // Awaited before the next slice; until then a failure must not go unhandled.
    all.catch(() => {});
  };
  splitter.on('data', (piece: MimeNode | MessageChunk) => {
    if (piece.type === 'node') {
      settle(current);
      const part = openPart(piece, piece.parentNode ? parts.get(piece.parentNode) : undefined, spool, hasText);
      part.parent?.children.push(part);
      orphans.adopt(part.parent);
      parts.set(piece, part);
      root ??= part;
      current = part;
      if (part.leaf) leaves.push(part);
      if (part.leaf?.kind === 'text') hasText = true;
    } else if (piece.type === 'body') {
      const { node, value } = piece;
      if (value && current?.node === node) wait(current.leaf?.write(value));
    } else {
      orphans.add(parts.get(piece.node), piece.value);
      if (current?.leaf?.kind !== 'attachment') return;
      // A boundary: the part is whole.
      settle(current);
      current = undefined;
    }
  });
  (splitter as EventEmitter).on('error', (error: Error & { code?: string }) => {
    failure = error;
  });

  const feed = async (bytes: Buffer): Promise<void> => {
    isAtLine = bytes[bytes.length - 1] === newline;
    isSplitterIdle = isAtLine;
    await new Promise<void>((resolve) => {
      splitter.write(unpadded(bytes), () => resolve());
    });
    if (waiting) {
      const work = waiting;
      waiting = undefined;
      await work;
    }
  };
  const peelable = (): AttachmentLeaf | undefined =>
    isSplitterIdle && current?.leaf?.kind === 'attachment' && current.leaf.isBase64 ? current.leaf : undefined;

  return {
    async take(given: Buffer, peels: boolean): Promise<'too-many-parts' | 'too-many-headers' | undefined> {
      const all = carried.length === 0 ? given : Buffer.concat([carried, given]);
      const whole = boundaryStart(all, isAtLine);
      carried = all.subarray(whole);
      const bytes = all.subarray(0, whole);
      let at = 0;
      while (at < bytes.length && !failure) {
        const leaf = peels ? peelable() : undefined;
        const plainFrom = leaf === undefined ? at : dashedLine(bytes, at, isAtLine);
        if (leaf !== undefined && plainFrom > at) {
          await leaf.write(bytes.subarray(at, plainFrom));
          isAtLine = bytes[plainFrom - 1] === newline;
          at = plainFrom;
          continue;
        }
        const end = sliceEnd(bytes, at);
        await feed(bytes.subarray(at, end));
        at = end;
      }
      if (failure) return limitOf(failure);
      return undefined;
    },
    async end(last: Buffer): Promise<SplitMail> {
      if (!failure) {
        const rest = carried.length === 0 ? last : Buffer.concat([carried, last]);
        await new Promise<void>((resolve) => {
          (splitter as EventEmitter).once('end', resolve).once('error', () => resolve());
          splitter.end(unpadded(rest));
        });
      }
      settle(current);
      if (waiting) await waiting;
      if (failure) return { limit: limitOf(failure) };
      if (root === undefined) return { limit: 'empty' };
      for (const { part, bytes } of recovers ? orphans.left() : [])
        leaves.push(...(await recovered(part, bytes, spool, limits)));
      return { root, leaves };
    },
  };
}

/**
 * Reads a multipart without parts: by the boundary that its bytes use, where they use another than it names, or
 * else as text. Nothing that somebody wrote is left out for a slip of their software.
 */
async function recovered(part: Part, bytes: Buffer, spool: Spool, limits: SplitLimits): Promise<Part[]> {
  if (bytes.toString('latin1', 0, 4096).trim() === '') return [];
  const boundary = usedBoundary(bytes);
  if (boundary !== undefined) {
    const head = Buffer.from(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`, 'latin1');
    const again = await splitMail(onceOf(Buffer.concat([head, bytes])), spool, limits, false, false);
    if ('root' in again && again.root.children.length > 0) {
      part.children.push(...again.root.children);
      return [...again.leaves];
    }
  }
  const text = textPartOf(part, bytes);
  part.children.push(text);
  return [text];
}

async function* onceOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Where the last line starts, when it is not whole and may become a boundary; the end otherwise. */
function boundaryStart(bytes: Buffer, isAtLine: boolean): number {
  const line = bytes.lastIndexOf(newline) + 1;
  const isStart = line > 0 || isAtLine;
  return isStart && bytes[line] === 0x2d && bytes.length - line <= maxBoundaryLine ? line : bytes.length;
}

function limitOf(failure: Error & { code?: string }): 'too-many-parts' | 'too-many-headers' {
  if (failure.code !== 'EMAXLEN') throw failure;
  return /child nodes/.test(failure.message) ? 'too-many-parts' : 'too-many-headers';
}

/** Ends a slice behind a line where one ends within reach, so that the splitter keeps no half line back. */
function sliceEnd(bytes: Buffer, at: number): number {
  const end = Math.min(bytes.length, at + sliceBytes);
  const line = bytes.lastIndexOf(newline, end - 1);
  return line >= at ? line + 1 : end;
}
