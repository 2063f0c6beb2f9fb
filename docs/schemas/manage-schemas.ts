import * as z from 'zod';

// The bodies of the routes behind the console.

const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);

const unavailable = z
  .array(z.looseObject({ part: z.string(), reason: z.string() }))
  .describe('Parts that could not be read: the answer says nothing about these.');

const connectionHealth = z.looseObject({
  connection: z.string(),
  vendor: z.string(),
  circuit: z.enum(['closed', 'open']),
  reason: z.string().optional(),
  openedAt: z.string().optional(),
  nextProbeAt: z.string().optional(),
  waiting: count.describe('Conversations that wait for it, counted up to a thousand.'),
  queueSeconds: z.number(),
});

const queueHealth = z.looseObject({
  queue: z.string(),
  waiting: count,
  inFlight: count,
  delayed: count,
  oldestSeconds: z.number().optional(),
  deadLetters: count,
  stage: z.string(),
  eventSource: z.string().describe('Enabled, Disabled and so on; Missing: nothing reads the queue.'),
});

const health = z.looseObject({
  healthy: z.boolean().describe('Nothing is wrong, and each part was read.'),
  integrations: count,
  connections: z.array(connectionHealth),
  poisoned: z
    .array(
      z.looseObject({ group: z.string(), head: z.string(), reason: z.string(), since: z.string(), waiting: count }),
    )
    .describe('Conversations that wait behind a mail that fails.'),
  stuck: count.optional().describe('Deliveries that are pending for a quarter of an hour and that nobody works on.'),
  queues: z.array(queueHealth),
  deadLetters: count.optional(),
  unread: z
    .looseObject({ mails: count, lookedAt: count, isAll: z.boolean(), oldestSeconds: count.optional() })
    .optional()
    .describe('Mail that was received and not read yet.'),
  sweptAt: time.optional(),
  trail: z.looseObject({ newestAt: time.optional(), behindSeconds: count.optional() }).optional(),
  canary: z
    .looseObject({ sentAt: time, arrivedAt: time.optional(), state: z.enum(['arrived', 'under-way', 'late']) })
    .optional()
    .describe('The last synthetic mail. Absent: none has set out yet.'),
  findings: z
    .array(z.looseObject({ text: z.string(), article: z.string().optional() }))
    .describe('Each problem, with the article about it.'),
  problems: z.array(z.string()),
  remarks: z.array(z.string()).describe('Facts that hold no mail up.'),
  unavailable,
});

const parked = z.looseObject({
  threads: z.array(
    z.looseObject({
      group: z.string(),
      tenant: z.string(),
      integration: z.string(),
      kind: z.enum(['poisoned', 'buffered']).describe('Behind a mail that fails, or for a connection.'),
      connection: z.string().optional(),
      head: z.string().describe('The event that is next.'),
      reason: z.string(),
      since: z.string(),
      waiting: count.describe('Deliveries that wait.'),
      triedAt: time.optional(),
    }),
  ),
  hasMore: z.boolean(),
});

export const manageSchemas = { Health: health, Parked: parked } as const;
