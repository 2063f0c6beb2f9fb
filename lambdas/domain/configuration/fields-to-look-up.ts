import { openDealSources, openDealsName } from '../mapping/contact-facts.ts';
import { contactFieldOf } from '../mapping/sources.ts';
import type { ChosenMappings } from './chosen-mappings.ts';
import type { Integration } from './integration.ts';

/**
 * Names the contact's fields that an integration needs from the CRM: those that its rules compare, those that its
 * mappings take a value from, the one that holds the owner, and the name of its open deals where those count. An empty list
 * means that the CRM is not asked.
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
  const asksDeals = rules.some(({ when }) => when.openDeals !== undefined) || usesOpenDeals(mappings);
  const deals = asksDeals ? [openDealsName] : [];
  return [
    ...new Set([...compared, ...sources, ...deals, ...(ownerField === undefined ? [] : [ownerField])]),
  ].toSorted();
}

/** Whether a mapping takes a value from the open deals of the contact. */
const usesOpenDeals = (mappings: ChosenMappings): boolean =>
  [...mappings.values()].some(
    (resolution) =>
      resolution.kind === 'ok' &&
      resolution.mapping.fields.some(({ from }) => from !== undefined && Object.hasOwn(openDealSources, from)),
  );
