import * as z from 'zod/mini';
import type { Failure } from '../../domain/outcome.ts';
import { type Absent, type Conflict, callVendor, isPipelineField } from '../call.ts';
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

/** What concerns the account: a property that is not there, that may not be written or that is required now. */
const ofTheAccount = /^(?:PROPERTY_DOESNT_EXIST|INVALID_UNIQUE_PROPERTY|READ_ONLY|REQUIRED_FIELD|MISSING_REQUIRED)/;
/** The same in words, where there is no code: each begins with words of HubSpot's and names of ours. */
const ofTheAccountInWords =
  /^(?:Property "?\w+"? (?:does not exist|is not a unique identifier)|Error creating \w+\. Some required properties)/;
/** Codes of a value that is not among those of an enumeration. */
const notAnOption = /^INVALID_(?:OPTION|PIPELINE|STAGE)/;

/**
 * What a 4xx or a partial success means, by codes and names of properties: HubSpot's messages quote values, in which
 * somebody may write what they like.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const body = errorBody.safeParse(json).data ?? {};
  const errors = body.errors ?? [];
  const texts = [body.message ?? '', ...errors.map(({ message = '' }) => message)];
  // The results of a validation stand in a message, as JSON.
  const embedded = texts.flatMap((text) => [...text.matchAll(/"error":"(\w+)"/g)].map(([, code]) => code ?? ''));
  const codes = [...errors.flatMap(({ code }) => code ?? []), ...embedded];
  const isTaken = texts.some((text) => /already has that value/.test(text));
  if (status === 409 || codes.includes('CONFLICTING_UNIQUE_VALUE') || isTaken) {
    const holder = /Existing ID: (\d+)|(\d+) already has that value/.exec(texts.join(' '))?.slice(1).find(Boolean);
    return { kind: 'conflict', ...(holder !== undefined && { holder }) };
  }
  if (status === 404) return { kind: 'absent' };
  const code = codes[0] ?? body.category ?? `HTTP ${status}`;
  const field = fieldIn(texts);
  const message = field === undefined ? 'the request was refused' : `property ${field}`;
  const isSetting =
    codes.some((one) => ofTheAccount.test(one)) ||
    texts.some((text) => ofTheAccountInWords.test(text)) ||
    (isPipelineField(field) && codes.some((one) => notAnOption.test(one)));
  return isSetting
    ? { kind: 'misconfigured', code, message }
    : { kind: 'rejected', code, ...(field !== undefined && { field }), message };
}

/** The property that is named, first by the results of a validation: "Property values were not valid" names none. */
function fieldIn(texts: readonly string[]): string | undefined {
  const all = texts.join(' ');
  return (/"name":"(\w+)"/.exec(all) ?? /[Pp]roperty (?:"(\w+)"|(?!values\b)(\w+))/.exec(all))?.slice(1).find(Boolean);
}
