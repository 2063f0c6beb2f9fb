import type { MimeNode } from '@zone-eu/mailsplit';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { createUnpadder, dashedLine, usedBoundary } from './boundaries.ts';
import { createFirstLine } from './first-line.ts';
import { createOrphans } from './orphans.ts';
import { openPart, type Part, textPartOf } from './part.ts';
import { boundaryStart, sliceEnd } from './slices.ts';
import type { MailPiece } from './split-whole.ts';
import { MailSplitter } from './splitter.ts';
import type { Spool } from './spool.ts';

export interface SplitLimits {
  readonly maxBytes: number;
  readonly maxParts: number;
  readonly maxHeaderBytes: number;
}

/** The parts of a mail, all read; or the limit that it broke. */
type SplitMail =
  | { readonly root: Part; readonly leaves: readonly Part[] }
  | { readonly limit: 'empty' | 'too-large' | 'too-many-parts' | 'too-many-headers' };

/** The largest mail, in bytes, that is split at once when all of it is there. */
const wholeBytes = 64 * 1024;
const newline = 0x0a;

/**
 * Splits raw bytes into parts as they stream by.
 *
 * The splitter reads every line, which bounds it at some 100 MB/s. A base64 attachment ends at a line that starts with
 * two dashes, which base64 never does: a search for the dashes finds that line, the bytes before it go straight to the
 * part's decoder, and from the line on the splitter reads again. All other bytes take the plain way, and both ways give
 * the same parts.
 *
 * @param peels false reads everything the plain way, for comparison
 * @param recovers false leaves multiparts without parts empty, so that a second reading starts no third
 * @throws any error of the source
 */
export async function splitMail(
  raw: AsyncIterable<Uint8Array>,
  spool: Spool,
  limits: SplitLimits,
  peels = true,
  recovers = true,
): Promise<SplitMail> {
  const reader = openReader(spool, limits);
  const begin = createFirstLine();
  let size = 0;
  /** The bytes so far, as long as they may be the whole mail. */
  let small: Buffer[] | undefined = [];
  for await (const chunk of raw) {
    size += chunk.byteLength;
    if (size > limits.maxBytes) return { limit: 'too-large' };
    const bytes = chunk.byteLength === 0 ? undefined : begin(chunk);
    if (bytes === undefined) continue;
    small?.push(bytes);
    if (small && size <= wholeBytes) continue;
    await readBytes(reader, small ? joined(small) : bytes, peels);
    small = undefined;
    if (reader.failure) return { limit: limitOf(reader.failure) };
  }
  if (size === 0) return { limit: 'empty' };
  const rest = begin(new Uint8Array());
  if (small) readWhole(reader, joined(rest ? [...small, rest] : small));
  else await endBytes(reader, rest ?? Buffer.alloc(0));
  if (reader.waiting) await reader.waiting;
  if (reader.failure) return { limit: limitOf(reader.failure) };
  if (reader.root === undefined) return { limit: 'empty' };
  if (recovers) await recoverOrphans(reader);
  return { root: reader.root, leaves: reader.leaves };
}

const joined = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));

/** Splitters of whole mails, by the limits that they keep. */
const wholeSplitters = new WeakMap<SplitLimits, MailSplitter>();

/** Reads a mail of which all bytes are there. */
function readWhole(reader: Reader, bytes: Buffer): void {
  const splitter = wholeSplitters.get(reader.limits) ?? createSplitter(reader.limits);
  wholeSplitters.set(reader.limits, splitter);
  const take = (piece: MailPiece): void => readPiece(reader, piece, splitter);
  reader.failure = splitter.splitWhole(reader.unpadded(bytes), take);
  endPart(reader);
}

/** A splitter for which a nested mail is one part, so that its text does not become this mail's. */
const createSplitter = ({ maxHeaderBytes, maxParts }: SplitLimits): MailSplitter =>
  new MailSplitter({ ignoreEmbedded: true, maxHeadSize: maxHeaderBytes, maxChildNodes: maxParts });

/** The library says why it fails by a code. */
type SplitterError = Error & { readonly code?: string };

/** The parts of a mail while its bytes go through the splitter. */
interface Reader {
  /** The splitter of a mail that comes in pieces. */
  stream: MailSplitter | undefined;
  readonly unpadded: ReturnType<typeof createUnpadder>;
  readonly spool: Spool;
  readonly limits: SplitLimits;
  readonly parts: Map<MimeNode, Part>;
  readonly leaves: Part[];
  readonly orphans: ReturnType<typeof createOrphans>;
  root: Part | undefined;
  /** The part that the next bytes belong to. */
  current: Part | undefined;
  /** Whether a part of text is open or read: named text behind it is an attachment. */
  hasText: boolean;
  /** The start of a line that may be a boundary, until its end comes. */
  carried: Buffer;
  failure: SplitterError | undefined;
  /** Work of the parts that must end before the next slice. */
  waiting: Promise<void> | undefined;
  /** Whether the next byte starts a line. */
  isAtLine: boolean;
  /** Whether the splitter stands at the start of a line: it may then be passed over. */
  isSplitterIdle: boolean;
}

function openReader(spool: Spool, limits: SplitLimits): Reader {
  const reader: Reader = {
    stream: undefined,
    unpadded: createUnpadder(),
    spool,
    limits,
    parts: new Map(),
    leaves: [],
    orphans: createOrphans(),
    root: undefined,
    current: undefined,
    hasText: false,
    carried: Buffer.alloc(0),
    failure: undefined,
    waiting: undefined,
    isAtLine: true,
    isSplitterIdle: true,
  };
  return reader;
}

/** Reads a piece from the splitter: a part that opens, bytes of its body, or a boundary. */
function readPiece(reader: Reader, piece: MailPiece, splitter: MailSplitter): void {
  if (piece.type === 'node') openNode(reader, piece, splitter.earlyBody(piece));
  else if (piece.type === 'body') {
    const { node, value } = piece;
    if (value && reader.current?.node === node) waitFor(reader, reader.current.leaf?.write(value));
  } else {
    reader.orphans.add(reader.parts.get(piece.node), piece.value);
    if (reader.current?.leaf?.kind !== 'attachment') return;
    // A boundary: the part is whole.
    endPart(reader);
  }
}

function openNode(reader: Reader, node: MimeNode, early: Buffer | undefined): void {
  endPart(reader);
  const parent = node.parentNode ? reader.parts.get(node.parentNode) : undefined;
  const part = openPart(node, parent, reader.spool, reader.hasText);
  part.parent?.children.push(part);
  reader.orphans.adopt(part.parent);
  reader.parts.set(node, part);
  reader.root ??= part;
  reader.current = part;
  if (part.leaf) reader.leaves.push(part);
  if (part.leaf?.kind === 'text') reader.hasText = true;
  if (early === undefined) return;
  if (part.leaf) waitFor(reader, part.leaf.write(early));
  else reader.orphans.add(part, early);
}

function endPart(reader: Reader): void {
  const { current } = reader;
  reader.current = undefined;
  if (current?.leaf?.kind === 'attachment') waitFor(reader, current.leaf.end());
}

function waitFor(reader: Reader, work: Promise<void> | undefined): void {
  if (work === undefined) return;
  const all = reader.waiting ? Promise.all([reader.waiting, work]).then(() => {}) : work;
  reader.waiting = all;
  // Awaited before the next slice; until then a failure must not go unhandled.
  all.catch(() => {});
}

/** Reads the next bytes of the mail; a limit that they break is the reader's failure. */
async function readBytes(reader: Reader, chunk: Buffer, peels: boolean): Promise<void> {
  const all = reader.carried.length === 0 ? chunk : Buffer.concat([reader.carried, chunk]);
  const whole = boundaryStart(all, reader.isAtLine);
  reader.carried = all.subarray(whole);
  const bytes = all.subarray(0, whole);
  let at = 0;
  while (at < bytes.length && !reader.failure) {
    const leaf = peels ? peelable(reader) : undefined;
    const plainFrom = leaf === undefined ? at : dashedLine(bytes, at, reader.isAtLine);
    if (leaf !== undefined && plainFrom > at) {
      await leaf.write(bytes.subarray(at, plainFrom));
      reader.isAtLine = bytes[plainFrom - 1] === newline;
      at = plainFrom;
      continue;
    }
    const end = sliceEnd(bytes, at);
    await feed(reader, bytes.subarray(at, end));
    at = end;
  }
}

/** The attachment that takes the next bytes without the splitter. */
function peelable({ isSplitterIdle, current }: Reader): AttachmentLeaf | undefined {
  return isSplitterIdle && current?.leaf?.kind === 'attachment' && current.leaf.isBase64 ? current.leaf : undefined;
}

/** The stream of the splitter, whose pieces are read from now on. */
function streamOf(reader: Reader): MailSplitter {
  if (reader.stream) return reader.stream;
  const stream = createSplitter(reader.limits);
  stream.on('data', (piece) => readPiece(reader, piece, stream));
  stream.events.on('error', (error: SplitterError) => {
    reader.failure = error;
  });
  reader.stream = stream;
  return stream;
}

/** Hands bytes to the splitter, and waits until the parts have taken in its pieces. */
async function feed(reader: Reader, bytes: Buffer): Promise<void> {
  reader.isAtLine = bytes[bytes.length - 1] === newline;
  reader.isSplitterIdle = reader.isAtLine;
  const { promise, resolve } = Promise.withResolvers<void>();
  streamOf(reader).write(reader.unpadded(bytes), () => resolve());
  await promise;
  if (reader.waiting) {
    const work = reader.waiting;
    reader.waiting = undefined;
    await work;
  }
}

/** Reads the last bytes, and ends the part that is open. */
async function endBytes(reader: Reader, last: Buffer): Promise<void> {
  if (!reader.failure) {
    const stream = streamOf(reader);
    const { promise, resolve } = Promise.withResolvers<void>();
    stream.events.once('end', () => resolve()).once('error', () => resolve());
    stream.end(reader.unpadded(reader.carried.length === 0 ? last : Buffer.concat([reader.carried, last])));
    await promise;
  }
  endPart(reader);
}

/** Finds the words of multiparts that have bytes and no parts. */
async function recoverOrphans({ root, orphans, leaves, spool, limits }: Reader): Promise<void> {
  for (const { part, bytes } of orphans.left()) leaves.push(...(await recovered(part, bytes, spool, limits)));
  const preamble = leaves.some(({ leaf }) => leaf?.kind === 'text') ? undefined : orphans.preamble();
  if (root === undefined || preamble === undefined) return;
  const text = textPartOf(root, preamble);
  root.children.unshift(text);
  leaves.push(text);
}

/**
 * Reads a multipart without parts: by the boundary that its bytes use, where they use another than it names, or
 * else as text. Nothing that somebody wrote is left out for a slip of their software.
 */
async function recovered(part: Part, bytes: Buffer, spool: Spool, limits: SplitLimits): Promise<Part[]> {
  if (bytes.toString('latin1', 0, 4096).trim() === '') return [];
  const text = textPartOf(part, bytes);
  // A multipart has no transfer encoding (RFC 2045 §6.4); some senders encode the whole of it.
  const decoded = text.leaf.bytes();
  const boundary = usedBoundary(decoded);
  if (boundary !== undefined) {
    const head = Buffer.from(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`, 'latin1');
    const again = await splitMail(onceOf(Buffer.concat([head, decoded])), spool, limits, false, false);
    if ('root' in again && again.root.children.length > 0) {
      part.children.push(...again.root.children);
      return [...again.leaves];
    }
  }
  part.children.push(text);
  return [text];
}

async function* onceOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function limitOf(failure: SplitterError): 'too-many-parts' | 'too-many-headers' {
  if (failure.code !== 'EMAXLEN') throw failure;
  return /child nodes/.test(failure.message) ? 'too-many-parts' : 'too-many-headers';
}
