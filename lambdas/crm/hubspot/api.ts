import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
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
  const results = texts.flatMap(validationResults);
  const codes = [...errors.flatMap(({ code }) => code ?? []), ...results.flatMap(({ error }) => error ?? [])];
  const isTaken = texts.some((text) => taken.test(text));
  if (status === 409 || codes.includes('CONFLICTING_UNIQUE_VALUE') || isTaken) {
    const holder = texts.map((text) => (existing.exec(text) ?? taken.exec(text))?.[1]).find(Boolean);
    return compact({ kind: 'conflict', holder });
  }
  if (status === 404) return { kind: 'absent' };
  const code = codes[0] ?? body.category ?? `HTTP ${status}`;
  const field = results.find(({ name }) => name !== undefined)?.name ?? fieldIn(texts);
  const message = field === undefined ? 'the request was refused' : `property ${field}`;
  const isSetting =
    codes.some((one) => ofTheAccount.test(one)) ||
    texts.some((text) => ofTheAccountInWords.test(text)) ||
    (isPipelineField(field) && codes.some((one) => notAnOption.test(one)));
  return isSetting ? { kind: 'misconfigured', code, message } : compact({ kind: 'rejected', code, field, message });
}

/** Words of HubSpot's that name the record which has a value, before or behind everything that it quotes. */
const existing = /\bExisting ID: (\d+)\s*$/;
const taken = /(?:^|\s)(\d+) already has that value\b[^"]*$/;

const validation = z.array(z.object({ error: z.optional(z.string()), name: z.optional(z.string()) }));

/**
 * The results of a validation, which stand as JSON at the end of a message. They are read as JSON: what a sender wrote is
 * quoted within them, and may look like a result.
 */
function validationResults(text: string): z.infer<typeof validation> {
  const json = /^Property values were not valid: (\[.*\])\s*$/s.exec(text)?.[1];
  if (json === undefined) return [];
  try {
    return validation.safeParse(JSON.parse(json)).data ?? [];
  } catch {
    return [];
  }
}

/** The property that words of HubSpot's name: "Property values were not valid" names none. */
function fieldIn(texts: readonly string[]): string | undefined {
  const [, quoted, plain] = /^[^"]*?\b[Pp]roperty (?:"(\w+)"|(?!values\b)(\w+))/.exec(texts.join(' ')) ?? [];
  return quoted ?? plain;
}
