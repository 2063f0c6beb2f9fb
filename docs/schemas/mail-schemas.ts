import * as z from 'zod';
import { listedFates } from '../../lambdas/api/mails/list-question.ts';
import { trustBands } from '../../lambdas/domain/delivery/mail-cards.ts';

// The bodies of the list of mails. Answers are open: later versions may add fields.

const time = z.iso.datetime({ offset: true });

const waiting = z.looseObject({
  unread: z.int().min(0).optional().describe('Received and not read yet; only for callers of all tenants.'),
  oldestSeconds: z.number().optional(),
  mails: z
    .array(z.looseObject({ mailId: z.string(), storedAt: time, bytes: z.int().optional() }))
    .optional()
    .describe('The newest of them, where they can be named: on a laptop.'),
  pending: z.int().min(0).describe('Mails without a fate.'),
  parked: z.int().min(0).describe('Mails that wait in their conversation.'),
});

const mailDelivery = z.looseObject({
  integration: z.string(),
  tenant: z.string(),
  lane: z.enum(['conversation', 'suppression']),
  fate: z.enum(listedFates),
  reason: z.string().optional(),
  settledAt: time.optional(),
  crm: z.looseObject({}).optional().describe('Ids of its records.'),
});

const mailCard = z.looseObject({
  mailId: z.string(),
  eventId: z.string().optional().describe('Absent for a mail that could not be read.'),
  tenant: z.string().optional().describe('Absent where it reached none, or several.'),
  receivedAt: time,
  state: z.enum(['parsed', 'quarantined']),
  reason: z.string().optional(),
  kind: z.string().optional(),
  trust: z.enum(trustBands).optional(),
  from: z.looseObject({ address: z.string().optional(), name: z.string().optional() }).optional(),
  to: z.array(z.string()).describe('Envelope recipients that the caller may see.'),
  subject: z.string().optional(),
  snippet: z.string().optional(),
  attachments: z.looseObject({
    count: z.int().min(0),
    worst: z.enum(['clean', 'unscanned', 'suspicious', 'blocked']).optional(),
  }),
  threadKey: z.string().optional(),
  intent: z.string().optional(),
  deliveries: z.array(mailDelivery),
  erased: z.literal(true).optional(),
});

const mailPage = z.looseObject({
  mails: z.array(mailCard),
  cursor: z.string().optional().describe('Where the page ends; absent at the end of the list.'),
  hasMore: z.boolean(),
  searchedUntil: time
    .optional()
    .describe('One request reads so much: all mail received after it was looked at. Go on with the cursor.'),
  waiting,
});

/** The bodies of the list of mails by the names of their components. */
export const mailSchemas = { MailPage: mailPage };
