import { getPublicSuffix } from 'tldts';
import { domainOf, isMailable, normalizeAddress } from '../../mail/address.ts';
import { anyOf } from '../../mail/any-of.ts';
import { withoutEnd, withoutStart } from '../../mail/text.ts';

/** Characters that end an address in running text: blanks, brackets, quotes, and the punctuation of Chinese and Japanese. */
const stops = String.raw`\s"'<>()[\]\\,;:@|{}\x60，。；：、！？（）【】《》「」『』“”‘’«»„`;

/** An address in running text: no brackets, quotes or commas, and no `=`-encoded envelope return path. */
const inText = new RegExp(
  `${anyOf`
    "[^"\n]{1,64}"
    [^${stops}/!]{1,64}(?:\/[^${stops}]{1,64})?
  `}@${anyOf`
    \[[\d.a-fA-F:]{3,45}\]
    [^${stops}/!=?&*^]{1,253}
  `}`,
  'gu',
);

/** The addresses of a text in order, without repeats, without the punctuation of the sentence around them. */
export function addressesIn(text: string): string[] {
  // An X.400 address has an equals sign instead of the at sign.
  if (!text.includes('@') && !text.includes('=')) return [];
  const matches = withoutX400(text.slice(0, 200_000)).match(inText) ?? [];
  return [...new Set(matches.map((address) => withoutEnd(address, /[.\-_]/)).map(readAddress))].filter(
    (address) => address !== undefined,
  );
}

/** An SMTP address within an X.400 address, with the letters that stand for its signs (RFC 2156 §4.1.1). */
const wrapped = /(?:dda[:.=])?(?:type=)?\b(?:smtp|rfc-?822|internet)(?:;value)?=([^;,\s]{1,320})/gi;

/** Sets the SMTP address of an X.400 address free. */
const withoutX400 = (text: string): string =>
  /(?:smtp|822|internet)(?:;value)?=/i.test(text)
    ? text.replace(wrapped, (_whole, address: string) => {
        const plain = address
          .replace(/\(a\)|\+40/gi, '@')
          .replace(/\(u\)/gi, '_')
          .replace(/\(p\)/gi, '%');
        return ` ${withoutEnd(plain, /\//)} `;
      })
    : text;

/** The recipient in a return path that names it: `bounces+kim=customer.example@ours.example`. */
export function recipientInReturnPath(address: string): string | undefined {
  const [, local, domain] = /(?:-\d{1,12}-|[+-])([^@=+]{1,64})=([^@=+]{3,253})@/.exec(address) ?? [];
  return local === undefined || !domain?.includes('.') ? undefined : readRecipient(`${local}@${domain}`);
}

/**
 * Reads a recipient as reports write it (RFC 3464 §2.3.2): an address type before a semicolon, angle brackets,
 * a source route (RFC 5321 Appendix C), a display name, an X.400 or Exchange form that holds an SMTP address.
 *
 * @returns absent when it holds no address for mail: a pipe command, a bare host, a local name
 */
export function readRecipient(field: string | undefined): string | undefined {
  if (field === undefined || field.length > 2000) return undefined;
  const value = field
    .replace(/^[\w.-]+\s*;\s*/, '')
    .replace(/\+40/g, '@')
    .trim();
  const bracketed = /<([^<>]*)>/.exec(value)?.[1] ?? value;
  const routed = bracketed
    .replace(/^(?:@[^@:,\s]+,?)+:/, '')
    .replace(/^smtp:/i, '')
    .trim();
  const isQuoted = /"[^"]*"@/.test(routed);
  if (/;|dda[:.]/i.test(routed)) return addressesIn(routed)[0];
  const direct = readAddress(isQuoted ? routed : withoutEnd(withoutStart(routed, /['"(]/), /['")]/));
  if (direct !== undefined) return direct;
  if (/^["']?[|/]/.test(routed)) return undefined;
  return addressesIn(value)[0];
}

function readAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const literal = /@\[[\d.a-fA-F:]{3,45}\]$/.test(text);
  if (at <= 0 || text.length > 320) return undefined;
  if (literal) return text.toLowerCase();
  return isMailable(text) && /[\p{L}\p{N}]$/u.test(text) ? normalizeAddress(text) : undefined;
}

/** Whether the public can mail to an address: its domain ends in a public suffix, and is no relay's inner host. */
export function isPublicAddress(address: string): boolean {
  const domain = domainOf(address);
  // Exchange wraps its own addresses in an SMTP form that nobody mails to.
  if (domain === undefined || domain.startsWith('[') || /^imceaex/i.test(address)) return false;
  return (
    !/(?:^|\.)(?:local|localdomain|localhost|internal|intern|lan|intra|corp|home|invalid)$/.test(domain) &&
    getPublicSuffix(domain, { allowPrivateDomains: false }) !== domain &&
    domain.includes('.')
  );
}

const daemonAddress = new RegExp(
  `^${anyOf`
    mailer-?daemon|post[-_]?master|mail-?delivery|maildaemon|mail\.daemon|no-?reply|bounces?
    mailadm(?:in)?
    abuse|mdaemon|mailerdaemon|daemon|double-bounce
  `}(?:[+@_-])`,
);

/** Whether an address is that of a robot that reports on other mail: never the recipient that failed. */
export const isDaemonAddress = (address: string): boolean => daemonAddress.test(address);
