/** Packet types that say that a message is encrypted (RFC 9580 §5). */
export const encryptedTypes: ReadonlySet<number> = new Set([1, 3, 9, 18, 20]);

/** A packet of PGP (RFC 9580 §4). */
export interface Packet {
  readonly type: number;
  /** As far as its bytes are there. */
  readonly body: Buffer;
}

/** The packet at a place, as far as its bytes are there (RFC 9580 §4.2). */
export function packetAt(bytes: Buffer, at: number): (Packet & { readonly next: number }) | undefined {
  const tag = bytes[at]!;
  if ((tag & 0x80) === 0) return undefined;
  if ((tag & 0x40) !== 0) return { type: tag & 0x3f, ...newBody(bytes, at + 1) };
  const width = [1, 2, 4, 0][tag & 3]!;
  const start = at + 1 + width;
  if (start > bytes.length) return undefined;
  const end = width === 0 ? bytes.length : start + bytes.readUIntBE(at + 1, width);
  return { type: (tag >> 2) & 0x0f, body: bytes.subarray(start, end), next: end };
}

/** A body in the newer form, which may come in pieces. */
function newBody(bytes: Buffer, start: number): { readonly body: Buffer; readonly next: number } {
  const pieces: Buffer[] = [];
  let at = start;
  for (;;) {
    const { length, width, isPartial } = newLength(bytes, at);
    at += width;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
    if (!isPartial || at >= bytes.length) break;
  }
  return { body: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces), next: at };
}

function newLength(bytes: Buffer, at: number) {
  const first = bytes[at] ?? 0;
  if (first < 192) return { length: first, width: 1, isPartial: false };
  if (first < 224) return { length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, width: 2, isPartial: false };
  if (first < 255) return { length: 1 << (first & 0x1f), width: 1, isPartial: true };
  return { length: at + 5 <= bytes.length ? bytes.readUInt32BE(at + 1) : 0, width: 5, isPartial: false };
}

/** The first byte of the body, which is the version of the packet, by its type (RFC 9580 §5.1 to §5.13.2). */
const versions: Readonly<Record<number, readonly number[]>> = { 1: [2, 3, 6], 3: [4, 5, 6], 18: [1, 2], 20: [1] };
/** "PGP", which some programs put before a message (RFC 9580 §5.8). */
const markerType = 10;
/** Session keys that are looked at: a message has one for each recipient. */
const maxPackets = 100;

/**
 * Whether bytes are an encrypted message of PGP, without armor: session keys with encrypted data behind them, as far as the
 * bytes go. Any bytes may begin like a packet, so each one has to have its version, too.
 */
export function isPgpEncrypted(bytes: Buffer): boolean {
  let at = 0;
  let isKeyFound = false;
  for (let count = 0; at < bytes.length && count < maxPackets; count += 1) {
    const packet = packetAt(bytes, at);
    if (packet === undefined || packet.body.length === 0) return false;
    const { type, body, next } = packet;
    if (type === markerType) {
      if (body.toString('latin1') !== 'PGP') return false;
    } else if (type === 9) {
      // Data without a version is random from its first byte on: only the key before it shows what it is.
      return isKeyFound;
    } else {
      if (!versions[type]?.includes(body[0]!)) return false;
      if (type === 18 || type === 20) return true;
      isKeyFound = true;
    }
    at = next;
  }
  return isKeyFound;
}
