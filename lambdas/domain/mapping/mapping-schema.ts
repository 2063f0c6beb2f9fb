import * as z from 'zod';
import { maxFields } from './mapping-limits.ts';
import { isSource, mappedTarget } from './sources.ts';
import { transformNames } from './transforms.ts';

/** `name@version`. */
export const mappingName = z.string().regex(/^[a-z][a-z0-9-]{0,39}@\d{1,6}$/, 'wants name@version, as in default@1');

/** One field of a mapping. */
const mappingField = z
  .strictObject({
    target: z
      .string()
      .regex(mappedTarget, "wants contact., company., deal. or activity. and the CRM's name of the field"),
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

/** One version of a mapping: its owner, and the fields that it fills. */
export const mappingSchema = z.strictObject({
  owner: z.string().min(2).max(100).describe('A person or team, whom a renamed field is reported to.'),
  extends: mappingName.optional(),
  fields: z.array(mappingField).max(maxFields, `wants at most ${maxFields} fields`),
});

export type MappingField = z.infer<typeof mappingField>;
export type Mapping = z.infer<typeof mappingSchema>;
export type Mappings = Readonly<Record<string, Mapping>>;
