import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import { created, existing, type Failure, mapOk, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, asFailure, type Conflict, callVendor, isPipelineField } from '../vendor-call.ts';

/**
 * Zoho CRM's API version, in every path.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/
 */
export const api = '/crm/v8';

/** Five calls at once on the smallest plan; Zoho also counts credits of a day. */
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
const withId = z.object({ id: z.string() });
const writeAnswer = z.object({ data: z.array(item).check(z.minLength(1)) });
const errorBody = z.object({ code: z.optional(z.string()), data: z.optional(z.array(item)) });

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Writes one record. Zoho answers for each record whether it took it, also under a 200. */
export async function writeRecord(
  http: CrmHttp,
  method: 'POST' | 'PUT',
  path: string,
  body: Record<string, unknown>,
): Promise<Outcome<{ id: string }> | Conflict> {
  // No workflow of the account runs for a logged mail.
  const request = { method, path: `${api}${path}`, body: { ...body, trigger: [] } } as const;
  const result = await call(http, request, writeAnswer);
  if (result.kind === 'conflict') return result;
  if (result.kind !== 'ok') return asFailure(result);
  const [first] = result.value.data;
  if (first?.status !== 'success') {
    const judged = judgeItem(first, 200);
    return judged.kind === 'conflict' ? judged : asFailure(judged);
  }
  const id = first.details?.id;
  return id === undefined ? { kind: 'unknown' } : ok({ id });
}

/**
 * The record of a write. The holder of a unique value is this record only when the value is that of our key: a field of the
 * account's own may be unique as well, and then the holder is somebody else.
 *
 * @param keyField by which the record is known; absent: it has no key
 */
export function writtenRef(answer: Outcome<{ id: string }> | Conflict, keyField?: string): Outcome<Ref> {
  if (answer.kind === 'ok') return created(answer.value.id);
  if (answer.kind !== 'conflict') return answer;
  const { holder, field } = answer;
  if (keyField !== undefined && field === keyField && holder !== undefined) return existing(holder);
  const message = field === undefined ? 'another record holds a unique value' : `field ${field} is unique`;
  return compact({ kind: 'rejected', code: 'DUPLICATE_DATA', field, message });
}

/** Records by COQL; the query travels in the body. @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html */
export async function query<T extends { id: string }>(
  http: CrmHttp,
  select: string,
  shape: z.ZodMiniType<T>,
): Promise<Outcome<T[]>> {
  const result = await http({ method: 'POST', path: `${api}/coql`, body: { select_query: select } });
  if (result.kind !== 'answer') return result;
  // 204: there is no match.
  if (result.answer.status === 204) return ok([]);
  if (result.answer.status >= 300) return asFailure(judge(result.answer));
  const decoded = z.object({ data: z.array(shape) }).safeParse(result.answer.json);
  return decoded.success ? ok(decoded.data.data) : { kind: 'unknown' };
}

/** Ids of records by COQL. */
export async function idsBy(http: CrmHttp, select: string): Promise<Outcome<string[]>> {
  return mapOk(await query(http, select, withId), (records) => records.map(({ id }) => id));
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html */
export async function upsert(http: CrmHttp, module: string, keyField: string, record: object): Promise<Outcome<Ref>> {
  const body = { data: [record], duplicate_check_fields: [keyField] };
  return writtenRef(await writeRecord(http, 'POST', `/${module}/upsert`, body), keyField);
}

/** Ids of deals. */
export const dealId = /^\d{1,20}$/;

/**
 * The longest values, in UTF-16 code units. Zoho documents more for the name of a deal and the subject of a task.
 *
 * @see https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/standard-modules-fields
 */
export const maxNameLength = 100;
export const maxLastNameLength = 80;
export const maxFirstNameLength = 40;

/** The source of people whom a mail brings. */
export const leadSource = 'Email';

/** The stage of new deals, in the pipeline that every account begins with; a mapping of `deal.Stage` sets another. */
export const firstStage = 'Qualification';

/** A field that refers to a record of an earlier step. */
export const reference = (ref: Ref | undefined) => ref && { id: ref.id };

/** The field of the owner, where there is one. */
export const ownedBy = (owner: string | undefined) =>
  compact({ Owner: owner === undefined ? undefined : { id: owner } });

/** A value inside a query. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The condition of people with an address; a second one has a field of its own. */
export const hasAddress = (email: string): string => `(Email = ${quoted(email)} or Secondary_Email = ${quoted(email)})`;

function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const { code, data } = errorBody.safeParse(json).data ?? {};
  if (data?.[0] !== undefined) return judgeItem(data[0], status);
  if (status === 404) return { kind: 'absent' };
  if (code !== undefined && ofTheRequest.test(code))
    return { kind: 'misconfigured', code, message: 'the request was refused' };
  return judgeItem({ status: 'error', code: code ?? `HTTP ${status}` }, status);
}

/** Codes of one record that concern the account: a field that is required now, a module, a right. */
const ofTheAccount = /MANDATORY_NOT_FOUND|INVALID_MODULE|NO_PERMISSION|OAUTH_SCOPE|FEATURE/;
/** The same for codes of the whole request. */
const ofTheRequest = /INVALID_QUERY|NOT_ALLOWED|AUTHORIZATION_FAILED/;

/** Values that the adapter writes by itself: a refusal meets every mail until the account has them, or a mapping sets others. */
const isOwnValue = (field: string | undefined): boolean => isPipelineField(field) || field === 'Lead_Source';

/** Passes on names of fields, never values. @see https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html */
function judgeItem(result: z.infer<typeof item> | undefined, status: number): Failure | Conflict | Absent {
  const { code = `HTTP ${status}`, details } = result ?? {};
  const field = details?.api_name;
  if (code === 'DUPLICATE_DATA') {
    const holder = details?.duplicate_record?.id ?? details?.id;
    return compact({ kind: 'conflict', holder, field });
  }
  if (code === 'INVALID_DATA' && field === 'id') return { kind: 'absent' };
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  return ofTheAccount.test(code) || (code === 'INVALID_DATA' && isOwnValue(field))
    ? { kind: 'misconfigured', code, message }
    : compact({ kind: 'rejected', code, field, message });
}

/** Zoho counts credits over the last 24 hours, so that they come back hour by hour; in ms. */
const creditWaitMs = 3_600_000;

/** Concurrency and credits both come as 429 and differ by their codes. */
export const readRefusal: ReadRefusal = ({ status, json, headers }, now): Failure | undefined => {
  if (status !== 429) return undefined;
  const { code = '' } = errorBody.safeParse(json).data ?? {};
  if (/CREDIT|LIMIT_EXCEEDED/.test(code))
    return { kind: 'throttled', scope: 'daily', retryAt: new Date(now.getTime() + creditWaitMs), isGuess: true };
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (seconds > 0)
    return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(now.getTime() + seconds * 1000) };
  return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(now.getTime() + 2_000), isGuess: true };
};
