import type { MailKind } from '../configuration/kinds.ts';
import type { People } from '../crm/crm-records.ts';
import { isUnreadAddress } from '../mail/machine-address.ts';

/** Rules that find a person behind the machine that has sent a mail. */
const forSomebody: readonly People['rule'][] = ['reply-to', 'original-from', 'organizer'];

/**
 * The kind by which a mail is treated, which is not always the one that it has. A mail that a machine sends for a person, as a
 * form does, counts as that person's. A mail of a list does so where the list is the tenant's own, or notes its author;
 * Reply-To of any other list is the publisher's. The other way round, an address that nobody reads is no person, though
 * its mail may read like one's.
 *
 * @param isOwnSender whether From is one of the tenant's own addresses
 */
export function treatedKind(kind: MailKind, { rule, contact }: People, isOwnSender: boolean): MailKind {
  const isSomebody = forSomebody.includes(rule);
  if (kind === 'automated' && isSomebody) return 'human';
  if (kind === 'list' && (rule === 'original-from' || (rule === 'reply-to' && isOwnSender))) return 'human';
  const isPersonal = kind === 'human' || kind === 'calendar';
  return isPersonal && contact !== undefined && isUnreadAddress(contact.email) ? 'automated' : kind;
}
