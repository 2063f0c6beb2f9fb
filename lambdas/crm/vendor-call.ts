import type * as z from 'zod/mini';
import { type Failure, noParentCode, type Outcome, ok } from '../domain/crm/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from './http.ts';

/** Another record holds a value that is unique; `holder` is its id and `field` the field of the value, where the vendor gives them. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly holder?: string;
  readonly field?: string;
}
/** There is no such record. */
export interface Absent {
  readonly kind: 'absent';
}
/** A vendor's answer to one request. */
export type Answer<T> = Outcome<T> | Conflict | Absent;

/** The meaning of a vendor's 4xx: codes and names of fields only, for its messages quote values. */
type Judge = (answer: HttpAnswer) => Failure | Conflict | Absent;

/**
 * Sends a request and decodes a 2xx; anything else becomes an outcome. An answer of another shape is `unknown`: the
 * vendor may have acted on the request.
 */
export async function callVendor<T>(
  http: CrmHttp,
  request: CrmRequest,
  shape: z.ZodMiniType<T>,
  judge: Judge,
): Promise<Answer<T>> {
  const result = await http(request);
  if (result.kind !== 'answer') return result;
  const { answer } = result;
  // 207 says that some of the inputs failed.
  if (answer.status === 207 || answer.status >= 300) return judge(answer);
  const decoded = shape.safeParse(answer.json);
  return decoded.success ? ok(decoded.data) : { kind: 'unknown' };
}

/**
 * Whether a field names a place in the account's pipelines. A value that is not there concerns the account, whichever
 * mail met it: a pipeline that was deleted, a stage that was renamed.
 */
export const isPipelineField = (field: string | undefined): boolean =>
  field !== undefined && /^(?:hs_)?(?:deal_?)?(?:pipeline|stage)(?:_?(?:id|name|stage))?$/i.test(field);

/** The longest error whose words are read, in UTF-16 code units: what an error is about stands at its beginning. */
const maxErrorLength = 1000;

/**
 * The words of an error without the values that they quote: a sender whose name reads like an error of the account must
 * not stop the connection.
 */
export const withoutValues = (words: string): string =>
  words
    .slice(0, maxErrorLength)
    .replaceAll(/"[^"]*"|'[^']*'|“[^“”]*”|„[^„“]*“|`[^`]*`/g, ' ')
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .join(' ');

/** For calls where neither a conflict nor an absence makes sense. */
export function asFailure(result: Conflict | Absent | Failure): Failure {
  if (result.kind === 'conflict')
    return { kind: 'rejected', code: 'CONFLICT', message: 'another record holds a unique value' };
  if (result.kind === 'absent') return { kind: 'rejected', code: 'OBJECT_NOT_FOUND', message: 'no such record' };
  return result;
}

/** The answer to a call where neither a conflict nor an absence makes sense. */
export const asOutcome = <T>(answer: Answer<T>): Outcome<T> => (answer.kind === 'ok' ? answer : asFailure(answer));

/** The mail belongs to no record, and the CRM keeps no activity by itself. */
export const noParent = (message: string): Failure => ({ kind: 'rejected', code: noParentCode, message });
