import * as z from 'zod';
import type { Failure, Outcome } from '../../domain/outcome.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from '../http.ts';

/**
 * HubSpot's date-based API version, in every path.
 *
 * @see https://developers.hubspot.com/docs/guides/api/versioning
 */
export const apiVersion = '2026-09';

export const objectPath = (type: string, rest = ''): string => `/crm/objects/${apiVersion}/${type}${rest}`;
export const propertyPath = (type: string, rest = ''): string => `/crm/properties/${apiVersion}/${type}${rest}`;

/** HubSpot's error body; `context` and the embedded validation results name properties. */
const errorBody = z.object({
  message: z.string().optional(),
  category: z.string().optional(),
  subCategory: z.string().optional(),
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })).optional(),
});

const record = z.object({ id: z.string() });
export const batchResult = z.object({ results: z.array(z.object({ id: z.string(), new: z.boolean().optional() })) });
export const searchResult = z.object({ results: z.array(record) });
export const singleRecord = record;

/** Another record holds a value that is unique; HubSpot names it in words, where it does. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly holder?: string;
}

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export async function call<T>(
  http: CrmHttp,
  request: CrmRequest,
  shape: z.ZodType<T>,
): Promise<Outcome<T> | Conflict | { kind: 'absent' }> {
  const result = await http(request);
  if (result.kind !== 'answer') return result;
  const { answer } = result;
  // 207 says that some inputs failed, and we send one at a time.
  if (answer.status === 207 || answer.status >= 300) return judge(answer);
  const decoded = shape.safeParse(answer.json);
  return decoded.success ? { kind: 'ok', value: decoded.data, how: 'updated' } : { kind: 'unknown' };
}

/** For calls where neither a conflict nor an absence makes sense. */
export function asFailure(result: Conflict | { kind: 'absent' } | Failure): Failure {
  if (result.kind === 'conflict')
    return { kind: 'rejected', code: 'CONFLICT', message: 'another record holds a unique value' };
  if (result.kind === 'absent') return { kind: 'rejected', code: 'OBJECT_NOT_FOUND', message: 'no such record' };
  return result;
}

/**
 * What a 4xx or a partial success means. Codes and property names only: HubSpot's messages quote values.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
function judge({ status, json }: HttpAnswer): Failure | Conflict | { kind: 'absent' } {
  const body = errorBody.safeParse(json).data ?? {};
  const text = [body.message, ...(body.errors ?? []).flatMap(({ code, message }) => [code, message])].join(' ');
  if (status === 409 || /CONFLICTING_UNIQUE_VALUE|already has that value/.test(text)) {
    const holder = /Existing ID: (\d+)|(\d+) already has that value/.exec(text)?.slice(1).find(Boolean);
    return { kind: 'conflict', ...(holder !== undefined && { holder }) };
  }
  if (status === 404) return { kind: 'absent' };
  const code = body.errors?.find((error) => error.code)?.code ?? body.category ?? `HTTP ${status}`;
  const field = /"name":"(\w+)"|[Pp]roperty "?(\w+)"?/.exec(text)?.slice(1).find(Boolean);
  const isSetting =
    /PROPERTY_DOESNT_EXIST|not a unique identifier|REQUIRED_FIELD|MISSING_REQUIRED|required properties|READ_ONLY/i.test(
      text,
    );
  const message = field === undefined ? 'the request was refused' : `property ${field}`;
  return isSetting
    ? { kind: 'misconfigured', code, message }
    : { kind: 'rejected', code, ...(field !== undefined && { field }), message };
}

/** Cuts by HubSpot's unit, UTF-16 code units, never inside a surrogate pair, and says so. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const notice = '\n[cut by Postern: the whole text is in the event]';
  return text.slice(0, maxLength - notice.length).replace(/[\ud800-\udbff]$/, '') + notice;
}
