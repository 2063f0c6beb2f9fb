import type { Integration } from '../configuration/integration.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import type { Outcome } from '../crm/outcome.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { domainOf, normalizeAddress } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { isFreeMail } from '../mail/free-mail.ts';
import { isOwnMail } from '../mail/own-people.ts';
import { senderProofOf } from '../mail/sender-proof.ts';

/** What becomes of the deal that an address names. */
export type NamedDeal =
  | { readonly kind: 'none' }
  | { readonly kind: 'allowed' }
  /** The mail is logged on its sender, with no deal, and offered for review. */
  | { readonly kind: 'refused'; readonly deal: string; readonly reason: string };

/** Whether the address of a delivery names a deal that not everybody may write to. */
export const namesUncheckedDeal = (
  { token }: { readonly token?: RoutedEvent['route']['token'] },
  { tokens = 'checked' }: Pick<Integration, 'tokens'>,
): boolean => token?.type === 'deal' && token.isSigned !== true && tokens === 'checked';

/** Calls that an adapter may make to say who belongs to a deal. */
export const dealPeopleCalls = 3;

/** An id as CRMs write them: what stands in a reason must be no text of a stranger's. */
const isId = (text: string): boolean => /^\w{1,40}$/.test(text);

const answer = (value: NamedDeal): Outcome<NamedDeal> => ({ kind: 'ok', value });

/**
 * Whether a mail may go to the deal that its address names without a tag: anybody can write any number.
 *
 * Our own people may, who belongs to the deal by their address, and who is proven to write from its company. A From that
 * is not proven may name somebody of the deal: that much the CRM shows beside the mail. One that is proven false may not.
 * What an earlier attempt has written decides, for the CRM may say something else by now.
 */
export async function namedDealOf(
  event: RoutedEvent,
  integration: Pick<Integration, 'tokens' | 'trust'>,
  { steps }: Pick<Delivery, 'steps'>,
  adapter: Pick<CrmAdapter, 'peopleOfDeal' | 'keepsNoDeals'>,
): Promise<Outcome<NamedDeal>> {
  const { token } = event.route;
  if (token?.type !== 'deal' || adapter.keepsNoDeals) return answer({ kind: 'none' });
  if (!namesUncheckedDeal({ token }, integration)) return answer({ kind: 'allowed' });
  if (!isId(token.id)) return answer({ kind: 'none' });
  const refused = (why: string): Outcome<NamedDeal> =>
    answer({ kind: 'refused', deal: token.id, reason: `deal ${token.id} is named without a tag: ${why}` });
  if (steps.deal !== undefined) return answer({ kind: 'allowed' });
  if (steps.activity !== undefined) return refused('it was refused before');
  const { trust } = integration;
  if (trust !== undefined && isOwnMail(event, trust)) return answer({ kind: 'allowed' });
  const proof = senderProofOf(event, trust);
  if (proof === 'false') return refused('its sender is proven false');
  const from = event.message.from?.address;
  if (from === undefined) return refused('it has no sender');
  if (adapter.peopleOfDeal === undefined) return refused('the CRM cannot say who belongs to it');
  const people = await adapter.peopleOfDeal(token.id);
  // A right that is missing must not stop the connection because somebody writes to a number.
  if (people.kind === 'misconfigured' || people.kind === 'rejected')
    return refused(`the CRM does not say who belongs to it (${people.code})`);
  if (people.kind !== 'ok') return people;
  const { emails, domains } = people.value;
  const isContact = emails.some((email) => normalizeAddress(email) === normalizeAddress(from));
  const isColleague = proof === 'proven' && domains.some((domain) => isOf(domainOf(from), domain));
  return isContact || isColleague ? answer({ kind: 'allowed' }) : refused('its sender does not belong to it');
}

/** Whether a domain is a company's, or below it; a public mailbox provider is nobody's company. */
const isOf = (domain: string | undefined, company: string): boolean =>
  domain !== undefined && !isFreeMail(company) && (domain === company || domain.endsWith(`.${company}`));
