import { compact } from '../../../lambdas/compact.ts';
import { ApiError, asObject, invalid, notFound, text } from '../api-error.ts';
import { checkProperties, checkUnique } from './checks.ts';
import { batchCreate, batchRead, batchUpsert, create } from './create.ts';
import { upload } from './files.ts';
import { isObjectType, maxUniqueProperties, type ObjectType, type PropertyDefinition } from './schema.ts';
import { type ApiAnswer, search, show } from './search.ts';
import type { SandboxStore } from './store.ts';

/** The version that the sandbox answers to; any other path is unknown to it. */
const version = '2026-09';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/**
 * The subset of HubSpot's CRM API that inbound mail needs, as strict as HubSpot documents itself: unknown and
 * read-only properties, wrong types, unknown ids and association types, and unique values are refused with its
 * status codes and categories.
 *
 * @see https://developers.hubspot.com/docs/api-reference/overview
 */
export function answerHubspot(store: SandboxStore, request: ApiRequest): ApiAnswer {
  try {
    if (!request.authorization?.startsWith('Bearer '))
      throw new ApiError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
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

function route(store: SandboxStore, request: ApiRequest): ApiAnswer {
  if (request.method === 'POST' && request.path === '/files/2026-03/files') return upload(store, request.body);
  const [, area, family, apiVersion, type, ...rest] = request.path.split('/');
  if (area !== 'crm' || apiVersion !== version || !isObjectType(type) || type === 'files')
    throw notFound(`No route for ${request.path}`);
  const endpoint = `${request.method} ${rest.join('/')}`;
  if (family === 'properties') return propertiesApi(store, type, request, endpoint, rest);
  if (family !== 'objects') throw notFound(`No route for ${request.path}`);
  if (endpoint === 'POST ') return create(store, type, request.body);
  if (endpoint === 'POST batch/create') return batchCreate(store, type, request.body);
  if (endpoint === 'POST batch/upsert') return batchUpsert(store, type, request.body);
  if (endpoint === 'POST batch/read') return batchRead(store, type, request.body);
  if (endpoint === 'POST search') return search(store, type, request.body);
  if (request.method === 'GET' && rest.length === 1) return read(store, type, rest[0]!, request.query);
  if (request.method === 'PATCH' && rest.length === 1) return patch(store, type, rest[0]!, request.body);
  if (request.method === 'PUT' && rest[1] === 'associations' && rest[2] === 'default')
    return associate(store, type, rest);
  throw notFound(`No route for ${request.method} ${request.path}`);
}

function propertiesApi(
  store: SandboxStore,
  type: ObjectType,
  { body }: ApiRequest,
  endpoint: string,
  rest: string[],
): ApiAnswer {
  if (endpoint === 'POST groups') {
    const name = text(asObject(body), 'name');
    if (store.hasGroup(type, name)) throw new ApiError(409, 'CONFLICT', `Property group ${name} already exists`);
    store.addGroup(type, name);
    return { status: 201, body: { name } };
  }
  if (endpoint === 'POST ') {
    const json = asObject(body);
    const definition = compact({
      name: text(json, 'name'),
      label: text(json, 'label'),
      type: text(json, 'type') as PropertyDefinition['type'],
      hasUniqueValue: json.hasUniqueValue === true ? true : undefined,
    });
    text(json, 'fieldType');
    if (!/^[a-z][a-z0-9_]*$/.test(definition.name))
      throw invalid(`Invalid property name ${definition.name}`, 'INVALID_PROPERTY_NAME');
    if (!store.hasGroup(type, text(json, 'groupName')))
      throw invalid('Property group does not exist', 'GROUP_DOESNT_EXIST');
    if (store.property(type, definition.name))
      throw new ApiError(409, 'CONFLICT', `A property named ${definition.name} already exists`);
    if (
      definition.hasUniqueValue &&
      store.properties(type).filter(({ hasUniqueValue }) => hasUniqueValue).length >= maxUniqueProperties
    ) {
      throw invalid('Too many unique properties', 'UNIQUE_PROPERTY_LIMIT');
    }
    store.addProperty(type, definition);
    return { status: 201, body: definition };
  }
  if (endpoint === 'GET ') return { status: 200, body: { results: store.properties(type).map(showProperty) } };
  const found = rest.length === 1 ? store.property(type, rest[0]!) : undefined;
  if (endpoint.startsWith('GET ') && found)
    return { status: 200, body: { ...found, hasUniqueValue: found.hasUniqueValue ?? false } };
  throw notFound('Property does not exist');
}

const showProperty = ({ name, label, type, readOnly = false, hasUniqueValue = false }: PropertyDefinition) => ({
  name,
  label,
  type,
  hasUniqueValue,
  modificationMetadata: { readOnlyValue: readOnly },
});

function read(store: SandboxStore, type: ObjectType, id: string, query: URLSearchParams): ApiAnswer {
  const idProperty = query.get('idProperty');
  const record = idProperty === null ? store.get(type, id) : store.find(type, idProperty, decodeURIComponent(id))[0];
  if (record === undefined) throw notFound(`Object not found. objectId are usually numeric.`);
  const associations = associationsOf(store, type, id, query.get('associations')?.split(',') ?? []);
  return { status: 200, body: { ...show(record), ...compact({ associations: associations }) } };
}

/** Ids of what is associated, by type; a type of which nothing is, is absent. */
function associationsOf(store: SandboxStore, type: ObjectType, id: string, wanted: readonly string[]) {
  const found = wanted.flatMap((to) => {
    if (!isObjectType(to)) throw invalid(`Unable to infer object type from: ${to}`, 'INVALID_OBJECT_TYPE');
    const results = store.associated(id, to).map((one) => ({
      id: one.id,
      type: `${type.slice(0, -1)}_to_${to === 'companies' ? 'company' : to.slice(0, -1)}`,
    }));
    return results.length === 0 ? [] : [[to, { results }] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function patch(store: SandboxStore, type: ObjectType, id: string, body: unknown): ApiAnswer {
  const record = store.get(type, id);
  if (record === undefined) throw notFound('Object not found');
  const values = checkProperties(store, type, asObject(body).properties);
  checkUnique(store, type, values, id);
  return { status: 200, body: show(store.update(type, record, values)) };
}

function associate(store: SandboxStore, type: ObjectType, [fromId = '', , , toType, toId = '']: string[]): ApiAnswer {
  if (!isObjectType(toType)) throw notFound('Unknown object type');
  if (!store.get(type, fromId) || !store.get(toType, toId)) throw notFound('One or more objects do not exist');
  store.associate(fromId, toType, toId);
  return { status: 200, body: { status: 'COMPLETE', results: [{ from: { id: fromId }, to: { id: toId } }] } };
}
