// The answers of each vendor when it refuses one record, and when it refuses every record: in the form that it documents, with
// its codes. Words stand for those that a vendor writes where it documents no code (Pipedrive, Close, Freshsales).

/** A refusal: what it is about, the status, and the body. */
type Refusal = readonly [what: string, status: number, body: unknown];

/** How one vendor refuses. */
interface VendorRefusals {
  /** The page that documents it. */
  readonly page: string;
  /** `METHOD path` of the write of a contact, and of a deal where the vendor has them. */
  readonly write: string;
  /** Concerns one record: it is `rejected`, and parks its own conversation. */
  readonly ofTheRecord: readonly Refusal[];
  /** Concerns the account: it is `misconfigured`, and the connection waits. */
  readonly ofTheAccount: readonly Refusal[];
}

const hubspot = (message: string, errors: readonly object[] = []) => ({
  status: 'error',
  message,
  category: 'VALIDATION_ERROR',
  ...(errors.length > 0 && { errors }),
});
const invalidValue = (error: string, name: string, message = 'it was refused') =>
  hubspot(`Property values were not valid: ${JSON.stringify([{ isValid: false, message, error, name }])}`);
const salesforce = (errorCode: string, message = 'refused', fields: readonly string[] = []) => [
  { errorCode, message, fields },
];
const duplicate = {
  duplicateResult: { allowSave: false, duplicateRule: 'Standard_Contact_Duplicate_Rule', matchResults: [] },
  errorCode: 'DUPLICATES_DETECTED',
  message: 'Use one of these records?',
};
const pipedrive = (error: string, code = 'ERR_SCHEMA_VALIDATION_FAILED') => ({ success: false, error, code });
const zohoItem = (code: string, details: object = {}) => ({ data: [{ code, details, message: '…', status: 'error' }] });
const zoho = (code: string) => ({ code, details: {}, message: '…', status: 'error' });
const close = (fields: object) => ({ errors: [], 'field-errors': fields });
const freshsales = (...message: string[]) => ({ errors: { code: 400, message } });
const sell = (code: string, field?: string) => ({
  errors: [{ error: { resource: 'contact', code, ...(field && { field }), message: '…' }, meta: {} }],
  meta: { type: 'errors', http_status: '422 Unprocessable Entity' },
});

export const refusals: Readonly<Record<string, VendorRefusals>> = {
  hubspot: {
    page: 'https://developers.hubspot.com/docs/api-reference/error-handling',
    write: '^POST /crm/objects/[\\d-]+/contacts(?:/batch/(?:create|upsert))?$',
    ofTheRecord: [
      ['an address that it does not take', 400, invalidValue('INVALID_EMAIL', 'email')],
      ['an option of a mapped property', 400, invalidValue('INVALID_OPTION', 'region')],
      ['a number that is none', 400, invalidValue('INVALID_INTEGER', 'employees')],
      [
        'a value that reads like a code',
        400,
        invalidValue('INVALID_EMAIL', 'email', 'Email address read_only.required_field@x is invalid'),
      ],
      ['a value in its words', 400, hubspot('Email address property_doesnt_exist@customer.example is invalid')],
    ],
    ofTheAccount: [
      ['a property that is not there', 400, invalidValue('PROPERTY_DOESNT_EXIST', 'postern_key')],
      ['a read-only property', 400, invalidValue('READ_ONLY_VALUE', 'region')],
      ['a stage that is not there', 400, invalidValue('INVALID_OPTION', 'dealstage')],
      ['a pipeline that is not there', 400, invalidValue('INVALID_OPTION', 'pipeline')],
      [
        'a property that is required now',
        400,
        hubspot('Error creating CONTACT. Some required properties were not set.'),
      ],
      ['a code beside its words', 400, hubspot('no', [{ code: 'PROPERTY_DOESNT_EXIST', message: 'region' }])],
    ],
  },
  salesforce: {
    page: 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm',
    write: '^PATCH /services/data/v[\\d.]+/sobjects/Contact/',
    ofTheRecord: [
      ['a duplicate rule', 400, [duplicate]],
      ['a validation rule', 400, salesforce('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'No.', ['LastName'])],
      ['a lookup filter', 400, salesforce('FIELD_FILTER_VALIDATION_EXCEPTION', 'No.', ['AccountId'])],
      [
        'a parent that is not shared',
        400,
        salesforce('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id'),
      ],
      ['the same as a 403', 403, salesforce('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access')],
      [
        'a record of somebody else',
        403,
        salesforce('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'),
      ],
      [
        'a trigger',
        400,
        salesforce('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'MyTrigger: execution of BeforeInsert caused by: …'),
      ],
      ['a flow', 400, salesforce('CANNOT_EXECUTE_FLOW_TRIGGER', 'We cannot save this record.')],
      ['an approval under way', 400, salesforce('ENTITY_IS_LOCKED', 'the entity is locked for editing')],
      ['a text that is too long', 400, salesforce('STRING_TOO_LONG', 'too long', ['LastName'])],
      ['a value of another type', 400, salesforce('INVALID_TYPE_ON_FIELD_IN_RECORD', 'no date', ['Birthdate'])],
      [
        'a value of a mapped picklist',
        400,
        salesforce('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'bad value', ['Region__c']),
      ],
    ],
    ofTheAccount: [
      ['a field that is not there', 400, salesforce('INVALID_FIELD', 'No such column', ['Postern_Key__c'])],
      [
        'a field that may not be written',
        400,
        salesforce('INVALID_FIELD_FOR_INSERT_UPDATE', 'check security', ['X__c']),
      ],
      [
        'a field that is required now',
        400,
        salesforce('REQUIRED_FIELD_MISSING', 'Required fields are missing', ['X__c']),
      ],
      [
        'an object that may not be created',
        400,
        salesforce('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'entity type cannot be inserted: Contact'),
      ],
      [
        'a stage that is not there',
        400,
        salesforce('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'bad value', ['StageName']),
      ],
      ['an org that is full', 400, salesforce('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded')],
      ['an API that is switched off', 403, salesforce('API_DISABLED_FOR_ORG', 'The REST API is not enabled')],
      ['a right that is missing', 403, salesforce('INSUFFICIENT_ACCESS', 'no access')],
    ],
  },
  pipedrive: {
    page: 'https://pipedrive.readme.io/docs/core-api-concepts-http-status-codes',
    write: '^POST /api/v2/persons$',
    ofTheRecord: [
      ['an address that it does not take', 400, pipedrive("Validation failed: field 'emails' is invalid")],
      ['a data limit of a field', 400, pipedrive('Validation failed: name: too long')],
      [
        'a value that reads like an error',
        400,
        pipedrive("Validation failed: name 'stage_id is required' is too long"),
      ],
    ],
    ofTheAccount: [
      ['a field that is not there', 400, pipedrive("unknown field 'a1b2c3'")],
      ['a stage that is not there', 400, pipedrive('Validation failed: stage_id: not found')],
      ['a type of activities that is not there', 400, pipedrive('Validation failed: type: not found')],
      ['a plan that does not allow it', 402, pipedrive('Company account is not open', 'ERR_PAYMENT_REQUIRED')],
      ['a right that is missing', 403, pipedrive('Scope and URL mismatch', 'ERR_FORBIDDEN')],
    ],
  },
  zoho: {
    page: 'https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html',
    write: '^POST /crm/v8/Contacts',
    ofTheRecord: [
      ['a value that it does not take', 200, zohoItem('INVALID_DATA', { api_name: 'Email' })],
      ['the same for all of its one record', 400, zohoItem('INVALID_DATA', { api_name: 'Last_Name' })],
      ['a record that may not be changed', 200, zohoItem('NOT_ALLOWED')],
      [
        'a unique value of another field',
        200,
        zohoItem('DUPLICATE_DATA', { api_name: 'Customer_Number', duplicate_record: { id: '7' } }),
      ],
      ['an action that cannot be done', 202, zohoItem('CANNOT_PERFORM_ACTION')],
      ['a record that is locked', 400, zohoItem('RECORD_LOCKED')],
    ],
    ofTheAccount: [
      ['a field that is required now', 200, zohoItem('MANDATORY_NOT_FOUND', { api_name: 'Region' })],
      ['a stage that is not there', 200, zohoItem('INVALID_DATA', { api_name: 'Stage' })],
      ['a source that is not there', 200, zohoItem('INVALID_DATA', { api_name: 'Lead_Source' })],
      ['a module that is not there', 400, zoho('INVALID_MODULE')],
      ['a request that is not allowed', 400, zoho('NOT_ALLOWED')],
      ['a scope that is missing', 401, zoho('OAUTH_SCOPE_MISMATCH')],
      ['a right that is missing', 403, zoho('NO_PERMISSION')],
    ],
  },
  close: {
    page: 'https://developer.close.com/',
    write: '^POST /api/v1/contact/$',
    ofTheRecord: [
      ['an address that it does not take', 400, close({ emails: { errors: { 0: 'Invalid email address.' } } })],
      ['a name that is too long', 400, close({ name: 'Too long.' })],
    ],
    ofTheAccount: [
      ['a field that is not there', 400, close({ 'custom.cf_region': 'Unknown custom field.' })],
      ['a status that is not there', 400, close({ status_id: 'Unknown status.' })],
      ['a plan that does not allow it', 402, { error: 'Payment required.' }],
      ['a right that is missing', 403, { error: 'Forbidden.' }],
    ],
  },
  freshsales: {
    page: 'https://developers.freshworks.com/crm/api/',
    write: '^POST /contacts',
    ofTheRecord: [
      ['an address that it does not take', 400, freshsales('Email is invalid')],
      ['a number that it does not take', 400, freshsales('Work number is too long')],
      ['an address that reads like an error', 400, freshsales('Email mandatory@required.example is invalid')],
    ],
    ofTheAccount: [
      ['a field that is required now', 400, freshsales('Region is mandatory')],
      ['a stage that is not there', 400, freshsales('Deal stage does not exist')],
      ['a right that is missing', 403, { message: 'You are not authorized to perform this action.' }],
    ],
  },
  'zendesk-sell': {
    page: 'https://developer.zendesk.com/api-reference/sales-crm/errors/',
    write: '^POST /v2/contacts$',
    ofTheRecord: [
      ['an address that it does not take', 422, sell('schema', 'email')],
      ['a value that is invalid', 422, sell('invalid', 'phone')],
      ['a name that is too long', 422, sell('too_long', 'last_name')],
    ],
    ofTheAccount: [
      ['a client without a name', 400, sell('invalid_user_agent')],
      ['a stage that is not there', 422, sell('invalid_reference', 'stage_id')],
      ['a field that is required now', 422, sell('required', 'phone')],
      ['a right that is missing', 403, sell('not_authorized')],
    ],
  },
  template: {
    page: 'docs/adapters.md',
    write: '^POST /v1/contacts',
    ofTheRecord: [['a value that it does not take', 400, { code: 'invalid', field: 'email' }]],
    ofTheAccount: [['a field that is not there', 400, { code: 'unknown_field', field: 'region' }]],
  },
};
