import type { DealPeople } from '../domain/crm/deal-people.ts';
import type { NamedKind, NamedRecord, NamedRecords } from '../domain/crm/named-record.ts';
import { andThen, none, type Outcome, ok } from '../domain/crm/outcome.ts';
import { dealPeople, nobody } from './deal-people.ts';
import { asFailure } from './vendor-call.ts';
import type { FieldAccess, Refs, VendorRecords, Written } from './vendor-records.ts';

/** Tickets of a vendor. */
interface TicketAccess {
  /** The ticket; nothing when there is none. */
  find(id: string): Written;
  peopleOf(id: string): Promise<Outcome<DealPeople>>;
}

/** How a vendor reads the records that an address names. */
export interface NamedRecordParts {
  /** Ids as the vendor writes them, by kind; a kind without one cannot be named. Anything else is never sent. */
  readonly ids: Readonly<Partial<Record<NamedKind, RegExp>>>;
  /** A field that every contact and company has. */
  readonly idField: string;
  /** The field of a company with its site or its domain. */
  readonly siteField: string;
  readonly fields: Pick<FieldAccess, 'read'>;
  findContact(email: string): Written;
  readonly tickets?: TicketAccess;
  /** The id by which the other steps know the record. @default the id itself */
  refIdOf?(record: NamedRecord, fields: Readonly<Record<string, unknown>>): string;
}

/** Finds the record that an address names; nothing when there is none: anybody can write any id. */
export const namedFinder = (parts: NamedRecordParts): NonNullable<VendorRecords['named']> =>
  async function findNamed(record) {
    const { kind, id } = record;
    if (!isId(parts, record)) return none();
    if (kind === 'ticket') return parts.tickets?.find(id) ?? none();
    const answer = await parts.fields.read(kind, id, [parts.idField]);
    if (answer.kind === 'absent') return none();
    if (answer.kind !== 'ok') return asFailure(answer);
    return ok({ id: parts.refIdOf?.(record, answer.value) ?? id });
  };

/**
 * The people of named records: of a ticket its contacts and its company, of a company everybody with its domain, of a contact
 * the sender by whose address the vendor finds that contact.
 */
export const namedPeople = (parts: NamedRecordParts): NamedRecords => ({
  kinds: (Object.keys(parts.ids) as NamedKind[]).toSorted(),
  async peopleOf(record, sender) {
    const { kind, id } = record;
    if (!isId(parts, record)) return nobody;
    if (kind === 'ticket') return parts.tickets?.peopleOf(id) ?? nobody;
    return kind === 'contact' ? peopleOfContact(parts, id, sender) : peopleOfCompany(parts, id);
  },
});

const isId = ({ ids }: NamedRecordParts, { kind, id }: NamedRecord): boolean => ids[kind]?.test(id) === true;

async function peopleOfContact(parts: NamedRecordParts, id: string, sender: string): Promise<Outcome<DealPeople>> {
  const match = await parts.findContact(sender);
  const isOf = (found: { readonly id: string }): boolean => found.id.split('/').at(-1) === id;
  if (match.kind === 'ambiguous') return match.candidates.some(isOf) ? dealPeople([sender], []) : nobody;
  return andThen(match, (found) => (found !== undefined && isOf(found) ? dealPeople([sender], []) : nobody));
}

async function peopleOfCompany({ fields, siteField }: NamedRecordParts, id: string): Promise<Outcome<DealPeople>> {
  const answer = await fields.read('company', id, [siteField]);
  if (answer.kind === 'absent') return nobody;
  if (answer.kind !== 'ok') return asFailure(answer);
  const site = answer.value[siteField];
  return typeof site === 'string' ? dealPeople([], [site]) : nobody;
}

/** Where a vendor has a place for the record that an address names. */
export type NamedPlaces = Pick<VendorRecords, 'linksNamed' | 'namedCompanyIsContact' | 'companyFirst'>;

/**
 * The records of a mail with the one that its address names: a named company comes before the sender's own, and so does a named
 * contact where the vendor links one contact only; a ticket stands beside them.
 */
export function withNamed(refs: Refs, kind: NamedKind, vendor: NamedPlaces): Refs {
  const { named } = refs;
  if (named === undefined || (kind === 'contact' && named.id === refs.contact?.id)) return refs;
  const typed = { ...refs, named: { ...named, type: kind } };
  if (kind === 'ticket') return typed;
  if (kind === 'contact') return vendor.linksNamed && refs.contact !== undefined ? typed : { ...typed, contact: named };
  if (vendor.namedCompanyIsContact) return { ...typed, contact: named };
  if (!vendor.companyFirst) return { ...typed, company: named };
  const { contact: _ofAnotherCompany, ...others } = typed;
  return { ...others, company: named };
}
