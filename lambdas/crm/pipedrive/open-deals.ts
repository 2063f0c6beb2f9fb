import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { api, call } from './api.ts';

const deals = z.array(z.object({ id: z.number() }));
/** A person's id, which comes from an earlier answer of Pipedrive. */
const personId = /^\d{1,19}$/;

/**
 * The open deals of a person, in one call.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Deals#getDeals
 */
export async function openDealsOf(http: CrmHttp, id: string): Promise<Outcome<readonly string[]>> {
  if (!personId.test(id)) return ok([]);
  const answer = await call(http, { method: 'GET', path: `${api}/deals?person_id=${id}&status=open&limit=500` }, deals);
  if (answer.kind === 'absent') return ok([]);
  return answer.kind === 'ok' ? ok(answer.value.data.map((deal) => String(deal.id))) : asFailure(answer);
}
