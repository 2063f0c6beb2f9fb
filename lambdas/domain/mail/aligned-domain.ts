import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { domainOf } from './address.ts';
import { headerValues, type ParsedMail } from './parsed-mail.ts';
import type { Receipt } from './receipt.ts';

/**
 * The organizational domain of From that the receiver's verdicts prove (RFC 7489 §3.1): DMARC passes; or SPF passes
 * for an envelope sender of the same organization; or DKIM passes and every signature is of the same organization,
 * so that it does not matter which of them the verdict is about. Receivers such as SES say that a signature passed,
 * and not which one.
 *
 * Undefined where From is not exactly one mailbox: each reader might show another (RFC 7489 §6.6.1).
 */
export function alignedDomainOf(
  mail: Pick<ParsedMail, 'from' | 'headers' | 'hasOneFrom'>,
  { mailFrom, authentication }: Pick<Receipt, 'mailFrom' | 'authentication'>,
): string | undefined {
  const from = mail.from && domainOf(mail.from.address);
  if (from === undefined || mail.hasOneFrom === false || authentication.dmarc === 'fail') return undefined;
  const isOwn = (domain: string | undefined): boolean =>
    domain !== undefined && organizationOf(domain) === organizationOf(from);
  const signers = headerValues(mail, 'dkim-signature').map(signerOf);
  const isProven =
    authentication.dmarc === 'pass' ||
    (authentication.spf === 'pass' && mailFrom !== undefined && isOwn(domainOf(mailFrom))) ||
    (authentication.dkim === 'pass' && signers.length > 0 && signers.every(isOwn));
  return isProven ? organizationOf(from) : undefined;
}

/**
 * Whether SES wrote into the mail itself that DMARC fails (RFC 8601 §2.7): for a mail that lost its receipt with the
 * verdicts. A sender who writes such a field only accuses themselves; a pass in it does not count.
 */
export const saysDmarcFails = (mail: Pick<ParsedMail, 'headers'>): boolean =>
  headerValues(mail, 'authentication-results').some(
    (value) => /^\s*amazonses\.com\s*;/i.test(value) && /;\s*dmarc\s*=\s*fail\b/i.test(value),
  );

/**
 * The domain that sealed the newest ARC set of a mail, where that set says that DMARC passed when the sealer received it
 * (RFC 8617 §4.1, §5.2). Undefined without such a set. The tenant decides whether it trusts the sealer.
 */
export function arcSealerOf(mail: Pick<ParsedMail, 'headers'>): string | undefined {
  const seals = headerValues(mail, 'arc-seal').map((value) => ({
    instance: instanceOf(value),
    domain: signerOf(value),
  }));
  const newest = seals.toSorted((a, b) => b.instance - a.instance)[0];
  if (newest?.domain === undefined) return undefined;
  const results = headerValues(mail, 'arc-authentication-results').find(
    (value) => instanceOf(value) === newest.instance,
  );
  return /;\s*dmarc\s*=\s*pass\b/i.test(results ?? '') ? newest.domain : undefined;
}

/** The domain that shares an owner with this one: below a public suffix, those of hosting companies included. */
function organizationOf(domain: string): string {
  const ascii = domainToASCII(domain) || domain.toLowerCase();
  return getDomain(ascii, { allowPrivateDomains: true }) ?? ascii;
}

/**
 * The `d=` tag of a DKIM signature or an ARC seal (RFC 6376 §3.5), in lower case. Undefined where it has several,
 * also in upper case, which the RFC forbids: its verifier may have chosen another.
 */
function signerOf(value: string): string | undefined {
  const [tag, ...others] = value.split(';').filter((part) => /^\s*d\s*=/i.test(part));
  const domain = others.length > 0 ? undefined : /^\s*d\s*=\s*(\S{1,255})\s*$/.exec(tag ?? '')?.[1];
  return domain?.toLowerCase();
}

/** The `i=` tag of a field of an ARC set. */
const instanceOf = (value: string): number => Number(/(?:^|;)\s*i\s*=\s*(\d{1,3})\s*(?:;|$)/.exec(value)?.[1] ?? 0);
