import * as z from 'zod/mini';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import { type Absent, type Conflict, callVendor } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';

/**
 * 1,000 calls in an hour for the whole account, of which people's own integrations want some.
 *
 * @see https://developers.freshworks.com/crm/api/#introduction
 */
export const documentedLimits: RateLimits = { perSecond: 0.25, burst: 50 };

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Freshsales writes one message or several, and sometimes numbers in them. */
const errorBody = z.object({
  errors: z.optional(
    z.object({ code: z.optional(z.unknown()), message: z.optional(z.union([z.string(), z.array(z.string())])) }),
  ),
});

const wordsOf = (json: unknown): string => [errorBody.safeParse(json).data?.errors?.message ?? []].flat().join(' ');

/** Its words quote values, so that only what they are about goes on. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const words = wordsOf(json);
  if (status === 404) return { kind: 'absent' };
  if (/not unique|already (?:exists|been taken)/i.test(words)) return { kind: 'conflict' };
  const code = `HTTP ${status}`;
  if (/mandatory|required|can't be blank|invalid (?:field|attribute)|\bdeal[_ ](?:stage|pipeline)/i.test(words))
    return { kind: 'misconfigured', code, message: 'a field of the account is required, or is not there' };
  return { kind: 'rejected', code, message: 'the request was refused' };
}

const hourMs = 3_600_000;

/** The limit is by the hour; some calls wrap its 429 in a 400. */
export const readRefusal: ReadRefusal = ({ status, json, headers }, now): Failure | undefined => {
  const isWrapped = status === 400 && /\b429\b|rate limit|too many requests/i.test(wordsOf(json));
  if (status !== 429 && !isWrapped) return undefined;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (!Number.isNaN(seconds))
    return {
      kind: 'throttled',
      scope: seconds > 300 ? 'daily' : 'burst',
      retryAt: new Date(now.getTime() + seconds * 1000),
    };
  // Until the hour on the clock is full.
  const retryAt = new Date(Math.ceil((now.getTime() + 1) / hourMs) * hourMs);
  return { kind: 'throttled', scope: 'daily', retryAt, isGuess: true };
};
