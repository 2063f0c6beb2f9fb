import * as z from 'zod/mini';
import type { RateLimits } from '../../domain/crm-adapter.ts';
import type { Failure, Outcome, Ref } from '../../domain/outcome.ts';
import { type Absent, asFailure, type Conflict, callVendor, done } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';

/**
 * Salesforce's API version, in every path; a connection may name another.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest.htm
 */
export const defaultVersion = 'v68.0';

/** Our own field on every object that we write: an external id, unique. */
export const keyField = 'Postern_Key__c';

/** 100,000 calls a day of the smallest edition are little more than one a second. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 25 };

const errors = z.array(
  z.object({ errorCode: z.string(), message: z.optional(z.string()), fields: z.optional(z.array(z.string())) }),
);

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** A list of error objects; of 300 the records that match, of which none was written. */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 300 && Array.isArray(json)) {
    const candidates = json.map((url) => ({ id: String(url).split('/').at(-1) ?? '' }));
    return { kind: 'ambiguous', candidates };
  }
  const [first] = errors.safeParse(json).data ?? [];
  return judgeError(status, first);
}

const settings =
  /INVALID_FIELD|INVALID_TYPE|REQUIRED_FIELD_MISSING|INSUFFICIENT_ACCESS|CANNOT_INSERT_UPDATE|FIELD_CUSTOM_VALIDATION|DUPLICATES_DETECTED|API_DISABLED|INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST|NOT_FOUND_FIELD/;

/**
 * Codes and names of fields: the messages quote values. `DUPLICATE_VALUE` on our key is the success of an earlier attempt
 * and names its record.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
export function judgeError(
  status: number,
  error: { errorCode: string; message?: string | undefined; fields?: readonly string[] | undefined } | undefined,
): Failure | Conflict | Absent {
  const { errorCode: code = `HTTP ${status}`, message: words = '', fields = [] } = error ?? {};
  if (code === 'DUPLICATE_VALUE') {
    const holder = /record with id:? ([A-Za-z0-9]{15,18})/.exec(words)?.[1];
    return { kind: 'conflict', ...(holder !== undefined && { holder }) };
  }
  if (code === 'NOT_FOUND' || status === 404) return { kind: 'absent' };
  // Somebody holds the row: nothing was written.
  if (code === 'UNABLE_TO_LOCK_ROW')
    return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(0), isGuess: true };
  const [field] = fields;
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  return settings.test(code)
    ? { kind: 'misconfigured', code, message }
    : { kind: 'rejected', code, ...(field !== undefined && { field }), message };
}

/** When a day of an org ends its answers do not say: the pool is that of the last 24 hours. */
const dailyWaitMs = 3_600_000;

/** `REQUEST_LIMIT_EXCEEDED` comes as a 403, which is no matter of credentials: of the day, or of long calls at once. */
export const readRefusal: ReadRefusal = ({ status, json }, now): Failure | undefined => {
  const { errorCode: code, message = '' } = errors.safeParse(json).data?.[0] ?? {};
  const isConcurrency = /^Concurrent/i.test(message);
  if (status === 403 && code === 'REQUEST_LIMIT_EXCEEDED' && !isConcurrency)
    return { kind: 'throttled', scope: 'daily', retryAt: new Date(now.getTime() + dailyWaitMs), isGuess: true };
  if (isConcurrency || code === 'UNABLE_TO_LOCK_ROW' || (status === 503 && code === 'SERVER_UNAVAILABLE'))
    return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(now.getTime() + 2_000), isGuess: true };
  return undefined;
};

/** One part of a composite request. */
export interface Part {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** After `/services/data/vXX`. */
  readonly path: string;
  readonly referenceId: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What became of the parts of one request. */
export const compositeResults = z.object({
  compositeResponse: z.array(z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() })),
});

/** Parts as a request names them. */
export const partsOf = (version: string, parts: readonly Part[]) =>
  parts.map(({ path, ...part }) => ({ ...part, url: `/services/data/${version}${path}` }));

/** Of parts that are done together or not at all, their bodies, or why they were not. */
export function resultOf({
  compositeResponse: results,
}: z.infer<typeof compositeResults>): Outcome<ReadonlyMap<string, unknown>> | Conflict | Absent {
  // Of all that failed together one says why.
  const failed = results
    .filter(({ httpStatusCode }) => httpStatusCode >= 300)
    .map(({ httpStatusCode: status, body }) => ({ status, error: errors.safeParse(body).data?.[0] }));
  const cause = failed.find(({ error }) => error !== undefined && error.errorCode !== 'PROCESSING_HALTED') ?? failed[0];
  if (cause !== undefined) return judgeError(cause.status, cause.error);
  return { kind: 'ok', value: new Map(results.map(({ referenceId, body }) => [referenceId, body])), how: 'updated' };
}

/**
 * Several requests as one call, all of them or none. Queries go this way, too: what they ask for travels in the body.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 */
export async function composite(
  http: CrmHttp,
  version: string,
  parts: readonly Part[],
): Promise<Outcome<ReadonlyMap<string, unknown>> | Conflict | Absent> {
  const body = { allOrNone: true, compositeRequest: partsOf(version, parts) };
  const path = `/services/data/${version}/composite`;
  const answer = await call(http, { method: 'POST', path, body }, compositeResults);
  return answer.kind === 'ok' ? resultOf(answer.value) : answer;
}

const row = z.looseObject({ Id: z.string() });
export type Row = z.infer<typeof row>;
const rows = z.object({ records: z.array(row) });

/** What a query answered. */
export function rowsOf(body: unknown): Outcome<readonly Row[]> {
  const decoded = rows.safeParse(body);
  return decoded.success ? { kind: 'ok', value: decoded.data.records, how: 'existing' } : { kind: 'unknown' };
}

/** Rows of a SOQL query. */
export async function query(http: CrmHttp, version: string, soql: string): Promise<Outcome<readonly Row[]>> {
  const path = `/query?q=${encodeURIComponent(soql)}`;
  const answer = await composite(http, version, [{ method: 'GET', path, referenceId: 'rows' }]);
  return answer.kind === 'ok' ? rowsOf(answer.value.get('rows')) : asFailure(answer);
}

const upserted = z.object({ id: z.string(), created: z.optional(z.boolean()) });

/** The record of an upsert, by its answer. */
export function upsertedRef(body: unknown): Outcome<Ref | undefined> {
  const decoded = upserted.safeParse(body);
  if (!decoded.success) return { kind: 'unknown' };
  return done({ id: decoded.data.id }, decoded.data.created ? 'created' : 'existing');
}

/** A value inside SOQL. @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
