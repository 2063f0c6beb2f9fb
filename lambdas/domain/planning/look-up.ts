import { compact } from '../../compact.ts';
import type { ContactFields, ContactLookUp } from '../crm/contact-fields.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import type { Outcome } from '../crm/outcome.ts';
import { type KnownPerson, personAt } from '../delivery/known-person.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
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
  adapter: Pick<CrmAdapter, 'lookUp' | 'contactIdField'> | undefined,
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
  const answer = await adapter.lookUp({ email: contact.email, id: known?.contact }, asked);
  if (answer.kind !== 'ok') return answer;
  const { value: fields } = answer;
  const lookedUp = { at: now.toISOString(), asked, fields };
  const id = idField === undefined ? undefined : fields[idField];
  const found = idField === undefined ? undefined : compact({ id: id === undefined ? undefined : String(id) });
  return { ...answer, value: compact({ fields, person, lookedUp, found }) };
}
