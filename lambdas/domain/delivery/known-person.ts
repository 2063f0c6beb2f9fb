import { compact } from '../../compact.ts';
import type { LookedUp } from '../crm/contact-fields.ts';
import type { CrmStep } from '../crm/crm-step.ts';
import { sha256 } from '../mail/identity.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Delivery, Steps } from './delivery.ts';

/** The records of somebody at a CRM, as a delivery found or made them. */
export interface KnownPerson {
  readonly contact: string;
  /** Absent when they have none, or several of their domain are there. */
  readonly company?: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What the CRM said of them when it was last asked. */
  readonly crm?: LookedUp;
}

/**
 * Under which the ledger remembers somebody's records at a connection: a keyed hash, which nobody finds them by who has
 * their address and not the key.
 *
 * @param email a normalized address
 */
export const personAt = (subjectFor: SubjectHash, connection: string, email: string): string =>
  // No tenant has a slash in its name, so that this is no hash of the consent ledger.
  subjectFor(`person/${connection}`, email).slice(0, 32);

/** The same as it was made without a key: rows under it are gone 30 days after the update, and erasure takes them, too. */
export const unkeyedPersonAt = (connection: string, email: string): string => sha256(connection, email).slice(0, 32);

/** The steps whose records belong to the contact, whatever the mail says. */
const ofPerson = ['contact', 'company', 'link'] as const;

/**
 * The delivery with the steps done that an earlier mail of the same sender has done at the same connection. Only when
 * none of them was begun for this one: what was begun is finished as it was begun.
 */
export function withKnown(delivery: Delivery, known: KnownPerson | undefined): Delivery {
  if (known === undefined || ofPerson.some((name) => delivery.steps[name] !== undefined)) return delivery;
  const done = (id?: string) => compact({ state: 'done' as const, at: known.at, id });
  return {
    ...delivery,
    steps: { ...delivery.steps, contact: done(known.contact), company: done(known.company), link: done() },
  };
}

/** The steps that were taken from memory, as the ledger has to keep them with the delivery. */
export function takenFromMemory(delivery: Delivery, known: Delivery, steps: readonly CrmStep[]): Steps {
  const names = new Set(steps.map(({ name }) => name));
  return Object.fromEntries(
    ofPerson.flatMap((name) => {
      const step = known.steps[name];
      return names.has(name) && delivery.steps[name] === undefined && step !== undefined ? [[name, step]] : [];
    }),
  );
}

/** What to remember of somebody after a mail was delivered; nothing when it taught nothing new. */
export function learnedOf(
  known: KnownPerson | undefined,
  steps: Steps,
  lookedUp: LookedUp | undefined,
  at: string,
): KnownPerson | undefined {
  const person = known ?? knownFrom(steps, at);
  if (person === undefined || lookedUp === undefined) return known === undefined ? person : undefined;
  return { ...person, crm: lookedUp };
}

/** The records of a sender by the mail that was delivered; nothing when it named nobody. */
export function knownFrom(steps: Steps, at: string): KnownPerson | undefined {
  const { contact, company } = steps;
  if (contact?.id === undefined) return undefined;
  return compact({ contact: contact.id, company: company?.id, at });
}
