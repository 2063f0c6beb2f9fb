import * as z from 'zod/mini';
import { type Failure, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { call, compositeResults, judge } from './api.ts';
import { keyField, optionalNames } from './own-fields.ts';

/** A field that the user may write. */
export interface OrgField {
  /** In characters; 0 for a field that is not a text. */
  readonly length: number;
  readonly isUnique: boolean;
  readonly isExternalId: boolean;
  /** A field of the type e-mail that a query may compare. */
  readonly isAddress: boolean;
}
export type OrgFields = ReadonlyMap<string, OrgField>;
/** Fields by object; an object that the org does not have, or that the user may not see, is absent. */
export type OrgObjects = ReadonlyMap<string, OrgFields>;

/** The parts of an org that concern mails and people. */
export interface Org {
  /** Tasks where Enhanced Email is off. */
  readonly mails: 'EmailMessage' | 'Task';
  readonly objects: OrgObjects;
}

const description = z.object({
  createable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.optional(z.string()),
      length: z.optional(z.number()),
      createable: z.boolean(),
      filterable: z.optional(z.boolean()),
      externalId: z.optional(z.boolean()),
      unique: z.optional(z.boolean()),
    }),
  ),
});
type Description = z.infer<typeof description>;

/** Objects whose fields are asked for, all in one call. */
const describedObjects = ['EmailMessage', 'Task', 'Account', 'Contact', 'Lead', 'Opportunity'] as const;

/**
 * Asks the org for the fields of its objects, in one call.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
 * @see https://developer.salesforce.com/docs/platform/api-rest/guide/resources-composite-composite-post.html
 */
export async function describeObjects(
  http: CrmHttp,
  version: string,
  objects: readonly string[] = describedObjects,
): Promise<Outcome<OrgObjects>> {
  const base = `/services/data/${version}`;
  const compositeRequest = objects.map((object) => ({
    method: 'GET',
    url: `${base}/sobjects/${object}/describe`,
    referenceId: object,
  }));
  const request = { method: 'POST', path: `${base}/composite`, body: { allOrNone: false, compositeRequest } } as const;
  const answer = asOutcome(await call(http, request, compositeResults));
  if (answer.kind !== 'ok') return answer;
  const described = new Map<string, OrgFields>();
  for (const { referenceId, httpStatusCode: status, body: json } of answer.value.compositeResponse) {
    const failure = failureOf(status, json);
    if (failure !== undefined) return failure;
    const { success, data } = description.safeParse(json);
    if (status < 300 && !success) return { kind: 'unknown' };
    if (status < 300 && data?.createable) described.set(referenceId, fieldsOf(data));
  }
  return ok(described);
}

/** Why an object could not be described; nothing where the org does not have it, or hides it from the user. */
function failureOf(status: number, json: unknown): Failure | undefined {
  if (status < 300 || status === 403 || status === 404) return undefined;
  const judged = judge({ status, headers: new Headers(), json });
  return judged.kind === 'absent' || judged.kind === 'conflict' ? undefined : judged;
}

const fieldsOf = ({ fields }: Description): OrgFields =>
  new Map(
    fields
      .filter(({ createable }) => createable)
      .map(({ name, type, length = 0, filterable = true, unique = false, externalId = false }) => [
        name,
        { length, isUnique: unique, isExternalId: externalId, isAddress: type === 'email' && filterable },
      ]),
  );

/**
 * Asks the org which object a mail can be there, how long the fields are, and whether our key exists and is unique:
 * without the key nothing could be repeated safely.
 */
export const describeOrg = async (http: CrmHttp, version: string): Promise<Outcome<Org>> =>
  orgOf(await describeObjects(http, version));

/** The org of these objects. */
function orgOf(described: Outcome<OrgObjects>): Outcome<Org> {
  if (described.kind !== 'ok') return described;
  const objects = described.value;
  const mails = (['EmailMessage', 'Task'] as const).find((object) => objects.has(object));
  if (mails === undefined)
    return { kind: 'misconfigured', code: 'NO_ACTIVITY', message: 'neither EmailMessage nor Task may be created' };
  const key = objects.get(mails)?.get(keyField);
  return key?.isUnique && key.isExternalId ? ok({ mails, objects }) : noKeyField(mails);
}

/** Our key is missing on an object: every record of it meets that. */
export const noKeyField = (object: string): Failure => ({
  kind: 'misconfigured',
  code: 'NO_KEY_FIELD',
  message: `${object} wants a text field ${keyField} (64), external id and unique, that we may write`,
});

/**
 * Fields of ours that a record can have: a unique one would take a value that records share, such as the key of a
 * conversation, from one of them alone.
 */
const isUsable = (fields: OrgFields, name: string): boolean => fields.get(name)?.isUnique === false;

/**
 * Values no longer than the org takes, for over REST Salesforce cuts nothing, and without fields of ours that it lacks. Other
 * fields stay: the org itself refuses those that it does not know.
 */
export function fitted(fields: OrgFields = new Map(), record: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (value === undefined || (optionalNames.has(name) && !isUsable(fields, name))) return [];
      const length = fields.get(name)?.length ?? 0;
      return [[name, typeof value === 'string' && length > 0 ? cut(value, length) : value]];
    }),
  );
}

/** The same, and only with fields that the org has. */
export function fittedStrictly(fields: OrgFields = new Map(), record: Readonly<Record<string, unknown>>) {
  return fitted(fields, Object.fromEntries(Object.entries(record).filter(([name]) => fields.has(name))));
}
