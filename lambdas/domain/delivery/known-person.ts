import { compact } from '../../compact.ts';
import type { ContactLookUp } from '../crm/contact-fields.ts';
import type { CrmStep, StepName } from '../crm/crm-step.ts';
import { sha256 } from '../mail/identity.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Delivery, Steps } from './delivery.ts';

/** A person's records at a CRM, as a delivery found or made them. */
export interface KnownPerson {
  readonly contact: string;
  /** Absent when the person has none, or the CRM has several of their domain. */
  readonly company?: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The CRM's last answer about the person. */
  readonly crm?: ContactLookUp;
}

/**
 * The ledger's key of a person's records at a connection: a keyed hash, so that an address alone finds nobody.
 *
 * @param email a normalized address
 */
export const personAt = (subjectFor: SubjectHash, connection: string, email: string): string =>
  // A tenant's name has no slash, so this never equals a hash of the consent ledger.
  subjectFor(`person/${connection}`, email).slice(0, 32);

/** The key of versions that hashed without a key: its rows expire 30 days after the update, and erasure deletes them, too. */
export const unkeyedPersonAt = (connection: string, email: string): string => sha256(connection, email).slice(0, 32);

/** The steps with records that belong to the contact, whatever the mail says. */
const ofPerson = ['contact', 'company', 'link'] as const;

/**
 * Marks the steps as done that an earlier mail of the same person did at the same connection. A delivery that has begun one
 * of them itself finishes as it began.
 */
export function withKnown(delivery: Delivery, known: KnownPerson | undefined): Delivery {
  if (known === undefined || ofPerson.some((name) => hasBegun(delivery, name))) return delivery;
  const done = (id?: string) => compact({ state: 'done' as const, at: known.at, id });
  return {
    ...delivery,
    steps: { ...delivery.steps, contact: done(known.contact), company: done(known.company), link: done() },
  };
}

/** A step that the CRM refused, or was not asked for, has not begun. */
const hasBegun = ({ steps }: Delivery, name: StepName): boolean =>
  steps[name] !== undefined && steps[name].state !== 'refused';

/** The steps that came from memory: the ledger keeps them with the delivery. */
export function takenFromMemory(delivery: Delivery, known: Delivery, steps: readonly CrmStep[]): Steps {
  const names = new Set(steps.map(({ name }) => name));
  return Object.fromEntries(
    ofPerson.flatMap((name) => {
      const step = known.steps[name];
      return names.has(name) && !hasBegun(delivery, name) && step?.state === 'done' ? [[name, step]] : [];
    }),
  );
}

/** Returns the person to remember after a mail was delivered; undefined when nothing is new. */
export function personToRemember(
  known: KnownPerson | undefined,
  steps: Steps,
  lookedUp: ContactLookUp | undefined,
  at: string,
): KnownPerson | undefined {
  const person = known ?? knownFrom(steps, at);
  if (person === undefined || lookedUp === undefined) return known === undefined ? person : undefined;
  return { ...person, crm: lookedUp };
}

/** Returns the records of a person from a delivered mail; undefined when the mail named nobody. */
export function knownFrom(steps: Steps, at: string): KnownPerson | undefined {
  const { contact, company } = steps;
  if (contact?.id === undefined) return undefined;
  return compact({ contact: contact.id, company: company?.id, at });
}
