import * as z from 'zod';

/** The fields of an event, as the list of the API announces it. */
export const listedEventFields = {
  eventId: z.string(),
  integration: z.string(),
  tenant: z.string(),
  /** Absent for the mail itself; a later version may announce more about it. */
  type: z.string().optional(),
  kind: z.string().optional(),
  lane: z.string(),
  threadKey: z.string(),
  receivedAt: z.string(),
  recordedAt: z.string(),
};

/** One page of the list. */
export const pageOf = <Event extends z.ZodType>(event: Event) =>
  z.object({ events: z.array(event), cursor: z.string(), hasMore: z.boolean(), pollAfterMs: z.number() });
