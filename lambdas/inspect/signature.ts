/** The object id of signed data (RFC 5652 §5.1): 1.2.840.113549.1.7.2, in DER. */
const signedData = '2a864886f70d010702';
const sequence = 0x30;
const explicit = 0xa0;
const objectId = 0x06;
const setOf = 0x31;
const integer = 0x02;

/** One value of BER (X.690 §8.1). */
interface Value {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Reads the header of a value of known length. */
function valueAt(bytes: Buffer, at: number, most: number): Value | undefined {
  if (at + 2 > most) return undefined;
  const first = bytes[at + 1]!;
  const long = first & 0x80 ? first & 0x7f : 0;
  if (long > 4 || at + 2 + long > most || first === 0x80) return undefined;
  const start = at + 2 + long;
  const end = start + (long === 0 ? first : bytes.readUIntBE(at + 2, long));
  return end > most ? undefined : { tag: bytes[at]!, start, end };
}

/**
 * Whether bytes are a detached signature of CMS (RFC 5652, as `smime.p7s`): signed data that names no content, so that there
 * are certificates and signatures in it, and nothing that could be opened.
 */
export function isDetachedSignature(bytes: Buffer): boolean {
  const outer = valueAt(bytes, 0, bytes.length);
  if (outer?.tag !== sequence || outer.end !== bytes.length) return false;
  const type = valueAt(bytes, outer.start, outer.end);
  if (type?.tag !== objectId || bytes.toString('hex', type.start, type.end) !== signedData) return false;
  const wrapped = valueAt(bytes, type.end, outer.end);
  const data = wrapped?.tag === explicit ? valueAt(bytes, wrapped.start, wrapped.end) : undefined;
  if (data?.tag !== sequence) return false;
  const version = valueAt(bytes, data.start, data.end);
  const algorithms = version?.tag === integer ? valueAt(bytes, version.end, data.end) : undefined;
  const content = algorithms?.tag === setOf ? valueAt(bytes, algorithms.end, data.end) : undefined;
  // The type of the content, and nothing behind it: the content itself would follow.
  const contentType = content?.tag === sequence ? valueAt(bytes, content.start, content.end) : undefined;
  return contentType?.tag === objectId && contentType.end === content?.end;
}
