import type { SubjectHash } from './consent/change.ts';
import type { CrmAdapter } from './crm-adapter.ts';
import type { KnownPerson } from './delivery.ts';
import type { EmailReceived } from './event.ts';
import type { Integration } from './integration.ts';
import { personAt } from './known-person.ts';
import type { FieldValue } from './mapping/apply-mapping.ts';
import { type Mappings, resolveMapping } from './mapping/mapping.ts';
import { contactFieldOf } from './mapping/sources.ts';
import type { Outcome } from './outcome.ts';
import { peopleOf } from './people.ts';

/** What the CRM says of a contact, by its own names of the fields; one that holds nothing is absent. */
export type ContactFields = Readonly<Record<string, FieldValue>>;

/** What was looked up, as the ledger remembers it with the person. */
export interface LookedUp {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Fields that were asked for, also those that held nothing. */
  readonly asked: readonly string[];
  readonly fields: ContactFields;
}

/** How long an answer counts: whose a contact is changes by the day, and a burst of mail must not ask for each, ms. */
const freshMs = 3_600_000;

/**
 * Fields of the contact that an integration decides by: those that its rules ask about, that its mappings take a value
 * from, and the one that says whose the contact is. None: the CRM is not asked.
 */
export function fieldsToLookUp({ rules = [], mapping, ownerField }: Integration, mappings: Mappings): string[] {
  const ruled = rules.flatMap(({ when }) => Object.keys(when.crm ?? {}));
  const names = [mapping, ...rules.flatMap((rule) => rule.do.mapping ?? [])];
  const mapped = names.flatMap((name) => {
    const resolved = resolveMapping(name, mappings);
    const fields = resolved.kind === 'ok' ? resolved.mapping.fields : [];
    return fields.flatMap(({ from }) => (from && contactFieldOf(from)) ?? []);
  });
  return [...new Set([...ruled, ...mapped, ...(ownerField === undefined ? [] : [ownerField])])].toSorted();
}

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

const nothing = { kind: 'ok', value: { fields: {} }, how: 'unchanged' } as const;

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
  if (fresh !== undefined) return { kind: 'ok', value: { fields: fresh }, how: 'existing' };
  const found = await adapter.lookUp({ email: contact.email, id: known?.contact }, asked);
  if (found.kind !== 'ok') return found;
  const { value: fields } = found;
  return { ...found, value: { fields, person, lookedUp: { at: now.toISOString(), asked, fields } } };
}
