import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome } from '../../domain/crm/outcome.ts';
import { findInPages, pageOf } from '../find-in-pages.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, type Conflict, callVendor } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { Refs, Written } from '../vendor-records.ts';

/**
 * Close's API version, in every path.
 *
 * @see https://developer.close.com/
 */
export const api = '/api/v1';

/** A key may make 20 to 60 calls a second in most groups of endpoints; ours go to several. */
export const documentedLimits: RateLimits = { perSecond: 10, burst: 20 };

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

export const singleRecord = z.object({ id: z.string() });

/** Ids of opportunities, which are the deals there. */
export const dealId = /^oppo_\w{1,60}$/;

/** The longest name of a lead, a contact or a task, in UTF-16 code units. */
export const maxNameLength = 255;

/** The lead of the contact, which is the first part of its id, or of the company. */
export const leadOf = ({ contact, company }: Refs): string | undefined => contact?.id.split('/')[0] ?? company?.id;
/** The contact alone. */
export const contactOf = ({ contact }: Refs): string | undefined => contact?.id.split('/')[1];

/** Creates a record. */
export const create = async (http: CrmHttp, path: string, body: object): Written =>
  createdBy(await call(http, { method: 'POST', path: `${api}${path}`, body }, singleRecord), ({ id }) => id);

/** Lists page by page, a hundred each; the cursor counts the records before. @see https://developer.close.com/topics/pagination/ */
export function list<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  const page = z.object({ data: z.array(shape), has_more: z.optional(z.boolean()) });
  return findInPages(async (skip = '0') => {
    const request = { method: 'GET', path: `${api}${path}&_limit=100&_skip=${skip}` } as const;
    return pageOf(await call(http, request, page), ({ data, has_more: hasMore }) => ({
      items: data,
      next: hasMore ? String(Number(skip) + data.length) : undefined,
    }));
  }, isWanted);
}

const errorBody = z.object({ 'field-errors': z.optional(z.record(z.string(), z.unknown())) });

/** Judges by names of fields only: the words beside them quote values. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 404) return { kind: 'absent' };
  const [field] = Object.keys(errorBody.safeParse(json).data?.['field-errors'] ?? {});
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  if (status === 402) return { kind: 'misconfigured', code: 'HTTP 402', message: 'the plan does not allow it' };
  // A field of the account's own, or a status of its pipeline, that is not there any more.
  if (field?.startsWith('custom.') || field === 'status_id')
    return { kind: 'misconfigured', code: `HTTP ${status}`, message };
  return compact({ kind: 'rejected', code: `HTTP ${status}`, field, message });
}

const limited = z.object({ error: z.object({ rate_reset: z.number() }) });

/**
 * A 429 names the seconds until the window ends, in its body and in the header `RateLimit`.
 *
 * @see https://developer.close.com/topics/rate-limits/
 */
export const readRefusal: ReadRefusal = ({ status, json, headers }, now): Failure | undefined => {
  if (status !== 429) return undefined;
  const header = /reset=([\d.]+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  const seconds = limited.safeParse(json).data?.error.rate_reset ?? (header === undefined ? undefined : Number(header));
  if (seconds === undefined) return undefined;
  return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + Math.ceil(seconds * 1000)) };
};
