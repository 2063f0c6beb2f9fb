/** The keyed hash of an address. */
export type HashAddress = (address: string) => string;

/** Takes the place of the tenant in the hash, because a mail may be for several. */
export const auditScope = 'audit';

/** A domain that nobody can have (RFC 2606 §2), so that a pseudonym still has the form of an address. */
const pseudonymDomain = 'hashed.invalid';

/** The form in which the trail names an address. Nothing for the empty sender of a bounce. */
export const pseudonymOf = (address: string, hash: HashAddress): string =>
  address === '' ? `nobody@${pseudonymDomain}` : `${hash(address)}@${pseudonymDomain}`;

const isLocalMark = /[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]/u;
const isDomainMark = /[\p{L}\p{N}.-]/u;

/** Replaces every address in a text by its pseudonym. */
function hideAddresses(text: string, hash: HashAddress): string {
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > copied && isLocalMark.test(text[start - 1]!)) start -= 1;
    // A local part may have slashes (RFC 5322 §3.2.3); in front of others they are those of an ARN or a URL.
    if (start === at && start > copied && text[start - 1] === '/') start -= 1;
    let end = at + 1;
    while (end < text.length && isDomainMark.test(text[end]!)) end += 1;
    if (start === at || end === at + 1) continue;
    result += text.slice(copied, start) + pseudonymOf(text.slice(start, end), hash);
    copied = end;
    at = end - 1;
  }
  return result + text.slice(copied);
}

/** A value as JSON can hold it, without addresses: in texts, in names of fields, in lists and sets, however deep. */
export function withoutAddresses(value: unknown, hash: HashAddress): unknown {
  if (typeof value === 'string') return hideAddresses(value, hash);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => withoutAddresses(item, hash));
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [hideAddresses(name, hash), withoutAddresses(item, hash)]),
  );
}
