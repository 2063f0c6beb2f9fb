import { gunzipSync } from 'node:zlib';
import { compact } from '../compact.ts';
import { maxRatio, maxUnpacked } from './budget.ts';

/** The content of a gzip file. */
interface Gunzipped {
  /** Absent where it could not be unpacked. */
  readonly content?: Buffer;
  /** The name that the file had before, where the header says one. */
  readonly name?: string;
  /** Whether the content is all that the file has. */
  readonly isWhole: boolean;
  readonly isBomb: boolean;
}

const withName = 0x08;
const withExtra = 0x04;

/** Whether bytes begin as a gzip file does (RFC 1952 §2.3.1). */
export const isGzip = (bytes: Buffer): boolean =>
  bytes.length >= 10 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/**
 * Unpacks a gzip file (RFC 1952), all members of it.
 *
 * @param most bytes that the content may have
 */
export function gunzip(bytes: Buffer, most: number): Gunzipped {
  const name = nameOf(bytes);
  try {
    const { buffer, engine } = unpacked(bytes, most);
    // Node stops at a byte that begins no member.
    const isWhole = bytes.subarray(engine.bytesWritten).every((byte) => byte === 0);
    return compact({ content: buffer, name, isWhole, isBomb: false });
  } catch (error) {
    const isLarge =
      typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return compact({ name, isWhole: false, isBomb: isLarge && maxUnpacked / bytes.length > maxRatio });
  }
}

/** The answer of Node when it is asked for `info`, which its types do not know. */
interface Unpacked {
  readonly buffer: Buffer;
  /** Its count of the bytes that it read. */
  readonly engine: { readonly bytesWritten: number };
}

const isUnpacked = (answer: object): answer is Unpacked => 'engine' in answer;

function unpacked(bytes: Buffer, most: number): Unpacked {
  const answer: object = gunzipSync(bytes, { maxOutputLength: Math.max(1, most), info: true });
  if (!isUnpacked(answer)) throw new Error('zlib gave no account of what it read');
  return answer;
}

function nameOf(bytes: Buffer): string | undefined {
  const flags = bytes[3]!;
  if ((flags & withName) === 0) return undefined;
  if (bytes.length < 12) return undefined;
  const start = 10 + ((flags & withExtra) === 0 ? 0 : 2 + bytes.readUInt16LE(10));
  const end = bytes.indexOf(0, start);
  return end < 0 || end - start > 1024 ? undefined : bytes.toString('latin1', start, end);
}
