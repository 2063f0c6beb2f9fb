import { ApiError, asObject, invalid, type Json, notFound, text } from './api-error.ts';
import { type ApiAnswer, search, show } from './hubspot-search.ts';
import {
  associationTypes,
  isObjectType,
  maxUniqueProperties,
  type ObjectType,
  type PropertyDefinition,
  required,
} from './schema.ts';
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
      body: {
        status: 'error',
        message,
        correlationId: 'sandbox',
        category,
        ...(code !== undefined && { errors: [{ code, message }] }),
      },
    };
  }
}

function route(store: SandboxStore, request: ApiRequest): ApiAnswer {
  const [, area, family, apiVersion, type, ...rest] = request.path.split('/');
  if (area !== 'crm' || apiVersion !== version || !isObjectType(type)) throw notFound(`No route for ${request.path}`);
  const endpoint = `${request.method} ${rest.join('/')}`;
  if (family === 'properties') return propertiesApi(store, type, request, endpoint, rest);
  if (family !== 'objects') throw notFound(`No route for ${request.path}`);
  if (endpoint === 'POST ') return create(store, type, request.body);
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
    const definition = {
      name: text(json, 'name'),
      label: text(json, 'label'),
      type: text(json, 'type') as PropertyDefinition['type'],
      ...(json.hasUniqueValue === true && { hasUniqueValue: true }),
    };
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

function create(store: SandboxStore, type: ObjectType, body: unknown): ApiAnswer {
  const json = asObject(body);
  const values = checkProperties(store, type, json.properties);
  for (const name of required[type] ?? [])
    if (values[name] === undefined) throw invalid(`Property "${name}" is required`, 'REQUIRED_FIELD');
  if (!Array.isArray(json.associations)) throw invalid('associations must not be null', 'MISSING_ASSOCIATIONS');
  const associations = json.associations.flatMap((entry) => checkAssociation(store, type, asObject(entry)));
  checkUnique(store, type, values);
  return { status: 201, body: show(store.create(type, values, associations)) };
}

function batchUpsert(store: SandboxStore, type: ObjectType, body: unknown): ApiAnswer {
  const { inputs } = asObject(body);
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > 100)
    throw invalid('inputs must hold 1 to 100 records', 'INVALID_INPUTS');
  const wanted = inputs.map((entry) => {
    const input = asObject(entry);
    const idProperty = text(input, 'idProperty');
    const id = text(input, 'id');
    if (store.property(type, idProperty)?.hasUniqueValue !== true)
      throw invalid(`Property "${idProperty}" is not a unique identifier property`, 'INVALID_UNIQUE_PROPERTY');
    return {
      id,
      idProperty,
      values: checkProperties(store, type, { ...asObject(input.properties), [idProperty]: id }),
    };
  });
  if (new Set(wanted.map(({ id }) => id.toLowerCase())).size < wanted.length)
    throw invalid('Duplicate IDs found in batch input', 'DUPLICATE_IDS');
  const results = wanted.map(({ id, idProperty, values }) => {
    const [existing] = store.find(type, idProperty, id);
    const record = existing ? store.update(type, existing, values) : store.create(type, values, []);
    return { ...show(record), new: existing === undefined };
  });
  return { status: 200, body: { status: 'COMPLETE', results } };
}

/** Who is not there is an error beside the results, under a 207. */
function batchRead(store: SandboxStore, type: ObjectType, body: unknown): ApiAnswer {
  const { inputs, idProperty, propertiesWithHistory } = asObject(body);
  const dated = Array.isArray(propertiesWithHistory) ? propertiesWithHistory.map(String) : [];
  const most = dated.length > 0 ? 50 : 100;
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > most)
    throw invalid(`inputs must hold 1 to ${most} records`, 'INVALID_INPUTS');
  const ids = inputs.map((entry) => text(asObject(entry), 'id'));
  const found = ids.flatMap((id) =>
    idProperty === undefined ? (store.get(type, id) ?? []) : store.find(type, String(idProperty), id).slice(0, 1),
  );
  const results = found.map((record) => ({
    ...show(record),
    ...(dated.length > 0 && {
      propertiesWithHistory: Object.fromEntries(dated.map((name) => [name, store.history(record.id, name)])),
    }),
  }));
  const missing = ids.length - found.length;
  if (missing === 0) return { status: 200, body: { status: 'COMPLETE', results } };
  const errors = [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some objects' }];
  return { status: 207, body: { status: 'COMPLETE', results, numErrors: missing, errors } };
}

function read(store: SandboxStore, type: ObjectType, id: string, query: URLSearchParams): ApiAnswer {
  const idProperty = query.get('idProperty');
  const record = idProperty === null ? store.get(type, id) : store.find(type, idProperty, decodeURIComponent(id))[0];
  if (record === undefined) throw notFound(`Object not found. objectId are usually numeric.`);
  return { status: 200, body: show(record) };
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

/** Every value a string, every name known and writable, every value of its type. */
function checkProperties(store: SandboxStore, type: ObjectType, properties: unknown): Record<string, string> {
  const values = asObject(properties);
  const known = new Map(store.properties(type).map((definition) => [definition.name, definition]));
  for (const [name, value] of Object.entries(values)) {
    const definition = known.get(name);
    if (definition === undefined) throw invalid(`Property "${name}" does not exist`, 'PROPERTY_DOESNT_EXIST');
    if (definition.readOnly) throw invalid(`Property "${name}" is READ_ONLY`, 'READ_ONLY_VALUE');
    if (typeof value !== 'string') throw invalid(`Property "${name}" must be a string`, 'INVALID_TYPE');
    checkValue(definition, value);
  }
  return values as Record<string, string>;
}

function checkValue({ name, type, options }: PropertyDefinition, value: string): void {
  if (value.length > 65_536) throw invalid(`Property "${name}" is too long`, 'PROPERTY_VALUE_TOO_LONG');
  if (type === 'number' && Number.isNaN(Number(value)))
    throw invalid(`Property "${name}" was not a valid number`, 'INVALID_NUMBER');
  if (type === 'datetime' && Number.isNaN(/^\d+$/.test(value) ? Number(value) : Date.parse(value)))
    throw invalid(`Property "${name}" was not a valid date`, 'INVALID_DATE');
  if (options !== undefined && !options.includes(value))
    throw invalid(`Property "${name}": "${value}" was not one of the allowed options`, 'INVALID_OPTION');
  if (name === 'email' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value))
    throw invalid('Property "email" is invalid', 'INVALID_EMAIL');
  if (name === 'hs_email_headers') {
    const headers = parseObject(value);
    if (headers === undefined || !['to', 'cc', 'bcc'].every((field) => Array.isArray(headers[field])))
      throw invalid('Property "hs_email_headers" must be JSON with from, to, cc and bcc', 'INVALID_JSON');
  }
}

function checkAssociation(
  store: SandboxStore,
  type: ObjectType,
  { to, types }: Json,
): Array<{ type: ObjectType; id: string }> {
  const id = text(asObject(to), 'id');
  if (!Array.isArray(types) || types.length === 0)
    throw invalid('association types must not be empty', 'INVALID_ASSOCIATION');
  return types.map((entry) => {
    const { associationCategory, associationTypeId } = asObject(entry);
    const [from, target] = associationTypes[Number(associationTypeId)] ?? [];
    if (associationCategory !== 'HUBSPOT_DEFINED' || from !== type || target === undefined)
      throw invalid(
        `Association type ${String(associationTypeId)} is not valid from ${type}`,
        'INVALID_ASSOCIATION_TYPE',
      );
    if (!store.get(target, id)) throw invalid(`No ${target} record with id ${id}`, 'ASSOCIATION_OBJECT_NOT_FOUND');
    return { type: target, id };
  });
}

function checkUnique(store: SandboxStore, type: ObjectType, values: Record<string, string>, ownId?: string): void {
  for (const { name, hasUniqueValue } of store.properties(type)) {
    const value = values[name];
    const [holder] = hasUniqueValue && value !== undefined ? store.find(type, name, value) : [];
    if (holder === undefined || holder.id === ownId) continue;
    if (type === 'contacts' && name === 'email')
      throw new ApiError(409, 'CONFLICT', `Contact already exists. Existing ID: ${holder.id}`);
    const detail = JSON.stringify([
      { isValid: false, message: `${holder.id} already has that value.`, error: 'CONFLICTING_UNIQUE_VALUE', name },
    ]);
    throw new ApiError(
      400,
      'VALIDATION_ERROR',
      `Property values were not valid: ${detail}`,
      'CONFLICTING_UNIQUE_VALUE',
    );
  }
}

function parseObject(value: string): Json | undefined {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
