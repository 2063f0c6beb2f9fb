import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, type Conflict, callVendor } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';

/** The vendor's API version, in every path, with a link to the page of its documentation. */
export const api = '/v1';

/** The limits that the vendor documents for the smallest plan. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 10 };

/** The longest name or title of a record, in UTF-16 code units. */
export const maxNameLength = 100;

export const singleRecord = z.object({ id: z.string() });
const errorBody = z.object({ code: z.string(), field: z.optional(z.string()) });

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Creates a record. */
export const create = async (http: CrmHttp, type: string, body: object): Written =>
  createdBy(await call(http, { method: 'POST', path: `${api}/${type}`, body }, singleRecord), ({ id }) => id);

/** The meaning of a 4xx, by code and field, for the vendor's words may quote the mail. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 404) return { kind: 'absent' };
  const { code = `HTTP ${status}`, field } = errorBody.safeParse(json).data ?? {};
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  // Every mail meets this error until somebody acts: the connection waits. Any other error concerns this mail alone.
  if (code === 'unknown_field' || code === 'missing_field') return { kind: 'misconfigured', code, message };
  return compact({ kind: 'rejected', code, field, message });
}

/** The vendor's own way to announce a limit, where that is not a 429 with `Retry-After`. */
export const readRefusal: ReadRefusal = ({ status, headers }, now) => {
  const seconds = Number(headers.get('x-retry-in') ?? Number.NaN);
  if (status !== 429 || Number.isNaN(seconds)) return undefined;
  return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + seconds * 1000) };
};
