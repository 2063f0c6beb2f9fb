import type { Integration } from '../configuration/integration.ts';
import type { CrmAdapter } from '../crm/crm-adapter.ts';
import type { DealPeople } from '../crm/deal-people.ts';
import { type NamedKind, namedKinds } from '../crm/named-record.ts';
import type { Outcome } from '../crm/outcome.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { domainOf, normalizeAddress } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { isFreeMail } from '../mail/free-mail.ts';
import { isOwnMail } from '../mail/own-people.ts';
import type { SenderProof } from '../mail/sender-proof.ts';
import type { MailContext } from './mail-context.ts';

/** The verdict on the deal, or on the ticket, contact or company, that an address names. */
type NamedDeal = { readonly kind: 'none' } | { readonly kind: 'allowed' } | RefusedDeal;

/** The mail is logged on its sender, without the record, and offered for review. */
export interface RefusedDeal {
  readonly kind: 'refused';
  /** The deal; absent where the address names another record. */
  readonly deal?: string;
  readonly reason: string;
}

/** The record of a token. */
interface TokenRecord {
  readonly type: 'deal' | NamedKind;
  readonly id: string;
}

/** The kind of record that a token names; undefined for tags and conversations. */
const recordTypeOf = (type: string | undefined): TokenRecord['type'] | undefined =>
  type === 'deal' ? type : namedKinds.find((kind) => kind === type);

/** Whether the address of a delivery names a record that only some senders may write to. */
export const namesUncheckedDeal = (
  { token }: { readonly token?: RoutedEvent['route']['token'] },
  { tokens = 'checked' }: Pick<Integration, 'tokens'>,
): boolean => recordTypeOf(token?.type) !== undefined && token?.isSigned !== true && tokens === 'checked';

/** The most calls that an adapter makes to answer who belongs to a deal or another named record. */
export const dealPeopleCalls = 3;

/** An id as CRMs write them, no longer than a local part: a reason must not carry the text of a stranger. */
const isId = (text: string): boolean => /^\w{1,64}$/.test(text);

const allowed: NamedDeal = { kind: 'allowed' };

const refused = ({ type, id }: TokenRecord, reason: string): NamedDeal =>
  type === 'deal' ? { kind: 'refused', deal: id, reason } : { kind: 'refused', reason };

const refusal = (record: TokenRecord, why: string): NamedDeal =>
  refused(record, `${record.type} ${record.id} is named without a tag: ${why}`);

const verdict = (value: NamedDeal): Outcome<NamedDeal> => ({ kind: 'ok', value });

/**
 * Judges whether a mail may go to the record that its address names without a tag: anybody can write any number.
 *
 * Our own people may, and so may people with an address of the record, and proven senders of its company.
 * An unproven From may name somebody of the record: the CRM shows as much beside the mail. A From that is proven false may
 * not. Where an earlier attempt has written something, that decides, because the CRM may answer differently by now.
 */
export async function namedDealOf(
  mail: Pick<MailContext, 'event' | 'proof'>,
  integration: Pick<Integration, 'tokens' | 'trust'>,
  delivery: Pick<Delivery, 'steps'>,
  adapter: Pick<CrmAdapter, 'peopleOfDeal' | 'namedRecords' | 'keepsNoDeals'>,
): Promise<Outcome<NamedDeal>> {
  const { token } = mail.event.route;
  const type = recordTypeOf(token?.type);
  if (token === undefined || type === undefined || adapter.keepsNoDeals) return verdict({ kind: 'none' });
  const record = { type, id: token.id };
  if (type !== 'deal' && !adapter.namedRecords?.kinds.includes(type))
    return verdict(isId(token.id) ? refused(record, `${type} ${token.id}: ${noSuchKind(type)}`) : { kind: 'none' });
  if (!namesUncheckedDeal({ token }, integration)) return verdict(allowed);
  if (!isId(token.id)) return verdict({ kind: 'none' });
  const early = withoutCrm(record, mail, integration, delivery);
  return early === undefined ? byPeople(record, mail, adapter) : verdict(early);
}

const noSuchKind = (kind: NamedKind): string =>
  kind === 'ticket' ? 'the CRM keeps no tickets' : `at this CRM no address can name a ${kind}`;

/** Judges without the CRM, by an earlier attempt and by the sender; undefined where the CRM has to be asked. */
function withoutCrm(
  record: TokenRecord,
  { event, proof }: Pick<MailContext, 'event' | 'proof'>,
  { trust }: Pick<Integration, 'trust'>,
  { steps }: Pick<Delivery, 'steps'>,
): NamedDeal | undefined {
  if (steps[record.type === 'deal' ? 'deal' : 'named'] !== undefined) return allowed;
  if (steps.activity !== undefined) return refusal(record, 'it was refused before');
  if (trust !== undefined && isOwnMail(event, trust)) return allowed;
  if (proof === 'false') return refusal(record, 'its sender is proven false');
  return undefined;
}

/** Judges by the people of the record at the CRM. */
async function byPeople(
  record: TokenRecord,
  { event, proof }: Pick<MailContext, 'event' | 'proof'>,
  adapter: Pick<CrmAdapter, 'peopleOfDeal' | 'namedRecords'>,
): Promise<Outcome<NamedDeal>> {
  const from = event.message.from?.address;
  if (from === undefined) return verdict(refusal(record, 'it has no sender'));
  const people = await peopleOf(record, from, adapter);
  if (people === undefined) return verdict(refusal(record, 'the CRM cannot say who belongs to it'));
  // A missing permission must not open the connection's circuit because somebody writes to a number.
  if (people.kind === 'misconfigured' || people.kind === 'rejected')
    return verdict(refusal(record, `the CRM does not say who belongs to it (${people.code})`));
  if (people.kind !== 'ok') return people;
  return verdict(belongsTo(people.value, from, proof) ? allowed : refusal(record, 'its sender does not belong to it'));
}

const peopleOf = (
  { type, id }: TokenRecord,
  from: string,
  { peopleOfDeal, namedRecords }: Pick<CrmAdapter, 'peopleOfDeal' | 'namedRecords'>,
): Promise<Outcome<DealPeople>> | undefined =>
  type === 'deal' ? peopleOfDeal?.(id) : namedRecords?.peopleOf({ kind: type, id }, from);

/** Whether an address is of the deal, or proven to be of its company. */
function belongsTo({ emails, domains }: DealPeople, from: string, proof: SenderProof): boolean {
  const isContact = emails.some((email) => normalizeAddress(email) === normalizeAddress(from));
  return isContact || (proof === 'proven' && domains.some((domain) => isOf(domainOf(from), domain)));
}

/** Whether a domain is a company's, or below it; a public mailbox provider is nobody's company. */
const isOf = (domain: string | undefined, company: string): boolean =>
  domain !== undefined && !isFreeMail(company) && (domain === company || domain.endsWith(`.${company}`));
