import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome } from '../../domain/crm/outcome.ts';
import { type Absent, asFailure, type Conflict, callVendor, isPipelineField } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';

/**
 * Zoho CRM's API version, in every path.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/
 */
export const api = '/crm/v8';

/** Five calls at once on the smallest plan; credits of a day on top, which Zoho counts. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 5 };

const item = z.object({
  status: z.string(),
  code: z.string(),
  details: z.optional(
    z.looseObject({
      id: z.optional(z.string()),
      api_name: z.optional(z.string()),
      duplicate_record: z.optional(z.object({ id: z.string() })),
    }),
  ),
});
const written = z.object({ data: z.array(item).check(z.minLength(1)) });
const errorBody = z.object({ code: z.optional(z.string()), data: z.optional(z.array(item)) });

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Writes one record. Zoho says of each whether it took it, also under a 200. */
export async function writeRecord(
  http: CrmHttp,
  method: 'POST' | 'PUT',
  path: string,
  body: Record<string, unknown>,
): Promise<Outcome<{ id: string }> | Conflict> {
  // No workflow of the account runs for what is logged.
  const request = { method, path: `${api}${path}`, body: { ...body, trigger: [] } } as const;
  const result = await call(http, request, written);
  if (result.kind === 'conflict') return result;
  if (result.kind !== 'ok') return asFailure(result);
  const [first] = result.value.data;
  if (first?.status !== 'success') {
    const judged = judgeItem(first, 200);
    return judged.kind === 'conflict' ? judged : asFailure(judged);
  }
  const id = first.details?.id;
  return id === undefined ? { kind: 'unknown' } : { kind: 'ok', value: { id }, how: 'updated' };
}

/** Ids by COQL, whose query travels in the body. @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html */
export async function query<T extends { id: string }>(
  http: CrmHttp,
  select: string,
  shape: z.ZodMiniType<T>,
): Promise<Outcome<T[]>> {
  const result = await http({ method: 'POST', path: `${api}/coql`, body: { select_query: select } });
  if (result.kind !== 'answer') return result;
  // 204: nothing was found.
  if (result.answer.status === 204) return { kind: 'ok', value: [], how: 'existing' };
  if (result.answer.status >= 300) return asFailure(judge(result.answer));
  const decoded = z.object({ data: z.array(shape) }).safeParse(result.answer.json);
  return decoded.success ? { kind: 'ok', value: decoded.data.data, how: 'existing' } : { kind: 'unknown' };
}

/** A value inside a query. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const { code, data } = errorBody.safeParse(json).data ?? {};
  if (data?.[0] !== undefined) return judgeItem(data[0], status);
  if (status === 404) return { kind: 'absent' };
  if (code !== undefined && ofTheRequest.test(code))
    return { kind: 'misconfigured', code, message: 'the request was refused' };
  return judgeItem({ status: 'error', code: code ?? `HTTP ${status}` }, status);
}

/** What concerns the account, said of one record: a field that is required now, a module, a right. */
const ofTheAccount = /MANDATORY_NOT_FOUND|INVALID_MODULE|NO_PERMISSION|OAUTH_SCOPE|FEATURE/;
/** The same, said of the whole request. */
const ofTheRequest = /INVALID_QUERY|NOT_ALLOWED|AUTHORIZATION_FAILED/;

/** Names of fields, never values. @see https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html */
function judgeItem(found: z.infer<typeof item> | undefined, status: number): Failure | Conflict | Absent {
  const { code = `HTTP ${status}`, details } = found ?? {};
  const field = details?.api_name;
  if (code === 'DUPLICATE_DATA') {
    const holder = details?.duplicate_record?.id ?? details?.id;
    return compact({ kind: 'conflict', holder });
  }
  if (code === 'INVALID_DATA' && field === 'id') return { kind: 'absent' };
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  return ofTheAccount.test(code) || (code === 'INVALID_DATA' && isPipelineField(field))
    ? { kind: 'misconfigured', code, message }
    : compact({ kind: 'rejected', code, field, message });
}

/** Zoho counts credits over the last 24 hours: what was spent an hour ago comes back hour by hour. */
const creditWaitMs = 3_600_000;

/** Concurrency and credits both come as 429, told apart by their codes. */
export const readRefusal: ReadRefusal = ({ status, json }, now): Failure | undefined => {
  if (status !== 429) return undefined;
  const { code = '' } = errorBody.safeParse(json).data ?? {};
  if (/CREDIT|LIMIT_EXCEEDED/.test(code))
    return { kind: 'throttled', scope: 'daily', retryAt: new Date(now.getTime() + creditWaitMs), isGuess: true };
  return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(now.getTime() + 2_000), isGuess: true };
};
