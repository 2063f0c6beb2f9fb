import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import { quoted } from './api.ts';
import type { SalesforceCalls } from './together.ts';

/**
 * The contacts with a role in an opportunity, and the site of its account.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
 */
export async function peopleOfDeal(calls: SalesforceCalls, id: string): Promise<Outcome<DealPeople>> {
  if (!/^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id)) return nobody;
  const [roles, opportunities] = await Promise.all([
    calls.query(`SELECT Id, Contact.Email FROM OpportunityContactRole WHERE OpportunityId = ${quoted(id)} LIMIT 200`),
    calls.query(`SELECT Id, Account.Website FROM Opportunity WHERE Id = ${quoted(id)} LIMIT 1`),
  ]);
  if (roles.kind !== 'ok') return roles;
  if (opportunities.kind !== 'ok') return opportunities;
  return dealPeople(
    roles.value.map((row) => textOf(row.Contact, 'Email')),
    opportunities.value.map((row) => textOf(row.Account, 'Website')),
  );
}

/** A field of the record that a row leads to; null where it leads to none. */
function textOf(record: unknown, field: string): string | undefined {
  const value = typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
