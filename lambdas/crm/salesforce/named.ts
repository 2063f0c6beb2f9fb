import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import { andThen, type Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { NamedRecordParts } from '../named-records.ts';
import { dealByIdWith, onlyOne } from '../vendor-kit.ts';
import type { ReadFields } from '../vendor-records.ts';
import { call, quoted, singleId } from './api.ts';
import type { RecordPorts } from './upsert.ts';

/** Ids of an object by the three characters with which they begin; with or without the letters that make case not matter. */
const idOf = (prefix: string): RegExp => new RegExp(`^${prefix}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$`);
const caseId = idOf('500');
const related = z.nullish(z.record(z.string(), z.unknown()));
const caseRow = z.object({ ContactEmail: z.unknown(), SuppliedEmail: z.unknown(), Contact: related, Account: related });

const objects = { contact: 'Contact', company: 'Account', deal: 'Opportunity' } as const;

type NamedPorts = Pick<RecordPorts, 'http' | 'version' | 'calls'>;

/** Cases, contacts and accounts that an address names. */
export const salesforceNamed = (ports: NamedPorts): NamedRecordParts => ({
  ids: { ticket: caseId, contact: idOf('003'), company: idOf('001') },
  idField: 'Id',
  siteField: 'Website',
  fields: { read: (object, id, names) => readFields(ports, objects[object], id, names) },
  async findContact(email) {
    const rows = await ports.calls.query(`SELECT Id FROM Contact WHERE Email = ${quoted(email)} LIMIT 3`);
    return andThen(rows, (contacts) => onlyOne(contacts.map(({ Id }) => Id)));
  },
  tickets: {
    find: dealByIdWith(
      caseId,
      (id) => {
        const path = `/services/data/${ports.version}/sobjects/Case/${id}?fields=Id`;
        return call(ports.http, { method: 'GET', path }, singleId);
      },
      ({ Id }) => Id,
    ),
    peopleOf: (id) => peopleOfCase(ports, id),
  },
});

/** Ids that an address names are those of contacts and accounts, never of leads. */
function readFields(
  { http, version }: NamedPorts,
  object: string,
  id: string,
  names: readonly string[],
): Promise<ReadFields> {
  const path = `/services/data/${version}/sobjects/${object}/${id}?fields=${names.map(encodeURIComponent).join(',')}`;
  return call(http, { method: 'GET', path }, z.looseObject({}));
}

/**
 * The contact of a case, the address that a form supplied, and the site of the account.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm
 */
async function peopleOfCase({ calls }: NamedPorts, id: string): Promise<Outcome<DealPeople>> {
  const names = 'Id, ContactEmail, SuppliedEmail, Contact.Email, Account.Website';
  const rows = await calls.query(`SELECT ${names} FROM Case WHERE Id = ${quoted(id)} LIMIT 1`);
  return andThen(rows, ([row]): Outcome<DealPeople> => {
    const { data } = caseRow.safeParse(row);
    if (data === undefined) return nobody;
    const emails = [data.ContactEmail, data.SuppliedEmail, data.Contact?.Email].map(textOf);
    return dealPeople(emails, [textOf(data.Account?.Website)]);
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
