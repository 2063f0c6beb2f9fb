import * as z from 'zod';
import { purposes } from '../mail/purposes.ts';
import { contactField } from '../mapping/sources.ts';

const someOf = z.array(z.enum(purposes)).min(1);
const fieldName = z.string().regex(contactField, "wants the CRM's own name of a field, as in DoNotCall");
const value = z.union([z.string().max(200), z.number(), z.boolean()]);

/** A field of the contact that decides about purposes: by its values, or by the lack of them. */
const crmRule = z
  .strictObject({
    field: fieldName,
    is: z.array(value).min(1).optional().describe('Values that bar; upper and lower case are the same.'),
    isNot: z.array(value).min(1).optional().describe('The only values that do not bar; an empty field bars.'),
    bars: someOf.describe('The purposes for which the address must not be written to.'),
    /** Fields that say where a consent comes from, and which version of the privacy notice it was given to. */
    sourceField: fieldName.optional(),
    policyVersionField: fieldName.optional(),
  })
  .refine(({ is, isNot }) => (is === undefined) !== (isNot === undefined), 'wants either is or isNot');

/** A segment of a CDP that bars purposes of those who are in it. */
const segmentRule = z.strictObject({ segment: z.string().min(1).max(200), bars: someOf });

/**
 * The part that the CRM and the CDPs have in the answer whether an address may be written to. The settings of all of a
 * tenant's integrations add up, each asked at its own connection.
 */
export const eligibilitySchema = z.strictObject({
  crm: z.array(crmRule).min(1).max(20).optional(),
  segments: z.array(segmentRule).min(1).max(50).optional(),
  /** Where the CRM does not answer and nothing recent is remembered. Absent: `bar`, the purposes of the rules are barred. */
  whenUnknown: z.enum(['bar', 'ignore']).optional(),
});

/** The settings of one integration. */
export type EligibilitySettings = z.infer<typeof eligibilitySchema>;
export type CrmRule = z.infer<typeof crmRule>;
export type SegmentRule = z.infer<typeof segmentRule>;
