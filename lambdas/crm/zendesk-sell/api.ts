import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import { type Absent, type Conflict, callVendor, isPipelineField } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from '../http.ts';

/**
 * Sell's API version, in every path but those of the search. Sell ends on 2027-08-31.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/
 */
export const api = '/v2';

/** 36,000 calls an hour and token; its answers say nothing of it. */
export const documentedLimits: RateLimits = { perSecond: 9, burst: 50 };

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

/** Codes and fields; the messages beside them quote values. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 404) return { kind: 'absent' };
  const { code = `HTTP ${status}`, field } = errorBody.safeParse(json).data?.errors[0]?.error ?? {};
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  if (/unique|taken/.test(code)) return { kind: 'conflict' };
  if (/invalid_user_agent|not_authorized|missing|required/.test(code) || isPipelineField(field))
    return { kind: 'misconfigured', code, message };
  return compact({ kind: 'rejected', code, field, message });
}
