import type { DealPeople } from '../domain/crm/deal-people.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import { siteDomain } from './site-domain.ts';

/** Nobody: there is no such deal, or it has none. */
export const nobody: Outcome<DealPeople> = { kind: 'ok', value: { emails: [], domains: [] }, how: 'existing' };

/** Who belongs to a deal, of what a vendor says of its contacts and its company. */
export function dealPeople(
  emails: ReadonlyArray<string | null | undefined>,
  sites: ReadonlyArray<string | null | undefined>,
): Outcome<DealPeople> {
  const value = {
    emails: [...new Set(emails.filter((email): email is string => !!email))],
    domains: [...new Set(sites.map(siteDomain).filter((domain): domain is string => domain !== undefined))],
  };
  return { kind: 'ok', value, how: 'existing' };
}
