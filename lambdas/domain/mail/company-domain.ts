import { getDomain } from 'tldts';
import { domainOf } from './address.ts';
import { isFreeMail } from './free-mail.ts';
import { unwrapAddress } from './machine-address.ts';

/**
 * The company behind an address: its registrable domain (Public Suffix List), `acme.co.uk` for `mail.acme.co.uk`.
 * Absent for public mailbox providers: their customers have nothing in common. An address that a forwarder or a gateway
 * has wrapped (SRS, BATV) has the company of the one inside.
 */
export function companyDomainOf(address: string): string | undefined {
  const domain = domainOf(unwrapAddress(address) ?? address);
  const company = domain === undefined ? undefined : (getDomain(domain) ?? undefined);
  return company === undefined || isFreeMail(company) || isFreeMail(domain ?? '') ? undefined : company;
}
