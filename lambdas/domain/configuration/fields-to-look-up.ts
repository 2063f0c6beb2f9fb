import { contactFieldOf } from '../mapping/sources.ts';
import type { ChosenMappings } from './chosen-mappings.ts';
import type { Integration } from './integration.ts';

/**
 * Names the contact's fields that an integration needs from the CRM: those that its rules compare, those that its
 * mappings take a value from, and the one that holds the owner. An empty list means that the CRM is not asked.
 */
export function fieldsToLookUp(
  { rules = [], ownerField }: Pick<Integration, 'rules' | 'ownerField'>,
  mappings: ChosenMappings,
): string[] {
  const compared = rules.flatMap(({ when }) => Object.keys(when.crm ?? {}));
  const sources = [...mappings.values()].flatMap((resolution) => {
    const fields = resolution.kind === 'ok' ? resolution.mapping.fields : [];
    return fields.flatMap(({ from }) => (from && contactFieldOf(from)) ?? []);
  });
  return [...new Set([...compared, ...sources, ...(ownerField === undefined ? [] : [ownerField])])].toSorted();
}
