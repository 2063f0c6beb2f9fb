import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import { andThen, type Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { isPlainAddress } from '../mailboxes.ts';
import { accepted, readBackProof, type SalesOptOut, unlessTicked } from '../suppression-proofs.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { api, call } from './api.ts';
import { findContacts } from './find-contacts.ts';

const contactWithEmails = z.object({
  emails: z.nullish(z.array(z.object({ email: z.string(), is_unsubscribed: z.nullish(z.boolean()) }))),
});

/**
 * Close's list of unsubscribed addresses, which holds for the whole organization, contact or not, and for all mail that Close
 * sends by itself: a no to marketing and a no to sales both enter the address. Contacts show the entry, so that they are
 * read back. Taking an address off the list wants the address in the URL, so a person takes it off by hand.
 *
 * @see https://developer.close.com/api/resources/unsubscribed-emails/create
 * @see https://developer.close.com/api/overview/changelog/2024/2/15 for `is_unsubscribed`
 */
export const createCloseSuppressions = (http: CrmHttp, salesOptOut: SalesOptOut): SuppressionTarget => ({
  async write({ address, suppressed }) {
    const nothing = unlessTicked(suppressed, salesOptOut, 'the list only grows');
    if (nothing !== undefined) return nothing;
    if (!isPlainAddress(address)) return notKeptHere('the list takes no such address');
    const body = { email: address };
    const answer = await call(http, { method: 'POST', path: `${api}/unsubscribe/email/`, body }, z.unknown());
    return andThen(asOutcome(answer), () => readBack(http, address));
  },
});

/** The state that the contacts with the address show; without a contact nobody can be asked. */
async function readBack(http: CrmHttp, address: string): Promise<Outcome<SuppressionProof>> {
  const contacts = await findContacts(http, address);
  if (contacts.kind !== 'ok') return contacts;
  const boxes: Array<boolean | undefined> = [];
  for (const { id } of contacts.value) {
    const contact = await call(
      http,
      { method: 'GET', path: `${api}/contact/${id}/?_fields=emails` },
      contactWithEmails,
    );
    if (contact.kind === 'absent') continue;
    if (contact.kind !== 'ok') return asFailure(contact);
    const own = (contact.value.emails ?? []).filter(({ email }) => email.toLowerCase() === address.toLowerCase());
    boxes.push(...own.map(({ is_unsubscribed: isUnsubscribed }) => isUnsubscribed ?? undefined));
  }
  if (boxes.includes(false)) return { kind: 'unknown' };
  const shown = boxes.filter((isUnsubscribed) => isUnsubscribed === true).length;
  return shown > 0
    ? readBackProof(`${shown} contacts are unsubscribed`)
    : accepted('on the list of unsubscribed addresses');
}
