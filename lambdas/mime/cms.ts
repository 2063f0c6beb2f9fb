import { type ByteSource, createByteSource } from './byte-source.ts';

/** A CMS message (RFC 5652), looked into. */
type OpenedCms =
  /** The content can be read once; nobody verified the signature. */
  | { readonly kind: 'signed' | 'compressed'; readonly content: AsyncIterable<Buffer> }
  /** Only the owner of a key can read it. */
  | { readonly kind: 'encrypted' }
  /** A signature or certificates alone: there is nothing inside to read. */
  | { readonly kind: 'empty' }
  /** No CMS, or broken before its content. */
  | { readonly kind: 'unreadable' };

/** Content types by their object identifiers in hex (RFC 5652 §4 to §9, RFC 5083, RFC 3274). */
const kinds: Readonly<Record<string, 'signed' | 'compressed' | 'encrypted'>> = {
  '2a864886f70d010702': 'signed',
  '2a864886f70d0109100109': 'compressed',
  '2a864886f70d010703': 'encrypted',
  '2a864886f70d010704': 'encrypted',
  '2a864886f70d010706': 'encrypted',
  '2a864886f70d0109100117': 'encrypted',
};

/** Tags of ASN.1 (X.690 §8.1.2) that these messages use. */
const tags = { objectIdentifier: 0x06, octets: 0x04, octetPieces: 0x24, sequence: 0x30, explicit: 0xa0 };
const maxIdentifierBytes = 32;
/** Elements within each other that are told apart where they are skipped or joined. */
const maxDepth = 32;

/** The start of an element; a length is absent where the end is marked (X.690 §8.1.3.6). */
interface Element {
  readonly tag: number;
  readonly length?: number;
  /** The position of its first byte of content. */
  readonly start: number;
}

/**
 * Opens a CMS message as it streams by, in DER or BER: lengths may be indefinite, and the content may come in pieces, as
 * OpenSSL and Outlook write it. Certificates and signatures behind the content are not read. A library for ASN.1 would
 * hold the message in memory several times over; an encapsulated mail may have 30 MB.
 *
 * The stream is closed once the content was read to its end, or is not there.
 */
export async function openCms(stream: AsyncIterable<Uint8Array>): Promise<OpenedCms> {
  const source = createByteSource(stream);
  const opened = await readOuter(source);
  if (!('content' in opened)) await source.close();
  return opened;
}

const unreadable = { kind: 'unreadable' } as const;

async function readOuter(source: ByteSource): Promise<OpenedCms> {
  const kind = (await entered(source, tags.sequence)) ? kinds[(await identifierAt(source)) ?? ''] : undefined;
  if (kind === undefined) return unreadable;
  if (kind === 'encrypted') return { kind };
  const isMessage = (await entered(source, tags.explicit)) && (await entered(source, tags.sequence));
  // The version, and the algorithms of digests or of compression.
  const isBehindHead = isMessage && (await skipElement(source)) && (await skipElement(source));
  const inner = isBehindHead ? await elementAt(source) : undefined;
  return inner?.tag === tags.sequence ? readInner(source, inner, kind) : unreadable;
}

/** Reads the encapsulated content (RFC 5652 §5.2): its type, and the octets unless they were left out. */
async function readInner(source: ByteSource, inner: Element, kind: 'signed' | 'compressed'): Promise<OpenedCms> {
  if ((await identifierAt(source)) === undefined) return unreadable;
  if (isAtEnd(source, inner)) return { kind: 'empty' };
  const explicit = await elementAt(source);
  if (explicit?.tag === 0) return { kind: 'empty' };
  const octets = explicit?.tag === tags.explicit ? await elementAt(source) : undefined;
  const isContent = octets?.tag === tags.octets || octets?.tag === tags.octetPieces;
  return isContent ? { kind, content: contentOf(source, octets) } : unreadable;
}

/** Goes into the next element; false when it has another tag. */
const entered = async (source: ByteSource, tag: number): Promise<boolean> => (await elementAt(source))?.tag === tag;

/** The content of an octet string: its own bytes, or those of the strings that it is made of (X.690 §8.7.3). */
async function* contentOf(source: ByteSource, octets: Element): AsyncGenerator<Buffer> {
  try {
    const open: Element[] = [];
    for (let element: Element | undefined = octets; element !== undefined; element = await nextString(source, open)) {
      if (element.tag === tags.octetPieces && open.length < maxDepth) open.push(element);
      else if (element.tag === tags.octets) yield* source.pieces(element.length ?? 0);
      else return;
    }
  } finally {
    await source.close();
  }
}

/** The next string within those that are open; absent when all of them are at their end. */
async function nextString(source: ByteSource, open: Element[]): Promise<Element | undefined> {
  while (open.length > 0) {
    if (!isAtEnd(source, open.at(-1)!)) {
      const element = await elementAt(source);
      if (element?.tag !== 0) return element;
    }
    open.pop();
  }
  return undefined;
}

/** Whether an element of a stated length was read to its end. */
const isAtEnd = (source: ByteSource, { start, length }: Element): boolean =>
  length !== undefined && source.position() >= start + length;

/** The tag and the length of the next element; absent at the end, and for a form that nobody uses here. */
async function elementAt(source: ByteSource): Promise<Element | undefined> {
  const tag = await source.byte();
  const first = await source.byte();
  // Tags of several bytes have no place in these messages.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first === 0x80) return { tag, start: source.position() };
  if (first < 0x80) return { tag, length: first, start: source.position() };
  const width = first & 0x7f;
  const bytes = width <= 8 ? await source.take(width) : undefined;
  if (bytes === undefined || bytes.length < width) return undefined;
  let length = 0;
  for (const byte of bytes) length = length * 256 + byte;
  return Number.isSafeInteger(length) ? { tag, length, start: source.position() } : undefined;
}

/** An object identifier in hex. */
async function identifierAt(source: ByteSource): Promise<string | undefined> {
  const element = await elementAt(source);
  if (element?.tag !== tags.objectIdentifier || element.length === undefined) return undefined;
  return element.length > maxIdentifierBytes ? undefined : (await source.take(element.length)).toString('hex');
}

/** Passes over the next element with all that it holds; false when it has no end. */
async function skipElement(source: ByteSource): Promise<boolean> {
  // Only elements without a length have to be read: their ends are counted.
  let open = 0;
  do {
    const element = await elementAt(source);
    if (element === undefined) return false;
    if (element.length === undefined) open += 1;
    else if (element.tag === 0 && element.length === 0) open -= 1;
    else await source.skip(element.length);
    if (open > maxDepth) return false;
  } while (open > 0);
  return true;
}
