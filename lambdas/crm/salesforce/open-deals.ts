import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import { quoted } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

/**
 * The open opportunities in which a contact has a role, in one query.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
 */
export async function openDealsOf(
  calls: Pick<SalesforceCalls, 'query'>,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
): Promise<Outcome<readonly string[]>> {
  const condition = id === undefined ? `Contact.Email = ${quoted(email)}` : `ContactId = ${quoted(id)}`;
  const rows = await calls.query(
    `SELECT Id, OpportunityId FROM OpportunityContactRole WHERE ${condition} AND Opportunity.IsClosed = false LIMIT 200`,
  );
  return mapOk(rows, (roles) => [
    ...new Set(roles.flatMap(({ OpportunityId }) => (typeof OpportunityId === 'string' ? [OpportunityId] : []))),
  ]);
}
