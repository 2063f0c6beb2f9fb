import { createHash } from 'node:crypto';
import type { MimeNode } from '@zone-eu/mailsplit';
import { compact } from '../compact.ts';
import { createBase64Decoder } from './base64.ts';
import { createQuotedPrintableDecoder } from './quoted-printable.ts';
import type { Spool, SpooledPart } from './spool.ts';
import { encodingOf } from './text-leaf.ts';
import { createUuDecoder } from './uuencode.ts';
import { createYencDecoder } from './yenc.ts';

/** A part that is no body text: decoded, hashed and spooled as it streams by. */
export interface AttachmentLeaf {
  readonly kind: 'attachment';
  readonly isBase64: boolean;
  /** @returns a promise only while the spool asks to wait */
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
  readonly spooled: SpooledPart;
  readonly filename?: string;
  /** Decoded bytes so far. */
  readonly size: () => number;
  /** Hex, over the decoded bytes; empty until the end. */
  readonly sha256: () => string;
}

/** Base64 is decoded in pieces of at least this size: one call each to the decoder, the hash and the spool. */
const gatherBytes = 64 * 1024;

/** Takes off the transfer encoding, and hands the decoded bytes to the next step. */
interface Decoding {
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
}
type Keep = (bytes: Buffer) => Promise<void> | undefined;

/** Opens a part that is no body text. */
export function openAttachment(node: MimeNode, filename: string | undefined, spool: Spool): AttachmentLeaf {
  const spooled = spool.part();
  const hash = createHash('sha256');
  let size = 0;
  let digest = '';
  const keep: Keep = (bytes) => {
    if (bytes.length === 0) return undefined;
    size += bytes.length;
    hash.update(bytes);
    return spooled.write(bytes);
  };
  const encoding = encodingOf(node);
  const decoding = decodingOf(encoding, keep);
  return compact({
    kind: 'attachment',
    isBase64: encoding === 'base64',
    spooled,
    filename,
    write: decoding.write,
    end() {
      const waits = decoding.end();
      digest = hash.digest('hex');
      return size > 0 ? Promise.resolve(waits).then(() => spooled.end()) : undefined;
    },
    size: () => size,
    sha256: () => digest,
  });
}

function decodingOf(encoding: string, keep: Keep): Decoding {
  if (encoding === 'base64') return base64Decoding(keep);
  if (encoding === 'x-uuencode') return piecewise(createUuDecoder(), keep);
  if (encoding === 'x-yencode') return piecewise(createYencDecoder(), keep);
  if (encoding !== 'quoted-printable') return { write: keep, end: () => undefined };
  const decoder = createQuotedPrintableDecoder();
  return { write: (chunk) => keep(decoder.decode(chunk)), end: () => keep(decoder.end()) };
}

/** The decoding of a form that is decoded line by line. */
function piecewise(decoder: { decode(chunk: Buffer): Buffer[]; end(): Buffer }, keep: Keep): Decoding {
  return {
    write(chunk) {
      let waits: Promise<void> | undefined;
      for (const bytes of decoder.decode(chunk)) waits = keep(bytes) ?? waits;
      return waits;
    },
    end: () => keep(decoder.end()),
  };
}

function base64Decoding(keep: Keep): Decoding {
  const decoder = createBase64Decoder();
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  const decodeGathered = (): Promise<void> | undefined => {
    const sent = gathered.length === 1 ? gathered[0]! : Buffer.concat(gathered, gatheredBytes);
    gathered = [];
    gatheredBytes = 0;
    let waits: Promise<void> | undefined;
    for (const bytes of decoder.decode(sent)) waits = keep(bytes) ?? waits;
    return waits;
  };
  return {
    write(chunk) {
      gathered.push(chunk);
      gatheredBytes += chunk.length;
      return gatheredBytes < gatherBytes ? undefined : decodeGathered();
    },
    end() {
      const waits = decodeGathered();
      const last = keep(decoder.end());
      return waits === undefined || last === undefined ? (waits ?? last) : Promise.all([waits, last]).then(() => {});
    },
  };
}
