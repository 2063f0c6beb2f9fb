import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call } from './api.ts';

const id = z.pipe(z.union([z.number(), z.string()]), z.transform(String));
const contacts = z.object({ contacts: z.array(z.object({ id })) });
const contact = z.object({ contact: z.object({ id, do_not_disturb: z.nullish(z.boolean()) }) });

/**
 * Ids of the contacts with an address, which travels in the body.
 *
 * @see https://developers.freshworks.com/crm/api/#filtered_search
 */
export async function findContacts(http: CrmHttp, email: string): Promise<Outcome<string[]>> {
  const body = { filter_rule: [{ attribute: 'contact_email.email', operator: 'is_in', value: email }] };
  const found = await call(http, { method: 'POST', path: '/filtered_search/contact', body }, contacts);
  if (found.kind !== 'ok') return asFailure(found);
  return { kind: 'ok', value: found.value.contacts.map((one) => one.id), how: 'existing' };
}

/** *Do not disturb* of the contact, read back: an account without that field has no place for a suppression. */
export function createFreshsalesSuppressions(http: CrmHttp): SuppressionTarget {
  return {
    async write({ address, suppressed }) {
      const found = await findContacts(http, address);
      if (found.kind !== 'ok') return found;
      const ids = found.value;
      if (ids.length === 0)
        return { kind: 'ok', value: { by: 'read-back', answer: 'no such contact', isAbsent: true }, how: 'unchanged' };
      if (!suppressed.includes('marketing'))
        return { kind: 'ok', value: { by: 'accepted', answer: 'nothing to tell: only ticking' }, how: 'unchanged' };
      for (const one of ids) {
        const path = `/contacts/${one}`;
        const body = { contact: { do_not_disturb: true } };
        const written = await call(http, { method: 'PUT', path, body }, z.unknown());
        if (written.kind !== 'ok') return asFailure(written);
        const read = await call(http, { method: 'GET', path }, contact);
        if (read.kind !== 'ok') return asFailure(read);
        const { do_not_disturb: held } = read.value.contact;
        if (held === undefined || held === null) return notKeptHere('the account does not keep do_not_disturb');
        // The field is there, and this contact's did not change.
        if (!held) return { kind: 'rejected', code: 'DO_NOT_DISTURB', message: 'the contact was not changed' };
      }
      return { kind: 'ok', value: { by: 'read-back', answer: `${ids.length} contacts hold it` }, how: 'updated' };
    },
  };
}
