import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome } from '../../domain/crm/outcome.ts';
import { findInPages, pageOf } from '../find-in-pages.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, type Conflict, callVendor, withoutValues } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';

/**
 * Pipedrive's API version, in every path.
 *
 * @see https://developers.pipedrive.com/docs/api/v1
 */
export const api = '/api/v2';

/** The limits of the smallest plan: 20 calls of a token in two seconds, searches 10. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 10 };

/** The start of the next page of a list. */
const more = z.nullish(z.object({ next_cursor: z.nullish(z.string()) }));

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, z.object({ success: z.literal(true), data: shape, additional_data: more }), judge);

export const singleRecord = z.object({ id: z.number() });
export const searchResult = z.object({ items: z.array(z.object({ item: singleRecord })) });

/** Ids of deals. */
export const dealId = /^\d{1,15}$/;

/** The longest name or title of a record, in UTF-16 code units. */
export const maxTitleLength = 255;

/** Creates a record. */
export const create = async (http: CrmHttp, path: string, body: object): Written =>
  createdBy(await call(http, { method: 'POST', path: `${api}${path}`, body }, singleRecord), ({ data }) =>
    String(data.id),
  );

/** Lists page by page, by cursor. @see https://pipedrive.readme.io/docs/core-api-concepts-pagination */
export function list<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  return findInPages(async (cursor) => {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const request = { method: 'GET', path: `${api}${path}&limit=500${after}` } as const;
    return pageOf(await call(http, request, z.array(shape)), ({ data, additional_data: more }) => ({
      items: data,
      next: more?.next_cursor ?? undefined,
    }));
  }, isWanted);
}

/**
 * An error of a value that belongs to the account, as `Validation failed: stage_id: not found`: a place in its pipelines, or
 * a type of its activities.
 */
const accountError = /^(?:validation failed: )?(?:field ['"]?)?(?:(?:stage|pipeline)_id\b|type['"]?(?:: | is ))/i;

const errorBody = z.object({ error: z.optional(z.string()), code: z.optional(z.string()) });

/** Judges by codes only: the words of an error quote values. */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const { error = '', code = `HTTP ${status}` } = errorBody.safeParse(json).data ?? {};
  if (status === 404 || status === 410) return { kind: 'absent' };
  const field = /(?:field|property) ['"]?(\w+)/i.exec(error)?.[1];
  if (status === 402) return { kind: 'misconfigured', code, message: 'the plan of the account does not allow it' };
  if (/unknown field|required|not allowed/i.test(withoutValues(error)) || accountError.test(error))
    return { kind: 'misconfigured', code, message: field === undefined ? 'the request was refused' : `field ${field}` };
  return compact({ kind: 'rejected', code, field, message: 'the request was refused' });
}

/** An hour, in ms: the answers do not say when the day of an account ends. */
const dailyWaitMs = 3_600_000;

/**
 * Burst limits name the seconds until they end; the token budget of a day names no time.
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
