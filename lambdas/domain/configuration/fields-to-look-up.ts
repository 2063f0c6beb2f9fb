import { resolveMapping } from '../mapping/mapping.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import { contactFieldOf } from '../mapping/sources.ts';
import type { Integration } from './integration.ts';

/**
 * Fields of the contact that an integration decides by: those that its rules ask about, that its mappings take a value
 * from, and the one that says whose the contact is. None: the CRM is not asked.
 */
export function fieldsToLookUp({ rules = [], mapping, ownerField }: Integration, mappings: Mappings): string[] {
  const ruled = rules.flatMap(({ when }) => Object.keys(when.crm ?? {}));
  const names = [mapping, ...rules.flatMap((rule) => rule.do.mapping ?? [])];
  const mapped = names.flatMap((name) => {
    const resolved = resolveMapping(name, mappings);
    const fields = resolved.kind === 'ok' ? resolved.mapping.fields : [];
    return fields.flatMap(({ from }) => (from && contactFieldOf(from)) ?? []);
  });
  return [...new Set([...ruled, ...mapped, ...(ownerField === undefined ? [] : [ownerField])])].toSorted();
}
