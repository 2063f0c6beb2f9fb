// HubSpot's checks of a record.

import { ApiError, asObject, invalid, type Json, text } from '../api-error.ts';
import { longestValue } from './contract.ts';
import { associationTypes, type ObjectType, type PropertyDefinition } from './schema.ts';
import type { HubspotStore } from './store.ts';

/** Checks that every name is known and writable, and every value a text of the property's type. @throws ApiError */
export function checkProperties(store: HubspotStore, type: ObjectType, properties: unknown): Record<string, string> {
  const values = asObject(properties);
  const texts: Record<string, string> = {};
  const known = new Map(store.properties(type).map((definition) => [definition.name, definition]));
  for (const [name, value] of Object.entries(values)) {
    const definition = known.get(name);
    if (definition === undefined) throw invalid(`Property "${name}" does not exist`, 'PROPERTY_DOESNT_EXIST');
    if (definition.readOnly) throw invalid(`Property "${name}" is READ_ONLY`, 'READ_ONLY_VALUE');
    if (typeof value !== 'string') throw invalid(`Property "${name}" must be a string`, 'INVALID_TYPE');
    checkValue(definition, value);
    texts[name] = value;
  }
  if (type === 'deals') checkStage(store, texts);
  return texts;
}

/** Checks that a stage is one of its pipeline; without a pipeline it is the default one. @throws ApiError */
function checkStage(store: HubspotStore, { pipeline: id = 'default', dealstage }: Record<string, string>): void {
  if (dealstage === undefined) return;
  const pipeline = store.pipelines().find((candidate) => candidate.id === id);
  if (!pipeline?.stages.some((stage) => stage.id === dealstage))
    throw invalid(`Property "dealstage": "${dealstage}" is no stage of the pipeline`, 'INVALID_OPTION');
}

function checkValue({ name, type, options }: PropertyDefinition, value: string): void {
  if (value.length > longestValue) throw invalid(`Property "${name}" is too long`, 'PROPERTY_VALUE_TOO_LONG');
  if (type === 'number' && Number.isNaN(Number(value)))
    throw invalid(`Property "${name}" was not a valid number`, 'INVALID_NUMBER');
  if (type === 'datetime' && Number.isNaN(/^\d+$/.test(value) ? Number(value) : Date.parse(value)))
    throw invalid(`Property "${name}" was not a valid date`, 'INVALID_DATE');
  if (options !== undefined && !options.includes(value))
    throw invalid(`Property "${name}": "${value}" was not one of the allowed options`, 'INVALID_OPTION');
  if (name === 'email' && !isAddress(value)) throw invalid('Property "email" is invalid', 'INVALID_EMAIL');
  if (name === 'hs_email_headers') {
    const headers = parseObject(value);
    if (headers === undefined || !['to', 'cc', 'bcc'].every((field) => Array.isArray(headers[field])))
      throw invalid('Property "hs_email_headers" must be JSON with from, to, cc and bcc', 'INVALID_JSON');
  }
}

/** Whether a value has the form of an address whose domain has a point within. */
const isAddress = (value: string): boolean =>
  /^[^\s@<>]+@[^\s@<>]+$/.test(value) && value.slice(value.indexOf('@') + 2, -1).includes('.');

export function checkAssociation(
  store: HubspotStore,
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

export function checkUnique(
  store: HubspotStore,
  type: ObjectType,
  values: Record<string, string>,
  ownId?: string,
): void {
  for (const { name, hasUniqueValue } of store.properties(type)) {
    const value = values[name];
    const [holder] = hasUniqueValue && value !== undefined ? holdersOf(store, type, name, value) : [];
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

/** Further addresses of a contact are as unique as the first. */
const holdersOf = (store: HubspotStore, type: ObjectType, name: string, value: string) =>
  [name, ...(name === 'email' ? ['hs_additional_emails'] : [])].flatMap((property) =>
    store.find(type, property, value),
  );

function parseObject(value: string): Json | undefined {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
