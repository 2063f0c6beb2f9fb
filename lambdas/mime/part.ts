import { createHash, type Hash } from 'node:crypto';
import type { MimeNode } from '@zone-eu/mailsplit';
import { compact } from '../compact.ts';
import { cleanFilename, cleanLine, withoutEnd, withoutStart } from '../domain/mail/text.ts';
import { createBase64Decoder } from './base64.ts';
import { exactUtf8 } from './charset.ts';
import { createQuotedPrintableDecoder } from './quoted-printable.ts';
import type { Spool, SpooledPart } from './spool.ts';
import { encodingOf, openText, type TextLeaf } from './text-leaf.ts';

/** One MIME part while it is being read. */
export interface Part {
  readonly node: MimeNode;
  readonly contentType: string;
  readonly children: Part[];
  readonly parent?: Part;
  /** Absent for multiparts, whose bodies are their children. */
  readonly leaf?: TextLeaf | AttachmentLeaf;
}

/** Anything else: decoded, hashed and spooled as it streams by. */
export interface AttachmentLeaf {
  readonly kind: 'attachment';
  readonly isBase64: boolean;
  /** @returns a promise only while the spool asks to wait */
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
  readonly spooled: SpooledPart;
  readonly filename?: string;
  readonly size: () => number;
  readonly sha256: () => string;
}

/** Base64 is decoded in pieces of at least this size: one call each to the decoder, the hash and the spool. */
const gatherBytes = 64 * 1024;
const textTypes = ['text/plain', 'text/html'];

/** Opens the part of a node that the splitter announced. */
export function openPart(node: MimeNode, parent: Part | undefined, spool: Spool, hasText: boolean): Part {
  const declared = node.contentType || (parent === undefined ? 'text/plain' : '');
  // "text" alone is no type (RFC 2045 §5.2); an unknown kind of text as the whole mail is text (RFC 2046 §4.1.4).
  const isWords =
    declared === 'text' ||
    (parent === undefined && /^text\/(?!html|calendar|rfc822-headers|csv|x?-?vcard)/.test(declared) && !node.filename);
  const contentType = isWords ? 'text/plain' : declared;
  const base = compact({ node, contentType, children: [] as Part[], parent: parent });
  if (/^multipart\//.test(contentType)) return base;
  const filename = filenameOf(node);
  const isNamedText = filename !== undefined && hasText;
  const isShown = !node.disposition || node.disposition === 'inline';
  const isText = textTypes.includes(contentType) && isShown && !isNamedText;
  return { ...base, leaf: isText ? openText(node) : openAttachment(node, filename, spool) };
}

/** Text that was found where a part should have been. */
export function textPartOf(parent: Part, bytes: Buffer): Part {
  const leaf = openText(parent.node);
  leaf.write(bytes);
  return { node: parent.node, contentType: 'text/plain', children: [], parent, leaf };
}

function openAttachment(node: MimeNode, filename: string | undefined, spool: Spool): AttachmentLeaf {
  const spooled = spool.part();
  const hash: Hash = createHash('sha256');
  const isBase64 = encodingOf(node) === 'base64';
  const base64 = isBase64 ? createBase64Decoder() : undefined;
  const quoted = encodingOf(node) === 'quoted-printable' ? createQuotedPrintableDecoder() : undefined;
  let size = 0;
  let digest = '';
  const keep = (bytes: Buffer): Promise<void> | undefined => {
    if (bytes.length === 0) return undefined;
    size += bytes.length;
    hash.update(bytes);
    return spooled.write(bytes);
  };
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  const decodeGathered = (): Promise<void> | undefined => {
    const sent = gathered.length === 1 ? gathered[0]! : Buffer.concat(gathered, gatheredBytes);
    gathered = [];
    gatheredBytes = 0;
    let waits: Promise<void> | undefined;
    for (const bytes of base64?.decode(sent) ?? []) waits = keep(bytes) ?? waits;
    return waits;
  };
  return compact({
    kind: 'attachment',
    isBase64,
    spooled,
    filename,
    write(chunk: Buffer) {
      if (base64) {
        gathered.push(chunk);
        gatheredBytes += chunk.length;
        return gatheredBytes < gatherBytes ? undefined : decodeGathered();
      }
      return keep(quoted ? quoted.decode(chunk) : chunk);
    },
    end() {
      const waits = base64 && decodeGathered();
      const last = (base64 ?? quoted)?.end();
      const written = last && keep(last);
      digest = hash.digest('hex');
      return size > 0 || written ? Promise.all([waits, written]).then(() => spooled.end()) : undefined;
    },
    size: () => size,
    sha256: () => digest,
  });
}

/** The file name, whose raw 8-bit form the splitter hands over byte for byte. */
function filenameOf(node: MimeNode): string | undefined {
  if (!node.filename) return undefined;
  const isBytes = /[\u0080-\u00ff]/.test(node.filename) && !/[\u0100-\uffff]/.test(node.filename);
  const repaired = isBytes ? (exactUtf8(Buffer.from(node.filename, 'latin1')) ?? node.filename) : node.filename;
  return cleanFilename(repaired);
}

/** Whether a part stands among those that HTML shows in place (RFC 2387). */
export function isRelated(part: Part): boolean {
  for (let above = part.parent; above !== undefined; above = above.parent)
    if (above.contentType === 'multipart/related') return true;
  return false;
}

/** The id that `cid:` URLs use (RFC 2392), without angle brackets. */
export const contentIdOf = ({ node }: Part): string | undefined =>
  node.headers === false
    ? undefined
    : cleanLine(withoutEnd(withoutStart(node.headers.getFirst('Content-ID'), /[\s<]/), /[\s>]/));
