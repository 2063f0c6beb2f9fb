import * as z from 'zod';
import { isSource } from './sources.ts';
import { transformNames } from './transforms.ts';

/** Records that a mapping can write to. */
export const mappedObjects = ['contact', 'company', 'deal', 'activity'] as const;
export type MappedObject = (typeof mappedObjects)[number];

/** A mapping that nobody can read any more maps too much. */
export const maxFields = 40;
export const warnFromFields = 25;

/** `default@1` is what every integration has that names no other: the records of `mapEvent`, and no field more. */
export const defaultMapping = 'default@1';

/** `name@version`. */
export const mappingName = z.string().regex(/^[a-z][a-z0-9-]{0,39}@\d{1,6}$/, 'wants name@version, as in default@1');

const field = z
  .strictObject({
    target: z
      .string()
      .regex(
        /^(?:contact|company|deal|activity)\.[A-Za-z][\w.-]{0,99}$/,
        "wants contact., company., deal. or activity. and the CRM's name of the field",
      ),
    from: z
      .string()
      .refine(isSource, 'wants a source, as in intent, header:X-Campaign or crm:territory; docs/mapping.md lists them')
      .optional(),
    value: z.union([z.string().max(1000), z.number(), z.boolean()]).optional(),
    transform: z.array(z.enum(transformNames)).max(5).default([]),
    onlyIfEmpty: z.boolean().optional().describe('Also into a record that is there, where the field is empty.'),
  })
  .refine(({ from, value }) => (from === undefined) !== (value === undefined), 'wants either from or value')
  .refine(
    ({ target, onlyIfEmpty }) => onlyIfEmpty !== true || !target.startsWith('activity.'),
    'an activity is always a new one: onlyIfEmpty is for the others',
  );

/** One version of a mapping: whose it is, and which fields it fills. */
export const mappingSchema = z.strictObject({
  owner: z.string().min(2).max(100).describe('A person or team, whom a renamed field is reported to.'),
  extends: mappingName.optional(),
  fields: z.array(field).max(maxFields, `wants at most ${maxFields} fields`),
});

export type MappingField = z.infer<typeof field>;
export type Mapping = z.infer<typeof mappingSchema>;
export type Mappings = Readonly<Record<string, Mapping>>;

/** A mapping with what it extends, ready to be applied. */
export interface ResolvedMapping {
  readonly name: string;
  readonly owner: string;
  readonly fields: readonly MappingField[];
}

export type Resolution =
  | { readonly kind: 'ok'; readonly mapping: ResolvedMapping }
  | { readonly kind: 'mistake'; readonly message: string };

/** Takes a mapping together with those that it extends: a target that both have is the nearer one's. */
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
