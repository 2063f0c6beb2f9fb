import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof, type SalesOptOut, unlessTicked } from '../suppression-proofs.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { call, entry } from './api.ts';

const contacts = z.object({ contacts: z.array(entry) });
const contactWithBox = z.object({ contact: z.extend(entry, { do_not_disturb: z.nullish(z.boolean()) }) });

/**
 * Ids of the contacts with an address, which travels in the body.
 *
 * @see https://developers.freshworks.com/crm/api/#search
 */
export async function findContacts(http: CrmHttp, email: string): Promise<Outcome<string[]>> {
  const body = { filter_rule: [{ attribute: 'contact_email.email', operator: 'is_in', value: email }] };
  const matches = await call(http, { method: 'POST', path: '/filtered_search/contact', body }, contacts);
  return mapOk(asOutcome(matches), (answer) => answer.contacts.map(({ id }) => id));
}

/**
 * *Do not disturb* of the contact, read back: an account without that field has no place for a suppression. The box is the
 * one that Freshsales' own unsubscribe link ticks, and it stops bulk and single mail, so a no to marketing and a no to sales
 * both tick it. It is only ever ticked.
 *
 * @see https://support.freshsales.io/en/support/solutions/articles/227761
 */
export const createFreshsalesSuppressions = (http: CrmHttp, salesOptOut: SalesOptOut): SuppressionTarget => ({
  async write({ address, suppressed }) {
    const nothing = unlessTicked(suppressed, salesOptOut, 'the box is only ever ticked');
    if (nothing !== undefined) return nothing;
    const matches = await findContacts(http, address);
    if (matches.kind !== 'ok') return matches;
    const ids = matches.value;
    let count = 0;
    for (const id of ids) {
      const path = `/contacts/${id}`;
      const body = { contact: { do_not_disturb: true } };
      const answer = await call(http, { method: 'PUT', path, body }, z.unknown());
      if (answer.kind === 'absent') continue;
      if (answer.kind !== 'ok') return asFailure(answer);
      const readBack = await call(http, { method: 'GET', path }, contactWithBox);
      if (readBack.kind !== 'ok') return asFailure(readBack);
      const { do_not_disturb: isTicked } = readBack.value.contact;
      if (isTicked === undefined || isTicked === null) return notKeptHere('the account does not keep do_not_disturb');
      // The field exists, and it did not change for this contact.
      if (!isTicked) return { kind: 'rejected', code: 'DO_NOT_DISTURB', message: 'the contact was not changed' };
      count += 1;
    }
    return count === 0 ? absentPerson('no such contact') : readBackProof(`${count} contacts hold it`);
  },
});
