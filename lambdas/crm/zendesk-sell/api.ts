import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome } from '../../domain/crm/outcome.ts';
import { findInPages, pageOf } from '../find-in-pages.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from '../http.ts';
import { type Absent, type Conflict, callVendor, isPipelineField } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';

/**
 * Sell's API version, in every path but those of the search. Sell is shut down on 2027-08-31.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/
 */
export const api = '/v2';

/** 36,000 calls an hour and token; its answers do not mention the limit. */
export const documentedLimits: RateLimits = { perSecond: 9, burst: 50 };

/** A record; its id is a number in some answers and text in others. */
export const record = z.object({ id: z.pipe(z.union([z.number(), z.string()]), z.transform(String)) });
export const singleRecord = z.object({ data: record });
/** The shape of a list. */
export const itemsOf = <T>(shape: z.ZodMiniType<T>) => z.object({ items: z.array(z.object({ data: shape })) });

/** Ids of deals. */
export const dealId = /^\d{1,15}$/;

/** The longest name of a record, in UTF-16 code units. */
export const maxNameLength = 255;
/** The largest page of a list. */
const pageSize = 100;

/** Creates a record; bodies name its type in the singular. */
export async function create(http: CrmHttp, path: string, type: string, data: object): Written {
  const body = { data, meta: { type } };
  return createdBy(
    await call(http, { method: 'POST', path: `${api}/${path}`, body }, singleRecord),
    (value) => value.data.id,
  );
}

/**
 * Lists page by page, by number; a full page may have another one behind it.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/requests/#pagination
 */
export function list<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  return findInPages(async (number = '1') => {
    const request = { method: 'GET', path: `${api}${path}&per_page=${pageSize}&page=${number}` } as const;
    return pageOf(await call(http, request, itemsOf(shape)), ({ items }) => ({
      items: items.map(({ data }) => data),
      next: items.length === pageSize ? String(Number(number) + 1) : undefined,
    }));
  }, isWanted);
}

const errorBody = z.object({
  errors: z.array(
    z.object({
      error: z.object({ code: z.string(), resource: z.optional(z.string()), field: z.optional(z.string()) }),
    }),
  ),
});

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Judges by codes and fields; the messages beside them quote values. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 404) return { kind: 'absent' };
  const { code = `HTTP ${status}`, field } = errorBody.safeParse(json).data?.errors[0]?.error ?? {};
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  if (/unique|taken/.test(code)) return { kind: 'conflict' };
  if (/invalid_user_agent|not_authorized|missing|required/.test(code) || isPipelineField(field))
    return { kind: 'misconfigured', code, message };
  return compact({ kind: 'rejected', code, field, message });
}
