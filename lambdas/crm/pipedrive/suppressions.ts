import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { api, call, searchResult } from './api.ts';

const person = z.object({ id: z.number(), marketing_status: z.nullish(z.string()) });

/**
 * Ids of the people with an address.
 *
 * Pipedrive has no look-up that takes the address in a body: this is the one URL of ours that holds one. We log no URLs;
 * Pipedrive's own logs know its people anyway.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#searchPersons
 */
export async function findPersons(http: CrmHttp, email: string): Promise<Outcome<string[]>> {
  const path = `${api}/persons/search?term=${encodeURIComponent(email)}&fields=email&exact_match=true&limit=10`;
  const found = await call(http, { method: 'GET', path }, searchResult);
  if (found.kind !== 'ok') return asFailure(found);
  return { kind: 'ok', value: found.value.data.items.map(({ item }) => String(item.id)), how: 'existing' };
}

/**
 * A person's marketing status. It may be changed once and is then silently kept, so it is read back; a person who comes
 * back must be subscribed by hand, which the API does not allow. An account without Campaigns keeps no such status.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#updatePerson
 */
export function createPipedriveSuppressions(http: CrmHttp): SuppressionTarget {
  return {
    async write({ address, suppressed }) {
      const found = await findPersons(http, address);
      if (found.kind !== 'ok') return found;
      const ids = found.value;
      if (ids.length === 0) {
        const value = { by: 'read-back', answer: 'no such person', isAbsent: true } as const;
        return { kind: 'ok', value, how: 'unchanged' };
      }
      if (!suppressed.includes('marketing')) {
        const value = { by: 'accepted', answer: 'nothing to tell: it can only be told to unsubscribe' } as const;
        return { kind: 'ok', value, how: 'unchanged' };
      }
      for (const id of ids) {
        const path = `${api}/persons/${id}`;
        const written = await call(http, { method: 'PATCH', path, body: { marketing_status: 'unsubscribed' } }, person);
        if (written.kind === 'absent') continue;
        if (written.kind !== 'ok') return asFailure(written);
        // An account with Campaigns answers with the status; only such a one may be asked for it.
        if (!written.value.data.marketing_status) return notKeptHere('the account keeps no marketing_status');
        const read = await call(http, { method: 'GET', path: `${path}?include_fields=marketing_status` }, person);
        if (read.kind !== 'ok') return asFailure(read);
        // A change that Pipedrive forbids is one of this person: it is answered with 200 and left undone.
        if (read.value.data.marketing_status !== 'unsubscribed')
          return { kind: 'rejected', code: 'MARKETING_STATUS', message: 'the status may not be changed' };
      }
      return { kind: 'ok', value: { by: 'read-back', answer: `${ids.length} people unsubscribed` }, how: 'updated' };
    },
  };
}
