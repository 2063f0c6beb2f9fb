import { getDomain } from 'tldts';
import { domainOf } from './address.ts';
import { isFreeMail } from './free-mail.ts';

/**
 * The company behind an address: its registrable domain (Public Suffix List), so that `mail.acme.co.uk` is `acme.co.uk`.
 * Absent for public mailbox providers, whose customers have nothing in common.
 */
export function companyDomainOf(address: string): string | undefined {
  const domain = domainOf(address);
  const company = domain === undefined ? undefined : (getDomain(domain) ?? undefined);
  return company === undefined || isFreeMail(company) ? undefined : company;
}
