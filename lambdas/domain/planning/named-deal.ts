import type { Integration } from '../configuration/integration.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import type { DealPeople } from '../crm/deal-people.ts';
import type { Outcome } from '../crm/outcome.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { domainOf, normalizeAddress } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { isFreeMail } from '../mail/free-mail.ts';
import { isOwnMail } from '../mail/own-people.ts';
import type { SenderProof } from '../mail/sender-proof.ts';
import type { MailContext } from './mail-context.ts';

/** The verdict on the deal that an address names. */
type NamedDeal = { readonly kind: 'none' } | { readonly kind: 'allowed' } | RefusedDeal;

/** The mail is logged on its sender, with no deal, and offered for review. */
export interface RefusedDeal {
  readonly kind: 'refused';
  readonly deal: string;
  readonly reason: string;
}

/** Whether the address of a delivery names a deal that only some senders may write to. */
export const namesUncheckedDeal = (
  { token }: { readonly token?: RoutedEvent['route']['token'] },
  { tokens = 'checked' }: Pick<Integration, 'tokens'>,
): boolean => token?.type === 'deal' && token.isSigned !== true && tokens === 'checked';

/** The most calls that an adapter makes to answer who belongs to a deal. */
export const dealPeopleCalls = 3;

/** An id as CRMs write them: a reason must not carry the text of a stranger. */
const isId = (text: string): boolean => /^\w{1,40}$/.test(text);

const allowed: NamedDeal = { kind: 'allowed' };

const refusal = (deal: string, why: string): NamedDeal => ({
  kind: 'refused',
  deal,
  reason: `deal ${deal} is named without a tag: ${why}`,
});

const verdict = (value: NamedDeal): Outcome<NamedDeal> => ({ kind: 'ok', value });

/**
 * Judges whether a mail may go to the deal that its address names without a tag: anybody can write any number.
 *
 * Our own people may, and so may people with an address of the deal, and proven senders of its company.
 * An unproven From may name somebody of the deal: the CRM shows as much beside the mail. A From that is proven false may
 * not. Where an earlier attempt has written something, that decides, because the CRM may answer differently by now.
 */
export async function namedDealOf(
  mail: Pick<MailContext, 'event' | 'proof'>,
  integration: Pick<Integration, 'tokens' | 'trust'>,
  delivery: Pick<Delivery, 'steps'>,
  adapter: Pick<CrmAdapter, 'peopleOfDeal' | 'keepsNoDeals'>,
): Promise<Outcome<NamedDeal>> {
  const { token } = mail.event.route;
  if (token?.type !== 'deal' || adapter.keepsNoDeals) return verdict({ kind: 'none' });
  if (!namesUncheckedDeal({ token }, integration)) return verdict(allowed);
  if (!isId(token.id)) return verdict({ kind: 'none' });
  const early = withoutCrm(token.id, mail, integration, delivery);
  return early === undefined ? byPeopleOfDeal(token.id, mail, adapter) : verdict(early);
}

/** Judges without the CRM, by an earlier attempt and by the sender; undefined where the CRM has to be asked. */
function withoutCrm(
  deal: string,
  { event, proof }: Pick<MailContext, 'event' | 'proof'>,
  { trust }: Pick<Integration, 'trust'>,
  { steps }: Pick<Delivery, 'steps'>,
): NamedDeal | undefined {
  if (steps.deal !== undefined) return allowed;
  if (steps.activity !== undefined) return refusal(deal, 'it was refused before');
  if (trust !== undefined && isOwnMail(event, trust)) return allowed;
  if (proof === 'false') return refusal(deal, 'its sender is proven false');
  return undefined;
}

/** Judges by the people of the deal at the CRM. */
async function byPeopleOfDeal(
  deal: string,
  { event, proof }: Pick<MailContext, 'event' | 'proof'>,
  adapter: Pick<CrmAdapter, 'peopleOfDeal'>,
): Promise<Outcome<NamedDeal>> {
  const from = event.message.from?.address;
  if (from === undefined) return verdict(refusal(deal, 'it has no sender'));
  if (adapter.peopleOfDeal === undefined) return verdict(refusal(deal, 'the CRM cannot say who belongs to it'));
  const people = await adapter.peopleOfDeal(deal);
  // A missing permission must not open the connection's circuit because somebody writes to a number.
  if (people.kind === 'misconfigured' || people.kind === 'rejected')
    return verdict(refusal(deal, `the CRM does not say who belongs to it (${people.code})`));
  if (people.kind !== 'ok') return people;
  return verdict(belongsTo(people.value, from, proof) ? allowed : refusal(deal, 'its sender does not belong to it'));
}

/** Whether an address is of the deal, or proven to be of its company. */
function belongsTo({ emails, domains }: DealPeople, from: string, proof: SenderProof): boolean {
  const isContact = emails.some((email) => normalizeAddress(email) === normalizeAddress(from));
  return isContact || (proof === 'proven' && domains.some((domain) => isOf(domainOf(from), domain)));
}

/** Whether a domain is a company's, or below it; a public mailbox provider is nobody's company. */
const isOf = (domain: string | undefined, company: string): boolean =>
  domain !== undefined && !isFreeMail(company) && (domain === company || domain.endsWith(`.${company}`));
