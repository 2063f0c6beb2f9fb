import { emailText } from '../contract.ts';
import type { RecordStore } from '../record-store.ts';
import { isUser } from '../sandbox-vendor.ts';
import { type FieldContract, objectContracts } from './object-contracts.ts';

/** Where the REST API of every version begins, as a pattern of paths. */
export const dataPath = '/services/data/v:version(\\d+).0';

/** The org's only user, who is an administrator. */
export const userId = '005000000007001AAA';

/** The field of Postern's key: an external id, unique. */
export const keyField = 'Postern_Key__c';

const text = (length: number): FieldContract => ({ type: 'string', length });

/** Fields that the org itself has: Postern's after its set-up, and one of the org's own. */
const customFields: Readonly<Record<string, FieldContract>> = {
  [keyField]: text(64),
  Postern_Event_Id__c: text(64),
  Postern_Thread_Key__c: text(80),
  Postern_Kind__c: text(40),
  Postern_Trust__c: { type: 'double', length: 0 },
  Postern_Attachments__c: { type: 'double', length: 0 },
  Postern_Mapping_Version__c: text(60),
  Postern_Suppressed_For__c: text(40),
  Region__c: text(40),
  Home_Email__c: { type: 'email', length: 80 },
};

/** The fields of an object: Salesforce's, and the org's own. */
export const fieldsOf = (object: string): Readonly<Record<string, FieldContract>> => ({
  ...objectContracts[object]?.fields,
  ...customFields,
});

/** A field of an object, or of the record that a reference names, as in Account.Website. */
export function fieldOf(object: string, name: string): FieldContract | undefined {
  if (objectContracts[object] === undefined) return undefined;
  const [parent = '', inner] = name.split('.');
  if (inner === undefined) return fieldsOf(object)[name];
  const [target] = fieldsOf(object)[`${parent}Id`]?.refersTo ?? [];
  return target === undefined ? undefined : fieldsOf(target)[inner];
}

/** Makes a field unique, as an administrator may, beside our key. */
export const makeUnique = (store: RecordStore, object: string, name: string): void =>
  void store.insert('UniqueField', { object, name });

/** Fields of an object that take no value twice. */
export const uniqueFields = (store: RecordStore, object: string): string[] => [
  keyField,
  ...store.list('UniqueField').flatMap(({ body }) => (body.object === object ? [String(body.name)] : [])),
];

/** An object's description. @param hidden fields that the user does not see @param unique fields that take no value twice */
export const describe = (object: string, hidden: readonly string[] = [], unique: readonly string[] = [keyField]) => ({
  name: object,
  createable: true,
  fields: Object.entries(fieldsOf(object))
    .filter(([name]) => !hidden.includes(name))
    .map(([name, { type, length, isReadOnly = false }]) => ({
      name,
      length,
      type,
      createable: !isReadOnly,
      filterable: true,
      nillable: objectContracts[object]?.required.includes(name) !== true,
      defaultedOnCreate: false,
      externalId: name === keyField,
      unique: unique.includes(name),
    })),
});

/** An error of a field, as Salesforce answers it. */
interface FieldError {
  readonly errorCode: string;
  readonly fields: readonly string[];
  readonly message?: string;
}

/** The error of the first field that the schema does not allow. @param isNew whether required fields must be there */
export function schemaError(
  store: RecordStore,
  object: string,
  values: Readonly<Record<string, unknown>>,
  isNew: boolean,
): FieldError | undefined {
  for (const [name, value] of Object.entries(values)) {
    const error = valueError(store, object, name, value);
    if (error !== undefined) return { fields: [name], ...error };
  }
  const missing = (objectContracts[object]?.required ?? []).filter((name) => isNew && !values[name]);
  if (missing.length > 0) return { errorCode: 'REQUIRED_FIELD_MISSING', fields: missing };
  return combinationError(store, object, values);
}

type ValueError = Omit<FieldError, 'fields'>;

const tooLong: ValueError = { errorCode: 'STRING_TOO_LONG' };

/** The checks of a value, by the documented type of its field. */
const typeErrors: Readonly<Partial<Record<FieldContract['type'], (value: unknown) => ValueError | undefined>>> = {
  email: (value) => (emailText.safeParse(value).success ? undefined : { errorCode: 'INVALID_EMAIL_ADDRESS' }),
  boolean: (value) => wrongType(typeof value === 'boolean'),
  double: (value) => wrongType(typeof value === 'number'),
  date: (value) => wrongType(/^\d{4}-\d\d-\d\d$/.test(String(value))),
  datetime: (value) => wrongType(!Number.isNaN(Date.parse(String(value)))),
};
const wrongType = (isRight: boolean): ValueError | undefined =>
  isRight ? undefined : { errorCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD' };

/** @see https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm */
function valueError(store: RecordStore, object: string, name: string, value: unknown): ValueError | undefined {
  const field = fieldsOf(object)[name];
  if (field === undefined) return { errorCode: 'INVALID_FIELD' };
  if (field.isReadOnly) return { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' };
  if (value === null) return undefined;
  if (typeof value === 'string' && field.length > 0 && value.length > field.length) return tooLong;
  if (field.values?.includes(String(value)) === false) return { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' };
  if (name === 'PathOnClient' && String(value).endsWith('.js')) return { errorCode: 'FIELD_INTEGRITY_EXCEPTION' };
  return typeErrors[field.type]?.(value) ?? referenceError(store, name, field, value);
}

/** A reference to a record that is not there, or to a lead that was converted. */
function referenceError(
  store: RecordStore,
  name: string,
  { refersTo = [] }: FieldContract,
  value: unknown,
): ValueError | undefined {
  if (name === 'OwnerId') return isUser(value, userId) ? undefined : { errorCode: 'INVALID_CROSS_REFERENCE_KEY' };
  const targets = refersTo.flatMap((target) => store.get(target, value) ?? []);
  if (refersTo.length > 0 && targets.length === 0) return { errorCode: 'INVALID_CROSS_REFERENCE_KEY' };
  const isConverted = targets.some(({ type, body }) => type === 'Lead' && body.IsConverted === true);
  return isConverted
    ? { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead' }
    : undefined;
}

/** A task belongs to a lead alone, or to a contact with a record. */
function combinationError(
  store: RecordStore,
  object: string,
  { WhoId, WhatId }: Readonly<Record<string, unknown>>,
): FieldError | undefined {
  const isOfLead = object === 'Task' && store.get('Lead', WhoId) !== undefined;
  return isOfLead && WhatId !== undefined
    ? { errorCode: 'FIELD_INTEGRITY_EXCEPTION', fields: ['WhoId', 'WhatId'] }
    : undefined;
}
