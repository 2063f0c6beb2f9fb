import type * as z from 'zod/mini';
import { compact } from '../compact.ts';
import { type Failure, noParentCode, type Outcome, type Ref } from '../domain/crm/outcome.ts';
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
  shape: z.ZodMiniType<T>,
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

/**
 * Whether a field names a place in the account's pipelines. A value that is not there is the account's matter, whoever's mail
 * met it: a pipeline that was deleted, a stage that was renamed.
 */
export const isPipelineField = (field: string | undefined): boolean =>
  field !== undefined && /^(?:hs_)?(?:deal_?)?(?:pipeline|stage)(?:_?(?:id|name|stage))?$/i.test(field);

/** For calls where neither a conflict nor an absence makes sense. */
export function asFailure(result: Conflict | Absent | Failure): Failure {
  if (result.kind === 'conflict')
    return { kind: 'rejected', code: 'CONFLICT', message: 'another record holds a unique value' };
  if (result.kind === 'absent') return { kind: 'rejected', code: 'OBJECT_NOT_FOUND', message: 'no such record' };
  return result;
}

/** The mail belongs to no record, and the CRM keeps no activity by itself. */
export const noParent = (message: string): Failure => ({ kind: 'rejected', code: noParentCode, message });

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
    first === undefined
      ? undefined
      : compact({ id: first, duplicates: duplicates.length > 0 ? duplicates : undefined }),
    'existing',
  );
}

/** One page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent: there is none. */
  readonly next?: string | undefined;
}

/** A parent with more than that is looked at by a person. */
const mostPages = 40;

/**
 * Looks through a list page by page until one has what is looked for: a list that was cut short would make a second record
 * of what lies behind the cut.
 */
export async function findInPages<T>(
  fetchPage: (cursor: string | undefined) => Promise<Outcome<Page<T>> | Conflict | Absent>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await fetchPage(cursor);
    if (page.kind !== 'ok') return asFailure(page);
    const found = page.value.items.filter(isWanted);
    cursor = page.value.next;
    if (found.length > 0 || cursor === undefined) return { kind: 'ok', value: found, how: 'existing' };
  }
  return { kind: 'rejected', code: 'TOO_MANY', message: 'the list is too long to look through' };
}

/** The page of an answer, where there was one. */
export const pageOf = <A, T>(
  answer: Outcome<A> | Conflict | Absent,
  read: (value: A) => Page<T>,
): Outcome<Page<T>> | Conflict | Absent =>
  answer.kind === 'ok' ? { kind: 'ok', value: read(answer.value), how: 'existing' } : answer;

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
