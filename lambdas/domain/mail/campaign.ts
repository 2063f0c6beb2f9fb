import * as z from 'zod/mini';

/** What the sender of a mail of ours tagged it with. */
export const campaign = z.strictObject({
  campaignId: z.optional(z.string()),
  templateId: z.optional(z.string()),
  recordId: z.optional(z.string()),
  membershipId: z.optional(z.string()).check(z.describe('Of a segment of a CDP.')),
});

/** What the sender of a mail of ours tagged it with. */
export type Campaign = z.infer<typeof campaign>;
