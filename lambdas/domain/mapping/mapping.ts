import { maxFields } from './mapping-limits.ts';
import type { Mapping, MappingField, Mappings } from './mapping-schema.ts';

/** The mapping of every integration that names no other: the records of `mapEvent`, and no field more. */
export const defaultMapping = 'default@1';

/** A mapping with the fields of those that it extends, ready to be applied. */
export interface ResolvedMapping {
  readonly name: string;
  readonly owner: string;
  readonly fields: readonly MappingField[];
}

export type Resolution =
  | { readonly kind: 'ok'; readonly mapping: ResolvedMapping }
  | { readonly kind: 'mistake'; readonly message: string };

/** Joins a mapping with those that it extends: the nearer mapping fills a target that both have. */
export function resolveMapping(name: string, mappings: Mappings): Resolution {
  const chain: string[] = [];
  let fields: MappingField[] = [];
  for (let current: string | undefined = name; current !== undefined; current = mappings[current]?.extends) {
    if (chain.includes(current)) return mistake(`extends itself: ${[...chain, current].join(' → ')}`);
    chain.push(current);
    const mapping: Mapping | undefined = mappings[current];
    if (mapping === undefined) {
      if (current === defaultMapping) break;
      const known = [defaultMapping, ...Object.keys(mappings)].join(', ');
      return mistake(`found "${current}", wants one of the mappings: ${known}`);
    }
    const near = new Set(fields.map(({ target }) => target));
    fields = [...mapping.fields.filter(({ target }) => !near.has(target)), ...fields];
  }
  if (fields.length > maxFields) return mistake(`has ${fields.length} fields with what it extends, wants ${maxFields}`);
  const targets = fields.map(({ target }) => target);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) return mistake(`fills ${twice} twice`);
  return { kind: 'ok', mapping: { name, owner: mappings[name]?.owner ?? 'postern', fields } };
}

const mistake = (message: string): Resolution => ({ kind: 'mistake', message });

/** Result of the last check of the mappings. */
export interface MappingsSeen {
  readonly at: Date;
  readonly errors: number;
}
