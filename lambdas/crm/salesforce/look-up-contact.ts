import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import { andThen, mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { contactFields } from '../look-up.ts';
import { quoted, type Row } from './api.ts';
import type { SalesforceCalls } from './batch.ts';
import type { Org } from './org.ts';
import { isLead } from './people.ts';

/** Names are part of the query: only a field, or a path of relations to one. */
const fieldPath = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** The ways to look a person up. */
interface LookUpPorts {
  readonly calls: Pick<SalesforceCalls, 'queries'>;
  /** The objects of the org, which tell the fields of leads. */
  readonly org: () => Promise<Outcome<Pick<Org, 'objects'>>>;
}

/**
 * The fields of a contact, else of the lead of that address, in one call, which also follows names with dots, as in
 * Account.Territory__c. A lead has those of the fields that leads have.
 */
export async function lookUpContact(
  { calls, org }: LookUpPorts,
  person: { readonly email: string; readonly id?: string | undefined },
  names: readonly string[],
): Promise<Outcome<ContactFields>> {
  const unknown = names.find((name) => !fieldPath.test(name));
  if (unknown !== undefined)
    return { kind: 'misconfigured', code: 'INVALID_FIELD', message: `no field of Salesforce is called ${unknown}` };
  return andThen(await org(), async ({ objects }) => {
    const leadFields = objects.get('Lead');
    const ofLeads = names.filter((name) => leadFields?.has(name));
    const soqls = [
      ...(isLead(person.id) ? [] : [contactQuery(person, names)]),
      ...(leadFields === undefined || (person.id !== undefined && !isLead(person.id))
        ? []
        : [leadQuery(person, ofLeads)]),
    ];
    if (soqls.length === 0) return ok({});
    const rows = mapOk(await calls.queries(soqls), (answers) => personOf(answers, isLead(person.id)));
    return contactFields(rows, names);
  });
}

/** Several contacts are ambiguous: none of their fields counts. Among several leads the newest one does. */
function personOf(answers: ReadonlyArray<readonly Row[]>, isById: boolean): Row | Record<string, never> {
  const [contacts, leads] = isById ? [[], answers[0]] : answers;
  const [first, second] = contacts ?? [];
  if (second !== undefined) return {};
  return first ?? leads?.[0] ?? {};
}

const fieldsWithId = (names: readonly string[]): string => ['Id', ...names.filter((name) => name !== 'Id')].join(', ');

function contactQuery({ email, id }: { email: string; id?: string | undefined }, names: readonly string[]): string {
  const condition = id === undefined ? `Email = ${quoted(email)}` : `Id = ${quoted(id)}`;
  return `SELECT ${fieldsWithId(names)} FROM Contact WHERE ${condition} LIMIT 2`;
}

function leadQuery({ email, id }: { email: string; id?: string | undefined }, names: readonly string[]): string {
  const condition = id === undefined ? `IsConverted = false AND Email = ${quoted(email)}` : `Id = ${quoted(id)}`;
  return `SELECT ${fieldsWithId(names)} FROM Lead WHERE ${condition} ORDER BY CreatedDate DESC LIMIT 1`;
}
