import { compact } from '../../../lambdas/compact.ts';
import { findRoute, type PathParameters, path, type Route } from '../../router.ts';
import { ApiError, asObject, invalid, type Json, notFound, text } from '../api-error.ts';
import { violationOf } from '../contract.ts';
import { checkProperties, checkUnique } from './checks.ts';
import { codeOfViolation, hubspotContract } from './contract.ts';
import { batchCreate, batchRead, batchUpsert, create } from './create.ts';
import { fileAt, upload } from './files.ts';
import { listPipelines } from './pipelines.ts';
import { isObjectType, maxUniqueProperties, type ObjectType, objectTypes, type PropertyDefinition } from './schema.ts';
import { type ApiAnswer, search, show } from './search.ts';
import type { CrmRecord, HubspotStore } from './store.ts';
import { definitions, readStatuses, readWideStatuses, unsubscribeFromAll, writeStatuses } from './subscriptions.ts';

/** The only version of the API that the sandbox has. */
const version = '2026-09';

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/**
 * The subset of HubSpot's CRM API that inbound mail needs, as strict as HubSpot's documentation: it rejects unknown and
 * read-only properties, wrong types, unknown ids and association types, and values that are not unique, with HubSpot's
 * status codes and categories.
 *
 * @see https://developers.hubspot.com/docs/api-reference/overview
 */
export function answerHubspot(store: HubspotStore, request: ApiRequest): ApiAnswer {
  try {
    if (!request.authorization?.startsWith('Bearer '))
      throw new ApiError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
    checkContract(request);
    return route(store, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, category, message, code } = error;
    return {
      status,
      body: compact({
        status: 'error',
        message,
        correlationId: 'sandbox',
        category,
        errors: code === undefined ? undefined : [{ code, message }],
      }),
    };
  }
}

/** @throws ApiError when HubSpot does not document the request so */
function checkContract(request: ApiRequest): void {
  const violation = violationOf(hubspotContract, request);
  if (violation?.kind === 'route') throw notFound(`No route for ${violation.field}`);
  if (violation !== undefined)
    throw invalid(`Invalid input: ${violation.kind} ${violation.field}`, codeOfViolation(violation));
}

/** A request that a row of the table takes. */
interface HubspotCall extends ApiRequest {
  readonly store: HubspotStore;
  /** The object type in the path; contacts where the path has no type. */
  readonly type: ObjectType;
  readonly parameters: PathParameters;
}

const recordTypes = objectTypes.filter((type) => type !== 'files').join('|');
const objectsPath = `/crm/objects/${version}/:type(${recordTypes})`;
const propertiesPath = `/crm/properties/${version}/:type(${recordTypes})`;
const preferencesPath = `/communication-preferences/${version}`;
const routes: ReadonlyArray<Route<(call: HubspotCall) => ApiAnswer>> = [
  ['POST', path('/files/2026-03/files'), ({ store, body }) => upload(store, body)],
  ['GET', path('/files/2026-03/files/stat/*'), ({ store, parameters }) => fileAt(store, parameters[0] ?? '')],
  ['GET', path(`/crm/pipelines/${version}/deals`), ({ store }) => listPipelines(store)],
  ['GET', path(`${preferencesPath}/definitions`), ({ store }) => definitions(store)],
  [
    'POST',
    path(`${preferencesPath}/statuses/batch/unsubscribe-all`),
    ({ store, body }) => unsubscribeFromAll(store, body),
  ],
  [
    'POST',
    path(`${preferencesPath}/statuses/batch/unsubscribe-all/read`),
    ({ store, body }) => readWideStatuses(store, body),
  ],
  ['POST', path(`${preferencesPath}/statuses/batch/read`), ({ store, body }) => readStatuses(store, body)],
  ['POST', path(`${preferencesPath}/statuses/batch/write`), ({ store, body }) => writeStatuses(store, body)],
  ['POST', path(`${propertiesPath}/groups`), createGroup],
  ['POST', path(propertiesPath), createProperty],
  ['GET', path(propertiesPath), listProperties],
  ['GET', path(`${propertiesPath}/:name`), readProperty],
  ['*', path(`${propertiesPath}{/*}?`), () => fail(notFound('Property does not exist'))],
  ['POST', path(objectsPath), ({ store, type, body }) => create(store, type, body)],
  ['POST', path(`${objectsPath}/batch/create`), ({ store, type, body }) => batchCreate(store, type, body)],
  ['POST', path(`${objectsPath}/batch/upsert`), ({ store, type, body }) => batchUpsert(store, type, body)],
  ['POST', path(`${objectsPath}/batch/read`), ({ store, type, body }) => batchRead(store, type, body)],
  ['POST', path(`${objectsPath}/search`), ({ store, type, body }) => search(store, type, body)],
  ['GET', path(`${objectsPath}/:id`), read],
  ['PATCH', path(`${objectsPath}/:id`), update],
  ['PUT', path(`${objectsPath}/:id/associations/default/:toType/:toId`), associate],
  ['*', path(`${objectsPath}{/*}?`), (call) => fail(notFound(`No route for ${call.method} ${call.path}`))],
];

function route(store: HubspotStore, request: ApiRequest): ApiAnswer {
  const match = findRoute(routes, request.method, request.path);
  if (match === undefined) throw notFound(`No route for ${request.path}`);
  const { handler, parameters } = match;
  const type = isObjectType(parameters.type) ? parameters.type : 'contacts';
  return handler({ ...request, store, type, parameters });
}

/** @throws ApiError */
function fail(error: ApiError): never {
  throw error;
}

function createGroup({ store, type, body }: HubspotCall): ApiAnswer {
  const name = text(asObject(body), 'name');
  if (store.hasGroup(type, name)) throw new ApiError(409, 'CONFLICT', `Property group ${name} already exists`);
  store.addGroup(type, name);
  return { status: 201, body: { name } };
}

function createProperty({ store, type, body }: HubspotCall): ApiAnswer {
  const json = asObject(body);
  const definition = definitionIn(json);
  text(json, 'fieldType');
  if (!/^[a-z][a-z0-9_]*$/.test(definition.name))
    throw invalid(`Invalid property name ${definition.name}`, 'INVALID_PROPERTY_NAME');
  if (!store.hasGroup(type, text(json, 'groupName')))
    throw invalid('Property group does not exist', 'GROUP_DOESNT_EXIST');
  if (store.property(type, definition.name))
    throw new ApiError(409, 'CONFLICT', `A property named ${definition.name} already exists`);
  const uniqueProperties = store.properties(type).filter(({ hasUniqueValue }) => hasUniqueValue);
  if (definition.hasUniqueValue && uniqueProperties.length >= maxUniqueProperties)
    throw invalid('Too many unique properties', 'UNIQUE_PROPERTY_LIMIT');
  store.addProperty(type, definition);
  return { status: 201, body: showProperty(definition) };
}

const definitionIn = (json: Json): PropertyDefinition =>
  compact({
    name: text(json, 'name'),
    label: text(json, 'label'),
    type: text(json, 'type') as PropertyDefinition['type'],
    hasUniqueValue: json.hasUniqueValue === true ? true : undefined,
    hasHistory: true,
  });

function listProperties({ store, type }: HubspotCall): ApiAnswer {
  return { status: 200, body: { results: store.properties(type).map(showProperty) } };
}

function readProperty({ store, type, parameters: { name = '' } }: HubspotCall): ApiAnswer {
  const property = store.property(type, name);
  if (property === undefined) throw notFound('Property does not exist');
  return { status: 200, body: showProperty(property) };
}

const showProperty = ({
  name,
  label,
  type,
  options = [],
  readOnly = false,
  hasUniqueValue = false,
}: PropertyDefinition) => ({
  name,
  label,
  type,
  options: options.map((value) => ({ value, label: value, hidden: false })),
  hasUniqueValue,
  modificationMetadata: { readOnlyValue: readOnly },
});

function read({ store, type, query, parameters: { id = '' } }: HubspotCall): ApiAnswer {
  const idProperty = query.get('idProperty');
  const record = idProperty === null ? store.get(type, id) : store.find(type, idProperty, decodeURIComponent(id))[0];
  if (record === undefined) throw notFound(`Object not found. objectId are usually numeric.`);
  const associations = associationsOf(store, type, id, query.get('associations')?.split(',') ?? []);
  const propertiesWithHistory = historiesOf(store, record, query.get('propertiesWithHistory')?.split(',') ?? []);
  return { status: 200, body: { ...show(record), ...compact({ associations, propertiesWithHistory }) } };
}

/** Former and present values by property, newest first; the first value is as old as the record. */
function historiesOf(store: HubspotStore, { id, properties, createdAt }: CrmRecord, names: readonly string[]) {
  if (names.length === 0) return undefined;
  const entries = names.map((name) => {
    const versions = store.history(id, name);
    const first = { value: versions.length > 0 ? '' : (properties[name] ?? ''), timestamp: createdAt };
    return [name, [...versions, first]] as const;
  });
  return Object.fromEntries(entries);
}

/** Ids of the associated records by object type, without the types that have none. */
function associationsOf(store: HubspotStore, type: ObjectType, id: string, wanted: readonly string[]) {
  const associations = wanted.flatMap((toType) => {
    if (!isObjectType(toType)) throw invalid(`Unable to infer object type from: ${toType}`, 'INVALID_OBJECT_TYPE');
    const results = store.associated(id, toType).map((record) => ({
      id: record.id,
      type: `${type.slice(0, -1)}_to_${toType === 'companies' ? 'company' : toType.slice(0, -1)}`,
    }));
    return results.length === 0 ? [] : [[toType, { results }] as const];
  });
  return associations.length === 0 ? undefined : Object.fromEntries(associations);
}

function update({ store, type, body, parameters: { id = '' } }: HubspotCall): ApiAnswer {
  const record = store.get(type, id);
  if (record === undefined) throw notFound('Object not found');
  const values = checkProperties(store, type, asObject(body).properties);
  checkUnique(store, type, values, id);
  return { status: 200, body: show(store.update(type, record, values)) };
}

function associate({ store, type, parameters: { id = '', toType, toId = '' } }: HubspotCall): ApiAnswer {
  if (!isObjectType(toType)) throw notFound('Unknown object type');
  if (!store.get(type, id) || !store.get(toType, toId)) throw notFound('One or more objects do not exist');
  store.associate(id, toType, toId);
  return { status: 200, body: { status: 'COMPLETE', results: [{ from: { id }, to: { id: toId } }] } };
}
