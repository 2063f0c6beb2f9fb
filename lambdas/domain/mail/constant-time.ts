import { timingSafeEqual } from 'node:crypto';
import { sha256 } from './identity.ts';

/** Compares bytes in a time that says nothing about where they differ. Bytes of another length differ, which is no secret. */
export const isSameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right);

/** The same for texts, such as hashes and signatures. */
export const isSameText = (left: string, right: string): boolean => isSameBytes(Buffer.from(left), Buffer.from(right));

/** The same for passwords and keys of any length, by their hashes: also their length stays a secret. */
export const isSameSecret = (left: string, right: string): boolean => isSameText(sha256(left), sha256(right));
