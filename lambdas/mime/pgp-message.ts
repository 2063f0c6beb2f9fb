import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { encryptedTypes, type Packet, packetAt } from '../inspect/pgp-packets.ts';

/** Bytes of the words in a message that are unpacked. */
const maxMessageBytes = 8 * 1024 * 1024;
const maxPackets = 1000;

/** Packet types (RFC 9580 §5). */
const compressedType = 8;
const literalType = 11;

/** A PGP message, looked into: the words, or why there are none. */
type PgpMessage =
  | { readonly kind: 'opened'; readonly bytes: Buffer }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' };

/**
 * Opens an armored PGP message (RFC 9580) that is signed, or only compressed: its words are not secret, though no
 * reader without PGP shows them. The signature is not verified.
 *
 * @param armored the lines from `BEGIN` to `END`
 */
export function openPgpMessage(armored: string): PgpMessage {
  const lines = armored.split('\n');
  const blank = lines.findIndex((line) => line.trim() === '');
  const body = lines.slice(blank < 0 ? 1 : blank + 1).filter((line) => !/^(?:-----|=[A-Za-z0-9+/]{4}\s*$)/.test(line));
  let bytes: Buffer | undefined = Buffer.from(body.join(''), 'base64');
  // Compression holds packets again, and a message has no use for more than one of it.
  for (let depth = 0; depth < 3 && bytes !== undefined; depth += 1) {
    const found = firstContent(bytes);
    if (found === undefined) return { kind: 'unreadable' };
    if (encryptedTypes.has(found.type)) return { kind: 'encrypted' };
    if (found.type === literalType) return literalOf(found.body);
    bytes = inflated(found.body);
  }
  return { kind: 'unreadable' };
}

/** The first packet that says what the message is; signatures stand around it. */
function firstContent(bytes: Buffer): Packet | undefined {
  let at = 0;
  for (let count = 0; at < bytes.length && count < maxPackets; count += 1) {
    const packet = packetAt(bytes, at);
    if (packet === undefined) return undefined;
    if (encryptedTypes.has(packet.type) || packet.type === compressedType || packet.type === literalType) return packet;
    at = packet.next;
  }
  return undefined;
}

/** The data of a literal packet (RFC 9580 §5.9): behind its format, its name and its time. */
function literalOf(body: Buffer): PgpMessage {
  const start = 2 + (body[1] ?? 0) + 4;
  return start > body.length ? { kind: 'unreadable' } : { kind: 'opened', bytes: body.subarray(start) };
}

/** The packets in a compressed one (RFC 9580 §5.6); BZip2 is not read. */
function inflated(body: Buffer): Buffer | undefined {
  const options = { maxOutputLength: maxMessageBytes, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (body[0] === 0) return body.subarray(1);
    if (body[0] === 1) return inflateRawSync(body.subarray(1), options);
    return body[0] === 2 ? inflateSync(body.subarray(1), options) : undefined;
  } catch {
    return undefined;
  }
}
