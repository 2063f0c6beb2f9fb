import * as z from 'zod/mini';

/** Tags that the sender of a mail of ours gave it. */
export const campaign = z.strictObject({
  campaignId: z.optional(z.string()),
  templateId: z.optional(z.string()),
  recordId: z.optional(z.string()),
  membershipId: z.optional(z.string()).check(z.describe('Of a segment of a CDP.')),
});

/** The tags, typed. */
export type Campaign = z.infer<typeof campaign>;
