// Calls that create, update or read records, alone and in batches.

import { compact } from '../../../lambdas/compact.ts';
import { ApiError, asObject, invalid, text } from '../api-error.ts';
import { checkAssociation, checkProperties, checkUnique } from './checks.ts';
import { type ObjectType, required } from './schema.ts';
import { type ApiAnswer, show } from './search.ts';
import type { HubspotStore } from './store.ts';

export function create(store: HubspotStore, type: ObjectType, body: unknown): ApiAnswer {
  const json = asObject(body);
  const values = checkProperties(store, type, json.properties);
  for (const name of required[type] ?? [])
    if (values[name] === undefined) throw invalid(`Property "${name}" is required`, 'REQUIRED_FIELD');
  if (!Array.isArray(json.associations)) throw invalid('associations must not be null', 'MISSING_ASSOCIATIONS');
  const associations = json.associations.flatMap((entry) => checkAssociation(store, type, asObject(entry)));
  checkUnique(store, type, values);
  return { status: 201, body: show(store.create(type, values, associations)) };
}
/** Creates each record by itself: a rejected record is an error beside the results, with status 207. */
export function batchCreate(store: HubspotStore, type: ObjectType, body: unknown): ApiAnswer {
  const { inputs } = asObject(body);
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > 100)
    throw invalid('inputs must hold 1 to 100 records', 'INVALID_INPUTS');
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const input of inputs) {
    try {
      results.push(create(store, type, input).body);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { category, message } = error;
      errors.push({ status: 'error', category, message });
    }
  }
  return errors.length === 0
    ? { status: 201, body: { status: 'COMPLETE', results } }
    : { status: 207, body: { status: 'COMPLETE', results, numErrors: errors.length, errors } };
}

export function batchUpsert(store: HubspotStore, type: ObjectType, body: unknown): ApiAnswer {
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

/** Reads records by id or by a property: a missing record is an error beside the results, with status 207. */
export function batchRead(store: HubspotStore, type: ObjectType, body: unknown): ApiAnswer {
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
    ...compact({
      propertiesWithHistory:
        dated.length > 0 ? Object.fromEntries(dated.map((name) => [name, store.history(record.id, name)])) : undefined,
    }),
  }));
  const missing = ids.length - found.length;
  if (missing === 0) return { status: 200, body: { status: 'COMPLETE', results } };
  const errors = [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some objects' }];
  return { status: 207, body: { status: 'COMPLETE', results, numErrors: missing, errors } };
}
