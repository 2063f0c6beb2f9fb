import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import type { Absent, Conflict } from '../vendor-call.ts';
import { keyField } from './own-fields.ts';

/** One error of an answer; its message quotes values, so that only the code and the fields travel on. */
interface SalesforceError {
  readonly errorCode: string;
  readonly message?: string | undefined;
  readonly fields?: readonly string[] | undefined;
}

export const errorList = z.array(
  z.object({ errorCode: z.string(), message: z.optional(z.string()), fields: z.optional(z.array(z.string())) }),
);

/**
 * Codes that concern the account: every record meets them until somebody changes a setting, a field, a permission or the
 * plan. Any other code concerns the record: a validation, duplicate or lookup rule, a trigger, a lock, a parent that is not
 * shared, a value.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 * @see https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.html
 */
const ofTheAccount: ReadonlySet<string> = new Set([
  'API_CURRENTLY_DISABLED',
  'API_DISABLED_FOR_ORG',
  'FUNCTIONALITY_NOT_ENABLED',
  'INSUFFICIENT_ACCESS',
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_TYPE',
  'INVALID_TYPE_FOR_OPERATION',
  'REQUIRED_FEATURE_MISSING',
  'REQUIRED_FIELD_MISSING',
  'STORAGE_LIMIT_EXCEEDED',
]);

/** Fields that the adapter fills with values of its own, which an org may not have. */
const filledByUs: readonly string[] = ['LeadSource', 'RelationType', 'StageName', 'Status', 'TaskSubtype'];

/**
 * Two codes have both meanings: the user lacks a right to the object, or this record refuses. Only the first meaning names
 * the entity type.
 */
function isOfTheAccount({ errorCode: code, message = '', fields = [] }: SalesforceError): boolean {
  if (code === 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY') return /^entity type cannot be /i.test(message);
  if (code === 'INSUFFICIENT_ACCESS_OR_READONLY') return !/on object id|read-?only/i.test(message);
  if (code === 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST') return fields.some((field) => filledByUs.includes(field));
  return ofTheAccount.has(code);
}

/** The words of `DUPLICATE_VALUE`: a field, which is `<unknown>` to a user who may not read it, and the record that holds the value. */
const duplicateValue = /^duplicate value found: (\w+) duplicates value on record with id:? ([A-Za-z0-9]{15,18})/;

/**
 * A value that is unique is taken. On our key that is the success of an earlier attempt, and the error names its record; on
 * another field the record of another mail or person holds the value. Where no field is named, only a read by our key can
 * tell, so that no holder is reported.
 */
function judgeDuplicate({ errorCode: code, message: words = '', fields = [] }: SalesforceError): Failure | Conflict {
  const [, named, holder] = duplicateValue.exec(words) ?? [];
  const field = fields[0] ?? named;
  if (field === undefined) return { kind: 'conflict' };
  if (field === keyField) return compact({ kind: 'conflict', holder, field });
  return { kind: 'rejected', code, field, message: `field ${field}: another record holds the value` };
}

/** Judges by codes and names of fields: the messages quote values. */
export function judgeError(status: number, error: SalesforceError | undefined): Failure | Conflict | Absent {
  const { errorCode: code = `HTTP ${status}`, fields = [] } = error ?? {};
  if (code === 'DUPLICATE_VALUE') return judgeDuplicate({ errorCode: code, ...error });
  if (code === 'NOT_FOUND' || status === 404) return { kind: 'absent' };
  // Another request holds the row: nothing was written.
  if (code === 'UNABLE_TO_LOCK_ROW')
    return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(0), isGuess: true };
  const [field] = fields;
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  return error !== undefined && isOfTheAccount(error)
    ? { kind: 'misconfigured', code, message }
    : compact({ kind: 'rejected', code, field, message });
}

/** Codes that come as a 403 for the sake of one record; any other 403 is a matter of credentials and rights. */
export const refusesOneRecord = (error: SalesforceError): boolean =>
  /^(?:INSUFFICIENT_ACCESS_O|CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY|ENTITY_IS_LOCKED)/.test(error.errorCode) &&
  !isOfTheAccount(error);
