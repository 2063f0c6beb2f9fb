import type { DealPeople } from '../domain/crm/deal-people.ts';
import { type Outcome, ok } from '../domain/crm/outcome.ts';
import { siteDomain } from './site-domain.ts';

/** There is no such deal, or nobody belongs to it. */
export const nobody: Outcome<DealPeople> = ok({ emails: [], domains: [] });

/** The people of a deal, from the addresses of its contacts and the sites of its company as the vendor has them. */
export function dealPeople(
  emails: ReadonlyArray<string | null | undefined>,
  sites: ReadonlyArray<string | null | undefined>,
): Outcome<DealPeople> {
  return ok({
    emails: [...new Set(emails.flatMap((email) => email || []))],
    domains: [...new Set(sites.flatMap((site) => siteDomain(site) ?? []))],
  });
}
