import type * as z from 'zod/mini';
import { normalizeAddress } from '../mail/address.ts';
import { sha256 } from '../mail/identity.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { consentChange } from './change-schema.ts';

/** Whether a change of that standing has an effect on the mail that may be sent. */
export const isEffective = ({ standing }: Pick<ConsentChange, 'standing'>): boolean =>
  standing === undefined || standing === 'unproven';

/** One statement of a person, or of their mail server, about mail to one address. */
export type ConsentChange = z.infer<typeof consentChange>;

export type NewConsentChange = Omit<ConsentChange, 'schema' | 'changeId' | 'subject'> & {
  readonly address: string;
};

/**
 * Makes a change with its id, which follows from its content and its proof: however often a source repeats itself, the
 * change is the same.
 *
 * @param subjectFor the keyed hash of an address of a tenant
 */
export function changeOf(statement: NewConsentChange, subjectFor: SubjectHash): ConsentChange {
  const address = normalizeAddress(statement.address);
  return changeOfSubject({ ...statement, address, subject: subjectFor(statement.tenant, address) });
}

/** Makes a change for a source that knows the hash and perhaps not the address. */
export function changeOfSubject(statement: Omit<ConsentChange, 'schema' | 'changeId'>): ConsentChange {
  // One spelling of each moment, so that moments compare as text.
  const [at, receivedAt] = [new Date(statement.at).toISOString(), new Date(statement.receivedAt).toISOString()];
  const { tenant, subject, signal, source, evidence, standing, lifts } = statement;
  const about = [...(statement.purposes ?? [])].sort().join(',');
  // A mail that is read again and proven by then makes a new change.
  const more = [...(standing === undefined ? [] : [standing]), ...(lifts ?? [])];
  const id = sha256(tenant, subject, signal, about, statement.channel ?? 'email', source, evidence, at, ...more);
  return { schema: 'recipient.suppressed/1', changeId: `chg_${id.slice(0, 32)}`, ...statement, at, receivedAt };
}
