import { compact } from '../../compact.ts';
import type { ContactFields, ContactLookUp } from '../crm/contact-fields.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import { mapOk, type Outcome } from '../crm/outcome.ts';
import { type KnownPerson, personAt } from '../delivery/known-person.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { openDealsName } from '../mapping/contact-facts.ts';
import type { Destination } from './destination.ts';
import type { MailContext } from './mail-context.ts';

/** How long an answer counts, in ms: an owner changes by the day, and a burst of mail must not ask for each mail. */
export const freshMs = 3_600_000;

/** Returns the remembered fields of a person, if they cover all wanted fields and are not too old. */
export function rememberedFields(
  known: KnownPerson | undefined,
  wanted: readonly string[],
  now: Date,
): ContactFields | undefined {
  const { at, asked, fields } = known?.crm ?? { at: '1970', asked: [], fields: {} };
  const isFresh = now.getTime() < Date.parse(at) + freshMs;
  return isFresh && wanted.every((name) => asked.includes(name)) ? fields : undefined;
}

/** A person, and the records that the ledger remembers of them. */
export interface Remembered {
  readonly person?: string;
  readonly known?: KnownPerson;
}

/** A mail's contact, and the fields that an integration needs of it. */
export interface LookUp extends Pick<Destination, 'integration' | 'lookUpFields'> {
  readonly people: MailContext['people'];
  readonly remembered: Remembered;
  /** The keyed hash of addresses. */
  readonly subjectFor: SubjectHash;
  readonly now: Date;
  /** The mail makes no contact: a look-up that is made anyway also asks for the contact's id. */
  readonly onlyOnKnown?: boolean;
}

/** The answer of a look-up, and the part that the ledger should remember. */
interface LookUpResult {
  readonly fields: ContactFields;
  /** The ledger's key of the contact. */
  readonly person?: string;
  readonly lookedUp?: ContactLookUp;
  /** Set where the CRM was asked for the contact itself: its id, absent where the CRM has none, or several. */
  readonly found?: { readonly id?: string };
}

const nothing: Outcome<LookUpResult> = { kind: 'ok', value: { fields: {} } };

/**
 * Looks up the fields that an integration needs of a mail's contact: from memory while that is fresh, else at the CRM. The
 * answer is empty where the integration needs no field, or the mail names nobody.
 *
 * @param adapter absent: nothing may be asked
 */
export async function lookUpContact(
  adapter: Pick<CrmAdapter, 'lookUp' | 'contactIdField' | 'openDealsOf'> | undefined,
  { integration, lookUpFields, people, remembered, subjectFor, now, onlyOnKnown = false }: LookUp,
): Promise<Outcome<LookUpResult>> {
  const { contact } = people;
  if (lookUpFields.length === 0 || contact === undefined || adapter?.lookUp === undefined) return nothing;
  const person = personAt(subjectFor, integration.connection, contact.email);
  const known = person === remembered.person ? remembered.known : undefined;
  const fresh = rememberedFields(known, lookUpFields, now);
  if (fresh !== undefined) return { kind: 'ok', value: { fields: fresh } };
  const idField = onlyOnKnown && known === undefined ? adapter.contactIdField : undefined;
  const asked = idField === undefined ? lookUpFields : [...lookUpFields, idField];
  const answer = await askFields(adapter, { email: contact.email, id: known?.contact }, asked);
  if (answer.kind !== 'ok') return answer;
  const { value: fields } = answer;
  const lookedUp = { at: now.toISOString(), asked, fields };
  const id = idField === undefined ? undefined : fields[idField];
  const found = idField === undefined ? undefined : compact({ id: id === undefined ? undefined : String(id) });
  return { ...answer, value: compact({ fields, person, lookedUp, found }) };
}

/** Asks for the fields of a contact and, where they are among the names, for its open deals: a call of its own. */
async function askFields(
  { lookUp, openDealsOf, contactIdField }: Pick<CrmAdapter, 'lookUp' | 'contactIdField' | 'openDealsOf'>,
  person: { readonly email: string; readonly id: string | undefined },
  asked: readonly string[],
): Promise<Outcome<ContactFields>> {
  const names = asked.filter((name) => name !== openDealsName);
  const isAboutDeals = names.length < asked.length;
  // Some CRMs name the deals of a person only by the person's id.
  const idField = isAboutDeals && person.id === undefined ? contactIdField : undefined;
  const wanted = idField === undefined || names.includes(idField) ? names : [...names, idField];
  const fields: Outcome<ContactFields> =
    wanted.length === 0 || lookUp === undefined ? nobodysFields : await lookUp(person, wanted);
  if (fields.kind !== 'ok' || !isAboutDeals || openDealsOf === undefined) return fields;
  const found = idField === undefined ? undefined : fields.value[idField];
  const deals = await openDealsOf({ ...person, id: person.id ?? (found === undefined ? undefined : String(found)) });
  return mapOk(deals, (ids) =>
    ids.length === 0 ? fields.value : { ...fields.value, [openDealsName]: ids.slice(0, mostOpenDeals).join(';') },
  );
}

const nobodysFields: Outcome<ContactFields> = { kind: 'ok', value: {}, how: 'unchanged' };

/** The most open deals that are remembered of a contact. */
const mostOpenDeals = 100;
