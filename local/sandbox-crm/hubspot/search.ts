import { elementsOf, textsOf } from '../../fields.ts';
import { asObject, invalid, type Json, text } from '../api-error.ts';
import type { ObjectType } from './schema.ts';
import type { CrmRecord, HubspotStore } from './store.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/**
 * Searches by groups of filters: in each the first by EQ, IN or CONTAINS_TOKEN, over an index, or by the time of the last change;
 * the others by EQ, GTE or HAS_PROPERTY.
 */
export function search(store: HubspotStore, type: ObjectType, body: unknown): ApiAnswer {
  const { filterGroups, limit = 10, after = '0', sorts } = asObject(body);
  const groups = elementsOf(filterGroups).map((group) =>
    elementsOf(asObject(group).filters).map((filter) => asObject(filter)),
  );
  if (groups.length === 0) throw invalid('the sandbox searches by filters', 'INVALID_OPERATOR');
  const byId = new Map(groups.flatMap((filters) => foundBy(store, type, filters).map((record) => [record.id, record])));
  const found = [...byId.values()];
  if (Array.isArray(sorts)) found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt));
  const [from, size] = [Number(after), Math.min(Number(limit), 200)];
  const next = from + size < found.length ? { paging: { next: { after: String(from + size) } } } : {};
  return { status: 200, body: { total: found.length, results: found.slice(from, from + size).map(show), ...next } };
}

/** The records of one group of filters. @throws ApiError */
function foundBy(store: HubspotStore, type: ObjectType, filters: readonly Json[]): CrmRecord[] {
  for (const filter of filters) {
    const name = text(filter, 'propertyName');
    if (!store.property(type, name)) throw invalid(`Property "${name}" does not exist`, 'PROPERTY_DOESNT_EXIST');
  }
  const [first, ...others] = filters;
  // Only by the time of the last change all records are looked through.
  const isByTime = filters.some(
    ({ operator, propertyName }) => operator === 'GTE' && /^(?:hs_)?lastmodifieddate$/.test(String(propertyName)),
  );
  const wanted = first?.operator === 'IN' ? textsOf(first.values) : [String(first?.value)];
  if (first === undefined || (!isByTime && !['EQ', 'IN', 'CONTAINS_TOKEN'].includes(String(first.operator))))
    throw invalid('the sandbox searches with EQ, IN or CONTAINS_TOKEN first', 'INVALID_OPERATOR');
  const candidates = isByTime
    ? store.all(type)
    : wanted.flatMap((value) => store.find(type, text(first, 'propertyName'), value));
  return candidates
    .map((record) => ({ ...record, properties: { ...record.properties, ...modifiedAt(type, record.updatedAt) } }))
    .filter((record) => (isByTime ? filters : others).every((filter) => holds(record.properties, filter)));
}

/** The time of the last change, which contacts have under an older name. */
const modifiedAt = (type: ObjectType, at: string) =>
  type === 'contacts' ? { lastmodifieddate: at } : { hs_lastmodifieddate: at };

function holds(properties: Readonly<Record<string, string>>, filter: Json): boolean {
  const current = properties[text(filter, 'propertyName')] ?? '';
  if (filter.operator === 'IN')
    return textsOf(filter.values).some((value) => value.toLowerCase() === current.toLowerCase());
  const wanted = filter.operator === 'HAS_PROPERTY' ? '' : text(filter, 'value');
  if (filter.operator === 'EQ') return current.toLowerCase() === wanted.toLowerCase();
  if (filter.operator === 'HAS_PROPERTY') return current !== '';
  if (filter.operator === 'GTE') return Date.parse(current) >= Number(wanted);
  throw invalid(`the sandbox does not know ${String(filter.operator)}`, 'INVALID_OPERATOR');
}

/** A record as answers show it. */
export const show = ({ id, properties, createdAt, updatedAt }: CrmRecord) => ({
  id,
  properties: { ...properties, hs_object_id: id },
  createdAt,
  updatedAt,
  archived: false,
});
