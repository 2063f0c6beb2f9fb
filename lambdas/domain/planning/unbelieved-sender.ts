import type { Integration } from '../configuration/integration.ts';
import { isOwnAddress } from '../mail/own-people.ts';
import type { MailContext } from './mail-context.ts';

/**
 * Why a mail makes no record of its contact. `false`: From is proven false. `own-unproven`: the contact would be an address of
 * the tenant's own domains, which nothing proves. Anybody writes in the name of a colleague, and a colleague is no customer.
 */
export type Unbelieved = 'false' | 'own-unproven';

/** Whether the sender of a mail is too little believed to make a record; such a mail is logged on what is there. */
export function unbelievedSender(
  { proof, people: { contact } }: Pick<MailContext, 'proof' | 'people'>,
  { trust }: Pick<Integration, 'trust'>,
): Unbelieved | undefined {
  if (proof === 'false') return 'false';
  const isOwn = trust !== undefined && contact !== undefined && isOwnAddress(contact.email, trust);
  return isOwn && proof !== 'proven' ? 'own-unproven' : undefined;
}
