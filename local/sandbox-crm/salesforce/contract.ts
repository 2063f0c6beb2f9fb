import * as z from 'zod';
import { path } from '../../router.ts';
import { type ContractRow, textUpTo } from '../contract.ts';
import { objectContracts } from './object-contracts.ts';

const guide = 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest';
const data = '/services/data/v:version(\\d+).0';
const objects = `:object(${Object.keys(objectContracts).join('|')})`;

/** An id of 15 characters, or of 18 with those that make case not matter. */
const id = z.string().regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/);
const headers = z.record(z.string(), z.string());
const part = z.strictObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string().startsWith('/services/data/'),
  referenceId: z.string().regex(/^[A-Za-z]\w*$/),
  body: z.looseObject({}).optional(),
  httpHeaders: headers.optional(),
});
const isQuery = ({ url }: z.infer<typeof part>): boolean => /\/(?:query|composite\/sobjects)(?:\/|\?|$)/.test(url);
const parts = z
  .array(part)
  .min(1)
  .refine((all) => new Set(all.map(({ referenceId }) => referenceId)).size === all.length, 'names a part twice');

/** The fields of a record are its object's: the schema of the org refuses those by themselves. */
const record = z.looseObject({});
const collection = z.strictObject({
  allOrNone: z.boolean().optional(),
  records: z
    .array(z.looseObject({ attributes: z.looseObject({ type: z.string() }), id }))
    .min(1)
    .max(200),
});
const customField = z.strictObject({
  FullName: z.string().regex(/^\w+\.\w+__c$/),
  Metadata: z.union([
    z.strictObject({
      label: textUpTo(40),
      type: z.literal('Text'),
      length: z.int().min(1).max(255),
      externalId: z.boolean().optional(),
      unique: z.boolean().optional(),
      caseSensitive: z.boolean().optional(),
    }),
    z.strictObject({
      label: textUpTo(40),
      type: z.literal('Number'),
      precision: z.int().min(1).max(18),
      scale: z.int().min(0).max(17),
    }),
  ]),
});

/** Requests that make a field, and let a user see it. */
const setUpRows: readonly ContractRow[] = [
  { method: 'GET', path: path(`${data}/`), page: `${guide}/resources_discoveryresource.htm` },
  {
    method: 'POST',
    path: path(`${data}/tooling/sobjects/CustomField`),
    page: 'https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_customfield.htm',
    body: customField,
  },
  ...Object.entries({
    PermissionSet: z.strictObject({ Name: textUpTo(80), Label: textUpTo(80) }),
    PermissionSetAssignment: z.strictObject({ AssigneeId: id, PermissionSetId: z.string() }),
    FieldPermissions: z.strictObject({
      ParentId: z.string(),
      SobjectType: z.string(),
      Field: z.string(),
      PermissionsRead: z.boolean(),
      PermissionsEdit: z.boolean(),
    }),
  }).map(
    ([object, body]): ContractRow => ({
      method: 'POST',
      path: path(`${data}/sobjects/${object}`),
      page: `https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_${object.toLowerCase()}.htm`,
      body,
    }),
  ),
];

/**
 * The operations of Salesforce's REST API that a mail needs. Salesforce publishes no contract: each names its page.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/
 */
export const salesforceContract: readonly ContractRow[] = [
  ...setUpRows,
  { method: 'GET', path: path(`${data}/limits{/}?`), page: `${guide}/resources_limits.htm` },
  {
    method: 'GET',
    path: path(`${data}/query{/}?`),
    page: `${guide}/resources_query.htm`,
    query: ['q'],
    requiredQuery: ['q'],
  },
  { method: 'GET', path: path(`${data}/query/:page`), page: `${guide}/resources_query_more_results.htm` },
  {
    method: 'PATCH',
    path: path(`${data}/composite/sobjects`),
    page: `${guide}/resources_composite_sobjects_collections_update.htm`,
    body: collection,
  },
  {
    method: 'POST',
    path: path(`${data}/composite`),
    page: `${guide}/resources_composite_composite_post.htm`,
    body: z.strictObject({
      allOrNone: z.boolean().optional(),
      compositeRequest: parts.max(25).refine((all) => all.filter(isQuery).length <= 5, 'holds more than 5 queries'),
    }),
  },
  {
    method: 'POST',
    path: path(`${data}/composite/graph`),
    page: `${guide}/resources_composite_graph.htm`,
    body: z.strictObject({
      graphs: z
        .array(z.strictObject({ graphId: z.string().max(40), compositeRequest: parts.max(500) }))
        .min(1)
        .max(75),
    }),
  },
  {
    method: 'GET',
    path: path(`${data}/sobjects/${objects}/describe`),
    page: `${guide}/resources_sobject_describe.htm`,
  },
  {
    method: 'POST',
    path: path(`${data}/sobjects/${objects}`),
    page: `${guide}/resources_sobject_basic_info_post.htm`,
    body: record,
  },
  {
    method: 'PATCH',
    path: path(`${data}/sobjects/${objects}/:field/:value`),
    page: `${guide}/resources_sobject_upsert_patch.htm`,
    body: record,
  },
  {
    method: 'GET',
    path: path(`${data}/sobjects/${objects}/:field/:value`),
    page: `${guide}/resources_sobject_upsert_get.htm`,
    query: ['fields'],
  },
  {
    method: 'PATCH',
    path: path(`${data}/sobjects/${objects}/:id`),
    page: `${guide}/resources_sobject_retrieve_patch.htm`,
    body: record,
  },
  {
    method: 'GET',
    path: path(`${data}/sobjects/${objects}/:id`),
    page: `${guide}/resources_sobject_retrieve_get.htm`,
    query: ['fields'],
  },
];
