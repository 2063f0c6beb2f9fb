import type { UserIdChoice } from '../../domain/crm/connection.ts';
import type { SuppressionState } from '../../domain/crm/suppression-target.ts';
import { scopedId, sha256 } from '../../domain/mail/identity.ts';

/** A person as a call to a CDP knows them. */
export interface CdpPerson {
  /** A normalized address. */
  readonly email: string;
  /** The id of the person at the CRM, where it is known. */
  readonly contactId?: string | undefined;
}

/** The settings of a connection that decide under which id a CDP knows a person. */
export interface CdpIdentitySettings {
  readonly userId: UserIdChoice;
  /** The choice before, whose profiles are to be joined with those of `userId`. */
  readonly previousUserId: UserIdChoice | undefined;
}

/**
 * The id of a person at a CDP by a choice; undefined where the choice is the CRM's id and that is unknown.
 *
 * `hash` is the SHA-256 of the normalized address in hexadecimal, without a key, so that the customer's other sources
 * can compute the same id.
 */
export function userIdBy(choice: UserIdChoice, { email, contactId }: CdpPerson): string | undefined {
  switch (choice) {
    case 'crm':
      return contactId;
    case 'hash':
      return sha256(email);
    case 'address':
      return email;
  }
}

/**
 * The id of a person before anything else is known of them. It stays beside the user id in every later call: Segment and
 * RudderStack join the profile of the one with that of the other when a call names both.
 *
 * @see https://www.twilio.com/docs/segment/connections/spec/identify
 */
export const anonymousIdOf = (email: string): string => scopedId('postern', 'anonymous', email);

/** The id of the choice before, where it differs from the present one: the one that an alias call names. */
export function previousIdOf(
  { userId, previousUserId }: CdpIdentitySettings,
  person: CdpPerson,
): { readonly userId: string; readonly previousId: string } | undefined {
  const [current, previous] = [userIdBy(userId, person), previousUserId && userIdBy(previousUserId, person)];
  if (current === undefined || previous === undefined || current === previous) return undefined;
  return { userId: current, previousId: previous };
}

/** The refusals of other channels as a list of texts, such as `sms:marketing`. */
export const channelsOf = (channels: SuppressionState['channels'] = {}): string[] =>
  Object.entries(channels).flatMap(([channel, purposes]) => purposes.map((purpose) => `${channel}:${purpose}`));
