import { fieldsToLookUp } from '../configuration/fields-to-look-up.ts';
import type { Integration } from '../configuration/integration.ts';
import type { ContactFields, LookedUp } from '../crm/contact-fields.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import type { Outcome } from '../crm/outcome.ts';
import { type KnownPerson, personAt } from '../delivery/known-person.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import { peopleOf } from './people.ts';

/** How long an answer counts: whose a contact is changes by the day, and a burst of mail must not ask for each, ms. */
const freshMs = 3_600_000;

/** What is remembered of a person, if it is all that is wanted and not too old. */
export function rememberedFields(
  known: KnownPerson | undefined,
  wanted: readonly string[],
  now: Date,
): ContactFields | undefined {
  const { at, asked, fields } = known?.crm ?? { at: '1970', asked: [], fields: {} };
  const isFresh = now.getTime() < Date.parse(at) + freshMs;
  return isFresh && wanted.every((name) => asked.includes(name)) ? fields : undefined;
}

/** What the ledger remembers, and of whom. */
export interface Remembered {
  readonly person?: string;
  readonly known?: KnownPerson;
}

/** A mail whose contact is to be looked up. */
export interface LookUp {
  readonly integration: Integration;
  readonly mappings: Mappings;
  readonly event: EmailReceived;
  readonly remembered?: Remembered;
  /** The keyed hash of addresses. */
  readonly subjectFor: SubjectHash;
  readonly now: Date;
}

const nothing = { kind: 'ok', value: { fields: {} } } as const;

/**
 * What an integration wants to know of a mail's contact: from memory while that is fresh, else of the CRM. Nothing where it
 * asks for nothing, or nobody is named.
 *
 * @returns beside the fields, what is to be remembered, and of whom
 */
export async function lookUpContact(
  adapter: Pick<CrmAdapter, 'lookUp'> | undefined,
  { integration, mappings, event, remembered = {}, subjectFor, now }: LookUp,
): Promise<Outcome<{ readonly fields: ContactFields; readonly person?: string; readonly lookedUp?: LookedUp }>> {
  const asked = fieldsToLookUp(integration, mappings);
  const { contact } = peopleOf(event, integration.trust);
  if (asked.length === 0 || contact === undefined || adapter?.lookUp === undefined) return nothing;
  const person = personAt(subjectFor, integration.connection, contact.email);
  const known = person === remembered.person ? remembered.known : undefined;
  const fresh = rememberedFields(known, asked, now);
  if (fresh !== undefined) return { kind: 'ok', value: { fields: fresh } };
  const found = await adapter.lookUp({ email: contact.email, id: known?.contact }, asked);
  if (found.kind !== 'ok') return found;
  const { value: fields } = found;
  return { ...found, value: { fields, person, lookedUp: { at: now.toISOString(), asked, fields } } };
}
