import { createCipheriv, createHmac } from 'node:crypto';
import { registrableDomainOf } from '../../lambdas/domain/mail/company-domain.ts';
import { isFreeMail } from '../../lambdas/domain/mail/free-mail.ts';
import { keptWords } from './kept-words.ts';
import { lettersOf } from './letters.ts';

/** The stand-ins of one key: the same original has the same stand-in, and no stand-in tells its original without the key. */
export interface Pseudonyms {
  /** A word of the same script and case. */
  word(original: string): string;
  /** As many digits. */
  digits(original: string): string;
  /** A domain below `example` (RFC 2606), with as many labels; public mailbox providers and named domains stay. */
  domain(original: string): string;
  address(original: string): string;
  /** The id of a mail or of a part, without its brackets: `<local>@<domain>`. */
  id(original: string): string;
  /** An opaque token of the same length, at most 40 characters. */
  token(original: string): string;
  /** An address of the documentation's blocks (RFC 5737, RFC 3849). */
  ip(original: string): string;
  /** As many bytes, of which the first ones stay: they tell the type of a file. */
  bytes(original: Buffer): Buffer;
}

/** Bytes at the start of a file that tell its type. */
const signatureBytes = 8;

/**
 * Makes the stand-ins of a key.
 *
 * @param key 32 bytes @param keptDomains registrable domains that stay as they are
 */
export function createPseudonyms(key: Buffer, keptDomains: ReadonlySet<string> = new Set()): Pseudonyms {
  const hashOf = (kind: string, original: string): Buffer =>
    createHmac('sha256', key).update(`${kind}\0${original}`).digest();
  const words = createRegistry((original, salt) => lettersOf(original, hashOf('word', `${original}${salt}`)));
  const replaced = (original: string): string => inCaseOf(original, words(original.toLowerCase()));
  const word = (original: string): string => (keptWords.has(original.toLowerCase()) ? original : replaced(original));
  const digits = (original: string): string => {
    const hash = hashOf('digits', original);
    return [...original].map((_, index) => String(hash[index % hash.length]! % 10)).join('');
  };
  const token = (original: string): string => hashOf('token', original).toString('hex').slice(0, original.length);
  const domain = (original: string): string =>
    domainOf(original.toLowerCase(), { word, replaced, digits, keptDomains });
  const locals = createRegistry(
    (address, salt) => `${localOf(address, word, digits)}${salt}@${domain(hostIn(address))}`,
  );
  return {
    word,
    digits,
    domain,
    token,
    address: (original) => locals(original.toLowerCase()),
    id: (original) => `${hashOf('id', original).toString('hex').slice(0, 24)}@${domain(hostIn(original))}`,
    ip: (original) => documentationIp(original, hashOf('ip', original)),
    bytes: (original) =>
      fillerOf(original, hashOf('bytes', `${original.length} ${original.toString('latin1', 0, 64)}`)),
  };
}

/** Gives each original a stand-in of its own: one that is taken is made anew with another salt. */
function createRegistry(make: (original: string, salt: string) => string): (original: string) => string {
  const known = new Map<string, string>();
  const used = new Set<string>();
  return (original) => {
    const before = known.get(original);
    if (before !== undefined) return before;
    let made = make(original, '');
    for (let salt = 2; used.has(made); salt += 1) made = make(original, String(salt));
    known.set(original, made);
    used.add(made);
    return made;
  };
}

/** The part of an address or an id behind its last at sign. */
const hostIn = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function localOf(address: string, word: (text: string) => string, digits: (text: string) => string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  return local.replaceAll(/\p{L}+|\d+/gu, (run) => (/^\d/.test(run) ? digits(run) : word(run)));
}

interface DomainRules {
  readonly word: (text: string) => string;
  /** Replaces a word of a function, too: here it names a company. */
  readonly replaced: (text: string) => string;
  readonly digits: (text: string) => string;
  readonly keptDomains: ReadonlySet<string>;
}

function domainOf(domain: string, { word, replaced, digits, keptDomains }: DomainRules): string {
  if (keptDomains.has(domain)) return domain;
  const registrable = registrableDomainOf(domain);
  if (registrable === undefined) return domain.includes('.') ? `${inLabels(domain, replaced, digits)}.example` : domain;
  if (keptDomains.has(registrable) || isFreeMail(registrable)) return domain;
  const host = domain.slice(0, domain.length - registrable.length);
  return `${inLabels(host, word, digits)}${inLabels(registrable.split('.')[0]!, replaced, digits)}.example`;
}

const inLabels = (labels: string, word: (text: string) => string, digits: (text: string) => string): string =>
  labels.replaceAll(/\p{L}+|\d+/gu, (run) => (/^\d/.test(run) ? digits(run) : word(run)));

function inCaseOf(original: string, made: string): string {
  if (original === original.toLowerCase()) return made;
  if (original.length > 1 && original === original.toUpperCase()) return made.toUpperCase();
  return `${made.slice(0, 1).toUpperCase()}${made.slice(1)}`;
}

const documentationIp = (original: string, hash: Buffer): string =>
  original.includes(':')
    ? `2001:db8::${hash.toString('hex', 0, 2)}:${hash.toString('hex', 2, 4)}`
    : `192.0.2.${1 + (hash[0]! % 254)}`;

function fillerOf(original: Buffer, seed: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ctr', seed.subarray(0, 16), seed.subarray(16, 32));
  const filler = cipher.update(Buffer.alloc(original.length));
  original.copy(filler, 0, 0, signatureBytes);
  return filler;
}
