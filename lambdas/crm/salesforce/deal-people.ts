import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import { dealId, quoted } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

/**
 * The contacts with a role in an opportunity, and the site of its account.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
 */
export async function peopleOfDeal(calls: SalesforceCalls, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
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

const related = z.record(z.string(), z.unknown());

/** A field of the related record of a row, which is null where there is none. */
function textOf(record: unknown, field: string): string | undefined {
  const { success, data } = related.safeParse(record);
  const value = success ? data[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
