import * as z from 'zod/mini';
import type { Failure } from '../../domain/outcome.ts';
import { type Absent, type Conflict, callVendor } from '../call.ts';
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
  message: z.optional(z.string()),
  category: z.optional(z.string()),
  subCategory: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ code: z.optional(z.string()), message: z.optional(z.string()) }))),
});

const record = z.object({ id: z.string() });
export const batchResult = z.object({ results: z.array(z.object({ id: z.string(), new: z.optional(z.boolean()) })) });
export const searchResult = z.object({ results: z.array(record) });
export const singleRecord = record;

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/**
 * What a 4xx or a partial success means. Codes and property names only: HubSpot's messages quote values.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
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
