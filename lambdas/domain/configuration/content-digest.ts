import { createHash } from 'node:crypto';
import { parseDictionary } from 'structured-headers';

/** Digest algorithms of RFC 9530 that are safe against an attacker, and node's names of them. */
const algorithms: ReadonlyArray<readonly [string, string]> = [
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
];

/** The value of a `content-digest` field for the bytes of a body, as they are sent (RFC 9530 §2). */
export const contentDigestOf = (body: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/**
 * Whether a `content-digest` field has a digest that we know, and each of these is that of the body. Digests by other
 * algorithms are ignored, as RFC 9530 §2 has it: MD5 and the like prove nothing.
 */
export function isDigestOf(field: string, body: Uint8Array): boolean {
  const given = digestsIn(field);
  const known = algorithms.filter(([name]) => given.has(name));
  return (
    known.length > 0 &&
    known.every(([name, hash]) => createHash(hash).update(body).digest('base64') === given.get(name))
  );
}

/** The digests of a field in base64; none where it is no dictionary of byte sequences. */
function digestsIn(field: string): ReadonlyMap<string, string> {
  try {
    const members = [...parseDictionary(field)].map(([name, [value]]): [string, string] => [
      name,
      value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : '',
    ]);
    return new Map(members);
  } catch {
    return new Map();
  }
}
