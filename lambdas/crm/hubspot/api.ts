import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp, CrmRequest, HttpAnswer } from '../http.ts';
import { type Absent, type Answer, type Conflict, callVendor } from '../vendor-call.ts';

/**
 * HubSpot's date-based API version, in every path.
 *
 * @see https://developers.hubspot.com/docs/guides/api/versioning
 */
const apiVersion = '2026-09';

export const objectPath = (type: string, rest = ''): string => `/crm/objects/${apiVersion}/${type}${rest}`;
export const propertyPath = (type: string, rest = ''): string => `/crm/properties/${apiVersion}/${type}${rest}`;
export const preferencesPath = (rest: string): string => `/communication-preferences/${apiVersion}${rest}`;
export const pipelinesPath = `/crm/pipelines/${apiVersion}/deals`;

/** Ids of deals. */
export const dealId = /^\d{1,20}$/;

/** The longest subject of e-mails and tasks, and name of deals, in UTF-16 code units. */
export const maxSubjectLength = 1000;

/** The longest names of people and companies that we write, in UTF-16 code units; HubSpot takes longer ones. */
export const maxNameLength = 200;

/**
 * The longest value of a text property, in UTF-16 code units.
 *
 * @see https://knowledge.hubspot.com/properties/property-field-types-in-hubspot
 */
const maxValueLength = 65_536;

/** HubSpot takes every value as a string. */
export const asStrings = (fields: MappedFields = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(String(value), maxValueLength)]));

/** The property of the owner, where there is one. */
export const ownedBy = (owner: string | undefined) => compact({ hubspot_owner_id: owner });

/** HubSpot's error body; `context` and the embedded validation results name properties. */
const errorBody = z.object({
  message: z.optional(z.string()),
  category: z.optional(z.string()),
  subCategory: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ code: z.optional(z.string()), message: z.optional(z.string()) }))),
});

const record = z.object({ id: z.string() });
export const searchResult = z.object({ results: z.array(record) });
export const singleRecord = record;

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Codes that concern the account: a property that is not there, that may not be written or that is required now. */
const ofTheAccount = /^(?:PROPERTY_DOESNT_EXIST|INVALID_UNIQUE_PROPERTY|READ_ONLY|REQUIRED_FIELD|MISSING_REQUIRED)/;
/** Words for the same, where there is no code: each message begins with HubSpot's words and our names. */
const ofTheAccountInWords =
  /^(?:Property "?\w+"? (?:does not exist|is not a unique identifier)|Error creating \w+\. Some required properties)/;
/** Codes for a value that the enumeration does not have. */
const notAnOption = /^INVALID_(?:OPTION|PIPELINE|STAGE)/;
/** The properties of a deal that the adapter writes an option to by itself. */
const placeProperties: ReadonlyArray<string | undefined> = ['pipeline', 'dealstage'];

/** Whether HubSpot refused a pipeline or a stage. */
export const isPlaceRefused = (outcome: Answer<unknown>): outcome is Extract<Failure, { kind: 'misconfigured' }> =>
  outcome.kind === 'misconfigured' && notAnOption.test(outcome.code);

/**
 * The meaning of a 4xx or a partial success, by codes and names of properties: HubSpot's messages quote values, and a
 * sender chooses those.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const body = errorBody.safeParse(json).data ?? {};
  const errors = body.errors ?? [];
  const texts = [body.message ?? '', ...errors.map(({ message = '' }) => message)];
  const results = texts.flatMap(validationResults);
  const codes = [...errors.flatMap(({ code }) => code ?? []), ...results.flatMap(({ error }) => error ?? [])];
  if (status === 409 || codes.includes('CONFLICTING_UNIQUE_VALUE') || texts.some((text) => valueHolder.test(text)))
    return compact({
      kind: 'conflict',
      holder: texts.map(holderIn).find(Boolean),
      field: results.find(({ error }) => error === 'CONFLICTING_UNIQUE_VALUE')?.name,
    });
  if (status === 404) return { kind: 'absent' };
  const code = codes[0] ?? body.category ?? `HTTP ${status}`;
  const field = results.find(({ name }) => name !== undefined)?.name ?? fieldIn(texts);
  const message = field === undefined ? 'the request was refused' : `property ${field}`;
  return isSetting(codes, texts, field)
    ? { kind: 'misconfigured', code, message }
    : compact({ kind: 'rejected', code, field, message });
}

const isSetting = (codes: readonly string[], texts: readonly string[], field: string | undefined): boolean =>
  codes.some((code) => ofTheAccount.test(code)) ||
  texts.some((text) => ofTheAccountInWords.test(text)) ||
  (placeProperties.includes(field) && codes.some((code) => notAnOption.test(code)));

/** HubSpot's words that name the record with a value, before or behind everything that it quotes. */
const existingHolder = /\bExisting ID: (\d+)\s*$/;
const valueHolder = /(?:^|\s)(\d+) already has that value\b/;

const holderIn = (text: string): string | undefined =>
  (existingHolder.exec(text) ?? valueHolder.exec(text.slice(Math.max(text.lastIndexOf('"'), 0))))?.[1];

const validation = z.array(z.object({ error: z.optional(z.string()), name: z.optional(z.string()) }));

/**
 * The results of a validation, which stand as JSON at the end of a message. They are read as JSON: they quote the
 * sender's words, which may look like a result.
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

/** The property that HubSpot's words name: "Property values were not valid" names none. */
function fieldIn(texts: readonly string[]): string | undefined {
  const [, quoted, plain] = /^[^"]{0,1000}?\b[Pp]roperty (?:"(\w+)"|(?!values\b)(\w+))/.exec(texts.join(' ')) ?? [];
  return quoted ?? plain;
}
