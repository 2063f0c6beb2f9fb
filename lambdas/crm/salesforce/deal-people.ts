import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import { andThen, type Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import { dealId, quoted } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

/**
 * The contacts with a role in an opportunity, and the site of its account.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
 */
export async function peopleOfDeal(calls: Pick<SalesforceCalls, 'queries'>, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const answers = await calls.queries([
    `SELECT Id, Contact.Email FROM OpportunityContactRole WHERE OpportunityId = ${quoted(id)} LIMIT 200`,
    `SELECT Id, Account.Website FROM Opportunity WHERE Id = ${quoted(id)} LIMIT 1`,
  ]);
  return andThen(answers, ([roles = [], opportunities = []]) =>
    dealPeople(
      roles.map((row) => textOf(row.Contact, 'Email')),
      opportunities.map((row) => textOf(row.Account, 'Website')),
    ),
  );
}

const related = z.record(z.string(), z.unknown());

/** A field of the related record of a row, which is null where there is none. */
function textOf(record: unknown, field: string): string | undefined {
  const { success, data } = related.safeParse(record);
  const value = success ? data[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
