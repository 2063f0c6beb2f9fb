import * as z from 'zod';

/** The records that a delivered mail has at its CRM, for systems that were handed the mail before these were known. */
export const emailDeliveredSchema = z.strictObject({
  schema: z.literal('email.delivered/1'),
  eventId: z.string(),
  integration: z.string(),
  tenant: z.string(),
  threadKey: z.string(),
  receivedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().describe('When the CRM had all records.'),
  crm: z.strictObject({
    connection: z.string().describe('The name of the connection to the CRM.'),
    contactId: z.string().optional(),
    companyId: z.string().optional(),
    dealId: z.string().optional(),
    activityId: z.string().optional(),
  }),
});

export type EmailDelivered = z.infer<typeof emailDeliveredSchema>;
