import * as z from 'zod';
import { path } from '../../router.ts';
import { type ContractRow, type ContractViolation, textUpTo } from '../contract.ts';

const docs = 'https://developers.hubspot.com/docs/api-reference/latest';
const version = '2026-09';
const types = ':type(contacts|companies|deals|tickets|emails|tasks)';
const objects = `/crm/objects/${version}/${types}`;
const properties = `/crm/properties/${version}/${types}`;
const statuses = `/communication-preferences/${version}/statuses/batch`;

/** The most characters of a text property. @see https://knowledge.hubspot.com/properties/property-field-types-in-hubspot */
export const longestValue = 65_536;

const values = z.record(z.string(), z.string());
const associations = z.array(
  z.strictObject({
    to: z.strictObject({ id: z.string() }),
    types: z
      .array(
        z.strictObject({
          associationCategory: z.enum(['HUBSPOT_DEFINED', 'INTEGRATOR_DEFINED', 'USER_DEFINED', 'WORK']),
          associationTypeId: z.int(),
        }),
      )
      .min(1),
  }),
);
const newRecord = z.strictObject({ properties: values, associations });
const upserted = z.strictObject({ id: z.string(), idProperty: z.string().optional(), properties: values });
const inputs = <T extends z.ZodType>(input: T) => z.strictObject({ inputs: z.array(input).min(1).max(100) });
const batchRead = z.strictObject({
  inputs: z
    .array(z.strictObject({ id: z.string() }))
    .min(1)
    .max(100),
  idProperty: z.string().optional(),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
});
const filter = z.strictObject({
  propertyName: z.string(),
  operator: z.string(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});
const search = z.strictObject({
  filterGroups: z.array(z.strictObject({ filters: z.array(filter).min(1) })).max(6),
  sorts: z.array(z.unknown()).optional(),
  properties: z.array(z.string()).optional(),
  limit: z.int().max(200).optional(),
  after: z.string().optional(),
});
const newProperty = z.strictObject({
  name: textUpTo(100),
  label: textUpTo(255),
  groupName: z.string(),
  type: z.enum(['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string']),
  fieldType: z.string(),
  description: z.string().optional(),
  hasUniqueValue: z.boolean().optional(),
});
const addresses = z.strictObject({ inputs: z.array(z.string()) });
const status = z.strictObject({
  subscriberIdString: z.string(),
  subscriptionId: z.int(),
  channel: z.literal('EMAIL'),
  statusState: z.enum(['NOT_SPECIFIED', 'SUBSCRIBED', 'UNSUBSCRIBED']),
  legalBasis: z.string().optional(),
  legalBasisExplanation: z.string().optional(),
});
const channel = { query: ['channel', 'businessUnitId', 'verbose'], requiredQuery: ['channel'] };

/**
 * The operations of HubSpot that a mail needs, from HubSpot's OpenAPI files of 2026-09, and of 2026-03 for uploads.
 *
 * @see https://github.com/HubSpot/HubSpot-public-api-spec-collection
 */
export const hubspotContract: readonly ContractRow[] = [
  { method: 'POST', path: path(objects), page: `${docs}/crm/objects/guide`, body: newRecord },
  { method: 'POST', path: path(`${objects}/batch/create`), page: `${docs}/crm/objects/guide`, body: inputs(newRecord) },
  { method: 'POST', path: path(`${objects}/batch/upsert`), page: `${docs}/crm/objects/guide`, body: inputs(upserted) },
  { method: 'POST', path: path(`${objects}/batch/read`), page: `${docs}/crm/objects/guide`, body: batchRead },
  { method: 'POST', path: path(`${objects}/search`), page: `${docs}/crm/search-the-crm`, body: search },
  {
    method: 'GET',
    path: path(`${objects}/:id`),
    page: `${docs}/crm/objects/guide`,
    query: ['associations', 'idProperty', 'properties', 'propertiesWithHistory', 'archived'],
  },
  {
    method: 'PATCH',
    path: path(`${objects}/:id`),
    page: `${docs}/crm/objects/guide`,
    query: ['idProperty'],
    body: z.strictObject({ properties: values }),
  },
  {
    method: 'PUT',
    path: path(`${objects}/:id/associations/default/:toType/:toId`),
    page: `${docs}/crm/associations/guide`,
  },
  {
    method: 'POST',
    path: path(`${properties}/groups`),
    page: `${docs}/crm/properties/guide`,
    body: z.strictObject({ name: z.string(), label: z.string(), displayOrder: z.int().optional() }),
  },
  { method: 'POST', path: path(properties), page: `${docs}/crm/properties/guide`, body: newProperty },
  { method: 'GET', path: path(properties), page: `${docs}/crm/properties/guide` },
  { method: 'GET', path: path(`${properties}/:name`), page: `${docs}/crm/properties/guide` },
  { method: 'GET', path: path(`/crm/pipelines/${version}/deals`), page: `${docs}/crm/pipelines/guide` },
  {
    method: 'POST',
    path: path('/files/2026-03/files'),
    page: `${docs}/files/guide`,
    body: z.strictObject({
      file: z.unknown(),
      fileName: z.string().optional(),
      folderPath: z.string(),
      options: z.string(),
    }),
  },
  { method: 'GET', path: path('/files/2026-03/files/stat/*'), page: `${docs}/files/guide` },
  {
    method: 'POST',
    path: path(`${statuses}/unsubscribe-all`),
    page: `${docs}/communication-preferences/status/batch/unsubscribe-contacts-batch`,
    ...channel,
    body: addresses,
  },
  {
    method: 'POST',
    path: path(`${statuses}/unsubscribe-all/read`),
    page: `${docs}/communication-preferences/status/batch/get-unsubscribed-batch`,
    ...channel,
    body: addresses,
  },
  {
    method: 'POST',
    path: path(`${statuses}/read`),
    page: `${docs}/communication-preferences/status/batch/get-subscriptions`,
    ...channel,
    body: addresses,
  },
  {
    method: 'POST',
    path: path(`${statuses}/write`),
    page: `${docs}/communication-preferences/status/batch/update-subscriptions`,
    body: z.strictObject({ inputs: z.array(status) }),
  },
  {
    method: 'GET',
    path: path(`/communication-preferences/${version}/definitions`),
    page: `${docs}/communication-preferences/guide`,
    query: ['businessUnitId', 'includeTranslations'],
  },
];

/** HubSpot's code for a request that breaks the contract. */
export function codeOfViolation({ kind, field }: ContractViolation): string {
  if (kind === 'query') return 'INVALID_QUERY_PARAMETER';
  if (/(?:^|\.)associations$/.test(field)) return 'MISSING_ASSOCIATIONS';
  return /(?:^|\.)properties\.\w+$/.test(field) ? 'INVALID_TYPE' : 'INVALID_JSON';
}
