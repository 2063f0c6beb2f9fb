import * as z from 'zod/mini';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, nothingToWrite, readBackProof } from '../suppression-proofs.ts';
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
 * A person's marketing status. It may be changed once and is then silently kept, so it is read back; a person who comes
 * back must be subscribed by hand, which the API does not allow. An account without Campaigns keeps no such status.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#updatePerson
 */
export const createPipedriveSuppressions = (http: CrmHttp): SuppressionTarget => ({
  async write({ address, suppressed }) {
    const matches = await findPersons(http, address);
    if (matches.kind !== 'ok') return matches;
    const ids = matches.value;
    if (ids.length === 0) return absentPerson('no such person');
    if (!suppressed.includes('marketing')) return nothingToWrite('nothing to tell: it can only be told to unsubscribe');
    for (const id of ids) {
      const obstacle = await unsubscribe(http, id);
      if (obstacle !== undefined) return obstacle;
    }
    return readBackProof(`${ids.length} people unsubscribed`);
  },
});

/** Unsubscribes one person. @returns why that ends the suppression; nothing when it is done, or the person is gone */
async function unsubscribe(http: CrmHttp, id: string): Promise<Outcome<SuppressionProof> | undefined> {
  const path = `${api}/persons/${id}`;
  const body = { marketing_status: 'unsubscribed' };
  const answer = await call(http, { method: 'PATCH', path, body }, personWithStatus);
  if (answer.kind === 'absent') return undefined;
  if (answer.kind !== 'ok') return asFailure(answer);
  // Only an account with Campaigns answers with the status, and may be asked for it.
  if (!answer.value.data.marketing_status) return notKeptHere('the account keeps no marketing_status');
  const readBack = await call(
    http,
    { method: 'GET', path: `${path}?include_fields=marketing_status` },
    personWithStatus,
  );
  if (readBack.kind !== 'ok') return asFailure(readBack);
  // Pipedrive answers a change that it forbids with 200, and leaves it undone: that concerns this person alone.
  if (readBack.value.data.marketing_status !== 'unsubscribed')
    return { kind: 'rejected', code: 'MARKETING_STATUS', message: 'the status may not be changed' };
  return undefined;
}
