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

const mailCounts = z.looseObject({
  total: z.int().min(0),
  days: z.array(
    z.looseObject({
      day: z.iso.date(),
      received: z.int().min(0),
      byFate: z.record(z.string(), z.int()).describe('Mails that have the fate; one with two deliveries may have two.'),
    }),
  ),
  waiting,
});

const hop = z.looseObject({
  hop: z.enum(['received', 'read', 'quarantined', 'failed', 'written', 'settled']),
  at: time.describe('Of a hop that waits, since when.'),
  ms: z.number().optional().describe('Since the hop before it.'),
  integration: z.string().optional(),
  state: z.enum(['done', 'waits', 'failed', 'dead']),
  detail: z.string().optional(),
});

const mailDetail = z.looseObject({
  card: mailCard,
  event: z.looseObject({}).optional().describe('As GET /v1/events/{id} shows it; absent when it is gone.'),
  trace: z.looseObject({}).optional(),
  explain: z.looseObject({ decisions: z.array(z.looseObject({})) }).optional(),
  timeline: z.array(hop),
  siblings: z.looseObject({
    thread: z.array(mailCard).describe('Other mails of the conversation, 50 at most.'),
    copies: z.array(mailCard).describe('Other mails with the same event.'),
  }),
  suppressions: z.array(
    z.looseObject({
      channel: z.string().optional(),
      change: z.string(),
      at: time,
      targets: z.array(z.looseObject({ target: z.string(), state: z.enum(['done', 'waits']) })),
    }),
  ),
  records: z.array(
    z.looseObject({
      integration: z.string(),
      connection: z.string().optional(),
      vendor: z.string().optional(),
      type: z.string(),
      id: z.string(),
    }),
  ),
});

const mailPart: z.ZodType = z.looseObject({
  type: z.string(),
  disposition: z.string().optional(),
  filename: z.string().optional(),
  bytes: z.int().min(0),
  encoding: z.string().optional(),
  children: z.array(z.looseObject({})).optional().describe('Parts of the same form.'),
});

const mailSource = z.looseObject({
  headers: z.array(z.array(z.string()).length(2)).describe('Names and values as they are written, unfolded.'),
  parts: mailPart,
  source: z.string().describe('The first 512 KB.'),
  bytes: z.int().min(0),
  isCut: z.boolean(),
});

const link = z.looseObject({ url: z.url(), expiresAt: time });

const caller = z.looseObject({ name: z.string(), tenant: z.string().optional(), scopes: z.array(z.string()) });

/** The bodies of the list of mails by the names of their components. */
export const mailSchemas = {
  MailPage: mailPage,
  MailCounts: mailCounts,
  MailDetail: mailDetail,
  MailSource: mailSource,
  Caller: caller,
  Link: link,
};
