import { getDomain } from 'tldts';
import { domainOf } from './address.ts';
import { isFreeMail } from './free-mail.ts';
import { unwrapAddress } from './machine-address.ts';

/** Domains whose registrable domain is remembered: a mail names the same few many times, and so do the mails of a tenant. */
const maxRemembered = 1000;
const remembered = new Map<string, string | undefined>();

/** The registrable domain (Public Suffix List) of a domain; undefined for a suffix, an address literal or a local name. */
export function registrableDomainOf(domain: string): string | undefined {
  if (remembered.has(domain)) return remembered.get(domain);
  const registrable = getDomain(domain) ?? undefined;
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(domain, registrable);
  return registrable;
}

/**
 * The company behind an address: its registrable domain (Public Suffix List), `acme.co.uk` for `mail.acme.co.uk`.
 * Absent for public mailbox providers: their customers have nothing in common. An address that a forwarder or a gateway
 * has wrapped (SRS, BATV) has the company of the one inside.
 */
export function companyDomainOf(address: string): string | undefined {
  const domain = domainOf(unwrapAddress(address) ?? address);
  const company = domain === undefined ? undefined : registrableDomainOf(domain);
  return company === undefined || isFreeMail(company) || isFreeMail(domain ?? '') ? undefined : company;
}
