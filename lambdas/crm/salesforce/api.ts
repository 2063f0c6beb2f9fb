import * as z from 'zod/mini';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import { andThen, created, existing, type Failure, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, type Answer, asFailure, asOutcome, type Conflict, callVendor } from '../vendor-call.ts';
import { errorList, judgeError, refusesOneRecord } from './errors.ts';

/**
 * Salesforce's API version, in every path; a connection may name another.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest.htm
 */
export const defaultVersion = 'v68.0';

/** Ids of opportunities, with or without the letters that make case not matter. */
export const dealId = /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** A record that was read. */
export const singleId = z.object({ Id: z.string() });

/** The 100,000 calls a day of the smallest edition are little more than one a second. */
export const documentedLimits: RateLimits = { perSecond: 5, burst: 25 };

/**
 * The header of every write of a record: a duplicate rule that only alerts does not refuse; a rule that blocks still does. A
 * part of a composite request has to carry it itself.
 *
 * @see https://developer.salesforce.com/docs/platform/api-rest/guide/headers-duplicaterules.html
 */
export const duplicateAlerts = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } as const;

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Judges a list of error objects; a 300 lists the records that match, and wrote none. */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 300 && Array.isArray(json)) {
    const candidates = json.map((url) => ({ id: String(url).split('/').at(-1) ?? '' }));
    return { kind: 'ambiguous', candidates };
  }
  const [first] = errorList.safeParse(json).data ?? [];
  return judgeError(status, first);
}

/** A wait for the daily limit, in ms: the pool is that of the last 24 hours, and the answers name no time. */
const dailyWaitMs = 3_600_000;

/**
 * Reads a 403 that is no matter of credentials: `REQUEST_LIMIT_EXCEEDED` for the day, or for long calls at once, and a
 * record that may not be changed.
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
  /** The path after `/services/data/vXX`. */
  readonly path: string;
  readonly referenceId: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The results of the parts of one request. */
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
    const request = { ...part, url: `/services/data/${version}${path}` };
    return part.method === 'GET' ? request : { ...request, httpHeaders: duplicateAlerts };
  });

/** The bodies of parts that are done together or not at all, or why they were not done. */
export function resultOf({
  compositeResponse: results,
}: z.infer<typeof compositeResults>): Answer<ReadonlyMap<string, unknown>> {
  // The cause is one of the parts that failed together.
  const failed = results
    .filter(({ httpStatusCode }) => httpStatusCode >= 300)
    .map(({ httpStatusCode: status, body }) => ({ status, error: errorList.safeParse(body).data?.[0] }));
  const cause = failed.find(({ error }) => error !== undefined && error.errorCode !== 'PROCESSING_HALTED') ?? failed[0];
  if (cause !== undefined) return judgeError(cause.status, cause.error);
  return ok(new Map(results.map(({ referenceId, body }) => [referenceId, body])));
}

/**
 * Several requests as one call, all of them or none. Queries go this way, too, because they then travel in the body.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 */
export async function composite(
  http: CrmHttp,
  version: string,
  parts: readonly Part[],
): Promise<Answer<ReadonlyMap<string, unknown>>> {
  const body = { allOrNone: true, compositeRequest: partsOf(version, parts) };
  const path = `/services/data/${version}/composite`;
  const answer = await call(http, { method: 'POST', path, body }, compositeResults);
  return andThen(answer, resultOf);
}

const row = z.looseObject({ Id: z.string() });
export type Row = z.infer<typeof row>;
const rows = z.object({ records: z.array(row) });

/** The rows of a query's answer. */
export function rowsOf(body: unknown): Outcome<readonly Row[]> {
  const decoded = rows.safeParse(body);
  return decoded.success ? ok(decoded.data.records) : { kind: 'unknown' };
}

/** The rows of a SOQL query. */
export async function query(http: CrmHttp, version: string, soql: string): Promise<Outcome<readonly Row[]>> {
  const path = `/query?q=${encodeURIComponent(soql)}`;
  const answer = await composite(http, version, [{ method: 'GET', path, referenceId: 'rows' }]);
  return andThen(asOutcome(answer), (bodies) => rowsOf(bodies.get('rows')));
}

/**
 * The record behind a conflict: the holder that the error names, else what a read by our key finds. With neither, another
 * record holds another unique value, and this one was not written.
 *
 * @param path of the record by our key, after `/services/data/vXX`
 */
export async function recordOfConflict(
  http: CrmHttp,
  version: string,
  path: string,
  { holder }: Conflict,
): Promise<Outcome<Ref>> {
  if (holder !== undefined) return existing(holder);
  const answer = await call(http, { method: 'GET', path: `/services/data/${version}${path}?fields=Id` }, singleId);
  if (answer.kind === 'ok') return existing(answer.value.Id);
  if (answer.kind !== 'absent') return asFailure(answer);
  return { kind: 'rejected', code: 'DUPLICATE_VALUE', message: 'another record holds a unique value' };
}

const upserted = z.object({ id: z.string(), created: z.optional(z.boolean()) });

/** The record of an upsert, from its answer. */
export function upsertedRef(body: unknown): Outcome<Ref> {
  const decoded = upserted.safeParse(body);
  if (!decoded.success) return { kind: 'unknown' };
  return decoded.data.created ? created(decoded.data.id) : existing(decoded.data.id);
}

/** A value inside SOQL. @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
