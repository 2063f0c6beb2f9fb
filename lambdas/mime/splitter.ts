import type { EventEmitter } from 'node:events';
import { type MimeNode, Splitter, type SplitterOptions } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import { findHeaderEnd } from './header-end.ts';
import { type MailPiece, splitWhole } from './split-whole.ts';

const carriageReturn = 0x0d;
const dash = 0x2d;
/** Carriage returns that stay of a longer run: the others have no meaning. */
const maxReturns = 2;
/** The library's state while it reads a header, and the one behind it. */
const inHeader = 1;
const inBody = 2;

type Next = (error?: Error | null, data?: unknown, flush?: boolean) => void;

/** Members that the library has and its types leave out. */
interface OpenNode extends MimeNode {
  _headersLines: Buffer[];
  _headerlen: number;
  _boundary: Buffer | false;
  addHeaderChunk(line: Buffer | false | undefined): void;
  parseHeaders(): void;
}
interface SplitterInternals {
  readonly node: OpenNode;
  state: number;
  inEpilogue: boolean;
  nodeCounter: number;
  lineChunks: Buffer[];
  lineLength: number;
  pendingLineTruncated: boolean;
  newNode(parent?: unknown): void;
  checkHeadSize(): Error | null;
  processLine(line: Buffer | false, final: boolean, next: Next): void;
}
const OpenSplitter = Splitter as unknown as new (options: SplitterOptions) => Splitter & SplitterInternals;

/**
 * The splitter of mail, with the faults of senders mended that would cost words: a header without the blank line behind
 * it, a part that ends within its header, a second Content-Type.
 *
 * It also shortens long runs of bare carriage returns in headers. The library takes the line ends off a header by a
 * pattern that starts anew at each of them (`/[\r\n]+$/`): a field with some hundred thousand of them would hold it for
 * minutes.
 */
export class MailSplitter extends OpenSplitter {
  readonly #early = new WeakMap<MimeNode, Buffer>();
  /** Takes the pieces of a mail that is split at once. */
  #take: ((piece: MailPiece) => void) | undefined;

  /** Events beside `data`; the types of the library leave them out. */
  get events(): EventEmitter {
    return this;
  }

  /** The start of a part's body that stood among the lines of its header. */
  earlyBody(node: MimeNode): Buffer | undefined {
    return this.#early.get(node);
  }

  /**
   * Splits a whole mail without the stream, and is ready for the next one: a stream costs more to make than a small mail
   * to split.
   *
   * @returns the error of a limit that the mail breaks
   */
  splitWhole(bytes: Buffer, take: (piece: MailPiece) => void): Error | undefined {
    this.#take = take;
    try {
      return splitWhole(bytes, this.#lineReader, take);
    } finally {
      this.#take = undefined;
      this.#reset();
    }
  }

  readonly #lineReader: Parameters<typeof splitWhole>[1] = {
    isInHeader: () => this.state === inHeader,
    header: (lines) => {
      this.node.addHeaderChunk(lines);
      return this.checkHeadSize();
    },
    line: (line, next) => this.processLine(line, false, next),
    rest: (rest, next) => {
      // The library takes the end of its stream from here.
      this.lineChunks = [rest];
      this.lineLength = rest.length;
      this.processLine(false, true, next);
    },
  };

  #reset(): void {
    this.lineChunks = [];
    this.lineLength = 0;
    this.pendingLineTruncated = false;
    // A header that has no end yet is the last mail's.
    this.state = inBody;
    this.nodeCounter = 0;
    this.newNode();
  }

  override push(piece: MailPiece | null): boolean {
    if (this.#take === undefined) return super.push(piece);
    if (piece !== null) this.#take(piece);
    return true;
  }

  override newNode(parent?: unknown): void {
    // A boundary came before the header of the part had an end: the library would forget the part.
    if (this.node && this.state === inHeader && this.node._headerlen > 0 && !this.node.headers) this.#endHeader();
    super.newNode(parent);
    const { node } = this;
    const add = node.addHeaderChunk.bind(node);
    node.addHeaderChunk = (line) => add(line && withoutLongRuns(line));
    const parse = node.parseHeaders.bind(node);
    node.parseHeaders = () => {
      if (!node.headers) this.#keepEarlyBody(node);
      parse();
      preferMultipart(node);
    };
  }

  override processLine(line: Buffer | false, final: boolean, next: Next): void {
    const isDashed = line && line[0] === dash && line[1] === dash;
    // Parts behind the end of a multipart are no less somebody's words: some senders end it after each part.
    if (isDashed) this.inEpilogue = false;
    // A boundary of the multipart itself, right behind its fields: the blank line between them is missing.
    if (isDashed && this.state === inHeader && isBoundaryOf(this.node, line)) this.#endHeader();
    super.processLine(line, final, next);
  }

  #endHeader(): void {
    this.node.parseHeaders();
    this.state = inBody;
    this.push(this.node);
  }

  #keepEarlyBody(node: OpenNode): void {
    const block = Buffer.concat(node._headersLines, node._headerlen);
    const { header, body } = findHeaderEnd(block, !node.parentNode);
    node._headersLines = [header];
    node._headerlen = header.length;
    if (body) this.#early.set(node, body);
  }
}

/** Whether the first two lines of a field for the content type speak of a boundary. */
const namesBoundary = (header: string): boolean =>
  [...header.matchAll(/^content-type:/gim)].some(({ index }) => {
    const [first = '', second = ''] = header.slice(index, index + 400).split('\n', 2);
    return (
      /boundary/i.test(first.split('\r')[0]!) || (!first.includes('\r') && /boundary/i.test(second.split('\r')[0]!))
    );
  });

/** Whether a line is the boundary that the lines of a header name. */
function isBoundaryOf({ _headersLines }: OpenNode, line: Buffer): boolean {
  const boundary = line.toString('latin1', 2).trimEnd();
  const header = Buffer.concat(_headersLines).toString('latin1');
  return boundary !== '' && namesBoundary(header) && header.includes(boundary);
}

/**
 * A header with several types: the multipart is meant, for a library added the other one by default. `multipart` alone,
 * with a boundary, is the mixed one.
 */
function preferMultipart(node: OpenNode): void {
  if (node.multipart || node.headers === false) return;
  const lines = node.headers.lines === false ? [] : node.headers.lines;
  if (node.contentType !== 'multipart' && lines.filter(({ key }) => key === 'content-type').length < 2) return;
  const found = node.headers
    .get('Content-Type')
    .map((field) => libmime.parseHeaderValue(field.slice(field.indexOf(':') + 1)))
    .find(({ value, params }) => /^multipart(?:\/|$)/i.test(value) && params.boundary);
  if (found === undefined) return;
  const [, subtype = 'mixed'] = found.value.toLowerCase().trim().split('/');
  node.contentType = `multipart/${subtype}`;
  node.multipart = subtype;
  node._boundary = Buffer.from(found.params.boundary!);
}

function withoutLongRuns(line: Buffer): Buffer {
  const first = line.indexOf(carriageReturn);
  // Most lines have one, right before their line feed.
  if (first < 0 || first >= line.length - 2 || !line.includes('\r\r\r')) return line;
  let run = 0;
  return Buffer.from(
    line.filter((byte) => {
      run = byte === carriageReturn ? run + 1 : 0;
      return run <= maxReturns;
    }),
  );
}
