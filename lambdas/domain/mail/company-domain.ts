import { getDomain } from 'tldts';
import { domainOf } from './address.ts';
import { isFreeMail } from './free-mail.ts';

/**
 * The company behind an address: its registrable domain (Public Suffix List), `acme.co.uk` for `mail.acme.co.uk`.
 * Absent for public mailbox providers: their customers have nothing in common.
 */
export function companyDomainOf(address: string): string | undefined {
  const domain = domainOf(address);
  const company = domain === undefined ? undefined : (getDomain(domain) ?? undefined);
  return company === undefined || isFreeMail(company) ? undefined : company;
}
