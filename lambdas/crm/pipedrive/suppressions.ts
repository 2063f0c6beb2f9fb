import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, barsOutreach, nothingToWrite, readBackProof } from '../suppression-proofs.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { api, call, searchResult } from './api.ts';

const personWithStatus = z.object({ id: z.number(), marketing_status: z.nullish(z.string()) });

/**
 * Ids of the persons with an address.
 *
 * Pipedrive has no look-up that takes the address in a body: this is our only URL with an address. We log no URLs;
 * Pipedrive's own logs know its people anyway.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#searchPersons
 */
export async function findPersons(http: CrmHttp, email: string): Promise<Outcome<string[]>> {
  const path = `${api}/persons/search?term=${encodeURIComponent(email)}&fields=email&exact_match=true&limit=10`;
  const matches = await call(http, { method: 'GET', path }, searchResult);
  return mapOk(asOutcome(matches), ({ data }) => data.items.map(({ item }) => String(item.id)));
}

/**
 * A person's marketing status, which ends the mail of Campaigns and nothing that sales people write: Pipedrive has no place
 * for a no to sales. The status may be changed once and is then silently kept, so it is read back; a person who comes
 * back must be subscribed by hand, which the API does not allow. An account without Campaigns keeps no such status.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#updatePerson
 */
export const createPipedriveSuppressions = (http: CrmHttp): SuppressionTarget => ({
  async write({ address, suppressed }) {
    if (!barsOutreach(suppressed)) return nothingToWrite('the status only ever becomes unsubscribed');
    if (!suppressed.includes('marketing')) return notKeptHere(noSales);
    const matches = await findPersons(http, address);
    if (matches.kind !== 'ok') return matches;
    let count = 0;
    for (const id of matches.value) {
      const end = await unsubscribe(http, id);
      if (end === 'absent') continue;
      if (end !== 'unsubscribed') return end;
      count += 1;
    }
    if (count === 0) return absentPerson('no such person');
    return readBackProof(`${count} people unsubscribed${suppressed.includes('sales') ? `; ${noSales}` : ''}`);
  },
});

const noSales = 'no place for a no to sales';

/** Unsubscribes one person. @returns the read-back state, that the person is gone, or why the suppression ends here */
async function unsubscribe(http: CrmHttp, id: string): Promise<'unsubscribed' | 'absent' | Outcome<SuppressionProof>> {
  const path = `${api}/persons/${id}`;
  const body = { marketing_status: 'unsubscribed' };
  const answer = await call(http, { method: 'PATCH', path, body }, personWithStatus);
  if (answer.kind === 'absent') return 'absent';
  if (answer.kind !== 'ok') return asFailure(answer);
  // Only an account with Campaigns answers with the status, and may be asked for it.
  if (!answer.value.data.marketing_status) return notKeptHere('the account keeps no marketing_status');
  const readBack = await call(
    http,
    { method: 'GET', path: `${path}?include_fields=marketing_status` },
    personWithStatus,
  );
  if (readBack.kind === 'absent') return 'absent';
  if (readBack.kind !== 'ok') return asFailure(readBack);
  // Pipedrive answers a change that it forbids with 200, and leaves it undone: that concerns this person alone.
  if (readBack.value.data.marketing_status !== 'unsubscribed')
    return { kind: 'rejected', code: 'MARKETING_STATUS', message: 'the status may not be changed' };
  return 'unsubscribed';
}
