import type * as z from 'zod';
import type { Failure, Outcome, Ref } from '../domain/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from './http.ts';

/** Another record holds a value that is unique; the vendor names it, where it does. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly holder?: string;
}
/** There is no such record. */
export interface Absent {
  readonly kind: 'absent';
}

/** What a vendor's 4xx means: codes and names of fields only, for its messages quote values. */
export type Judge = (answer: HttpAnswer) => Failure | Conflict | Absent;

/**
 * Sends a request and decodes a 2xx; anything else becomes an outcome. An answer of another shape is `unknown`: the
 * vendor may have acted on the request.
 */
export async function callVendor<T>(
  http: CrmHttp,
  request: CrmRequest,
  shape: z.ZodType<T>,
  judge: Judge,
): Promise<Outcome<T> | Conflict | Absent> {
  const result = await http(request);
  if (result.kind !== 'answer') return result;
  const { answer } = result;
  // 207 says that some of the inputs failed.
  if (answer.status === 207 || answer.status >= 300) return judge(answer);
  const decoded = shape.safeParse(answer.json);
  return decoded.success ? { kind: 'ok', value: decoded.data, how: 'updated' } : { kind: 'unknown' };
}

/** For calls where neither a conflict nor an absence makes sense. */
export function asFailure(result: Conflict | Absent | Failure): Failure {
  if (result.kind === 'conflict')
    return { kind: 'rejected', code: 'CONFLICT', message: 'another record holds a unique value' };
  if (result.kind === 'absent') return { kind: 'rejected', code: 'OBJECT_NOT_FOUND', message: 'no such record' };
  return result;
}

/** A record, or that there is none. */
export const done = (
  ref: Ref | undefined,
  how: 'created' | 'updated' | 'existing' | 'unchanged',
): Outcome<Ref | undefined> => ({ kind: 'ok', value: ref, how });

/** The one of several that match: none, that one, or a question for a person. */
export function onlyOne(ids: readonly string[]): Outcome<Ref | undefined> {
  const [first, ...others] = [...new Set(ids)];
  if (others.length > 0) return { kind: 'ambiguous', candidates: ids.map((id) => ({ id })) };
  return done(first === undefined ? undefined : { id: first }, 'existing');
}

/** The first of several activities of one mail, with the others named for a person to look at. */
export function firstOf(ids: readonly string[]): Outcome<Ref | undefined> {
  const [first, ...duplicates] = ids;
  return done(
    first === undefined ? undefined : { id: first, ...(duplicates.length > 0 && { duplicates }) },
    'existing',
  );
}

const notice = '\n[cut by Postern: the whole text is in the event]';

/** Cuts text by UTF-16 code units, never inside a surrogate pair, and says so where there is room. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength > 5 * notice.length ? notice : '…';
  return text.slice(0, maxLength - end.length).replace(/[\ud800-\udbff]$/, '') + end;
}

/** The same by bytes of UTF-8. */
export function cutBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes - Buffer.byteLength(notice);
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8') + notice;
}
