import * as z from 'zod/mini';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome, Ref } from '../../domain/crm/outcome.ts';
import { type Absent, asFailure, type Conflict, callVendor, done } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { errorList, judgeError, refusesOneRecord } from './errors.ts';

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

/**
 * Goes with every write of a record: a duplicate rule that only alerts does not refuse. One that blocks still does. A part of
 * a composite request has to carry it itself.
 *
 * @see https://developer.salesforce.com/docs/platform/api-rest/guide/headers-duplicaterules.html
 */
export const duplicateAlerts = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } as const;

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** A list of error objects; of 300 the records that match, of which none was written. */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 300 && Array.isArray(json)) {
    const candidates = json.map((url) => ({ id: String(url).split('/').at(-1) ?? '' }));
    return { kind: 'ambiguous', candidates };
  }
  const [first] = errorList.safeParse(json).data ?? [];
  return judgeError(status, first);
}

/** When a day of an org ends its answers do not say: the pool is that of the last 24 hours. */
const dailyWaitMs = 3_600_000;

/**
 * A 403 that is no matter of credentials: `REQUEST_LIMIT_EXCEEDED` of the day, or of long calls at once, and a record that may
 * not be changed.
 */
export const readRefusal: ReadRefusal = ({ status, json }, now): Failure | undefined => {
  const [error] = errorList.safeParse(json).data ?? [];
  const { errorCode: code, message = '' } = error ?? {};
  const isConcurrency = /^Concurrent/i.test(message);
  if (status === 403 && code === 'REQUEST_LIMIT_EXCEEDED' && !isConcurrency)
    return { kind: 'throttled', scope: 'daily', retryAt: new Date(now.getTime() + dailyWaitMs), isGuess: true };
  if (isConcurrency || code === 'UNABLE_TO_LOCK_ROW' || (status === 503 && code === 'SERVER_UNAVAILABLE'))
    return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(now.getTime() + 2_000), isGuess: true };
  if (status !== 403 || error === undefined || !refusesOneRecord(error)) return undefined;
  return asFailure(judgeError(status, error));
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

/**
 * Parts as a request names them; those that write say what a duplicate rule may do.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/requests_composite.htm
 */
export const partsOf = (version: string, parts: readonly Part[]) =>
  parts.map(({ path, ...part }) => {
    const named = { ...part, url: `/services/data/${version}${path}` };
    return part.method === 'GET' ? named : { ...named, httpHeaders: duplicateAlerts };
  });

/** Of parts that are done together or not at all, their bodies, or why they were not. */
export function resultOf({
  compositeResponse: results,
}: z.infer<typeof compositeResults>): Outcome<ReadonlyMap<string, unknown>> | Conflict | Absent {
  // Of all that failed together one says why.
  const failed = results
    .filter(({ httpStatusCode }) => httpStatusCode >= 300)
    .map(({ httpStatusCode: status, body }) => ({ status, error: errorList.safeParse(body).data?.[0] }));
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
