import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import { type Absent, type Conflict, callVendor } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';

/**
 * Pipedrive's API version, in every path.
 *
 * @see https://developers.pipedrive.com/docs/api/v1
 */
export const api = '/api/v2';

/** Of the smallest plan: 20 calls of a token in two seconds, searches 10. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 10 };

/** Where the next page of a list begins. */
const more = z.nullish(z.object({ next_cursor: z.nullish(z.string()) }));

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, z.object({ success: z.literal(true), data: shape, additional_data: more }), judge);

export const singleRecord = z.object({ id: z.number() });
export const searchResult = z.object({ items: z.array(z.object({ item: singleRecord })) });

const errorBody = z.object({ error: z.optional(z.string()), code: z.optional(z.string()) });

/** Codes only: the words of an error quote values. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const { error = '', code = `HTTP ${status}` } = errorBody.safeParse(json).data ?? {};
  if (status === 404 || status === 410) return { kind: 'absent' };
  const field = /(?:field|property) ['"]?(\w+)/i.exec(error)?.[1];
  if (status === 402) return { kind: 'misconfigured', code, message: 'the plan of the account does not allow it' };
  if (/unknown field|required|not allowed|\b(?:stage|pipeline)_id\b/i.test(error))
    return { kind: 'misconfigured', code, message: field === undefined ? 'the request was refused' : `field ${field}` };
  return compact({ kind: 'rejected', code, field, message: 'the request was refused' });
}

/** An hour: when the day of an account ends its answers do not say. */
const dailyWaitMs = 3_600_000;

/**
 * Burst limits name the seconds until they end; the token budget of a day does not.
 *
 * @see https://pipedrive.readme.io/docs/core-api-concepts-rate-limiting
 */
export const readRefusal: ReadRefusal = ({ status, headers }, now): Failure | undefined => {
  if (status !== 429) return undefined;
  if (headers.get('x-daily-requests-left') === '0' || headers.get('x-daily-ratelimit-token-remaining') === '0')
    return { kind: 'throttled', scope: 'daily', retryAt: new Date(now.getTime() + dailyWaitMs), isGuess: true };
  const seconds = Number(headers.get('x-ratelimit-reset') ?? headers.get('retry-after') ?? Number.NaN);
  if (Number.isNaN(seconds)) return undefined;
  return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + Math.max(1, seconds) * 1000) };
};
