import { type Resolution, resolveMapping } from '../mapping/mapping.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import type { Integration } from './integration.ts';

/** The mappings that an integration can come to, by name: its own, and those that its rules choose. */
export type ChosenMappings = ReadonlyMap<string, Resolution>;

/** Resolves every mapping that an integration names; a name that leads nowhere has its mistake. */
export function chosenMappings(
  { mapping, rules = [] }: Pick<Integration, 'mapping' | 'rules'>,
  mappings: Mappings,
): ChosenMappings {
  const names = [mapping, ...rules.flatMap((rule) => rule.do.mapping ?? [])];
  return new Map(names.map((name) => [name, resolveMapping(name, mappings)]));
}
