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

const tenant = z.string().optional().describe('One tenant, for a key of all.');
const dryRun = z.boolean().optional().describe('true unless false is said: nothing is changed.');

const redriveQuestion = z.looseObject({
  event: z.string().optional().describe('Only the conversation in which this event waits.'),
  thread: z.string().optional(),
  integration: z.string().optional(),
  skip: z
    .union([z.string(), z.literal(true)])
    .optional()
    .describe('Give this event up, so that its conversation goes on; true: the one in event.'),
  dryRun,
  tenant,
});

const redriveAnswer = z.looseObject({
  dryRun: z.boolean(),
  collected: count.describe('Dead letters that were taken into their conversations.'),
  found: count,
  replayed: count,
  skipped: count,
  threads: z.array(
    z.looseObject({
      group: z.string(),
      head: z.string(),
      reason: z.string(),
      waiting: count,
      replayed: count,
      skipped: count,
      stoppedBy: z.string().optional(),
    }),
  ),
});

const redriveRunning = z.looseObject({ dryRun: z.boolean(), state: z.literal('running'), next: z.string() });

const integrations = z.looseObject({
  integrations: z.array(
    z.looseObject({
      key: z.string(),
      tenant: z.string(),
      connection: z.string(),
      mode: z.enum(['off', 'shadow', 'live']),
      routes: z.array(z.string()).describe('Patterns of addresses.'),
      mappingVersion: z.string(),
    }),
  ),
  connections: z.array(
    z.looseObject({
      key: z.string(),
      vendor: z.string(),
      tenants: z.array(z.string()),
      circuit: z.enum(['closed', 'open']).optional(),
      reason: z.string().optional(),
      waiting: count.optional(),
    }),
  ),
  unavailable,
});

const mappingFields = z.looseObject({
  mapping: z.string(),
  owner: z.string().optional(),
  fields: z.array(
    z.looseObject({
      object: z.string(),
      field: z.string().describe('As the CRM calls it.'),
      from: z.string().optional(),
      value: z.union([z.string(), z.number(), z.boolean()]).optional(),
      policy: z.string(),
    }),
  ),
  mistake: z.string().optional(),
});

const consentLookUp = z.looseObject({
  address: z.string(),
  tenant: z.string(),
  answer: z.looseObject({ eligible: z.record(z.string(), z.boolean()), reasons: z.array(z.looseObject({})) }),
  status: z.enum(['open', 'partly', 'closed']).describe('For every purpose, for some, for none.'),
  history: z.array(z.looseObject({ at: z.string(), signal: z.string(), source: z.string(), evidence: z.string() })),
  targets: z.array(
    z.looseObject({ target: z.string(), state: z.enum(['waiting', 'told', 'absent', 'not-kept-here']) }),
  ),
});

const providers = z.looseObject({
  providers: z.array(
    z.looseObject({
      tenant: z.string(),
      provider: z.string(),
      sent: count,
      complaintRate: z.number(),
      hardBounceRate: z.number(),
      deferralRate: z.number(),
      held: z.looseObject({ since: time, reason: z.string(), rate: z.number() }).optional(),
    }),
  ),
});

const holdRelease = z.looseObject({
  dryRun: z.boolean(),
  released: z.boolean(),
  tenant: z.string(),
  hold: z.looseObject({ provider: z.string(), reason: z.string(), since: time }),
});

const point = z.looseObject({ at: time, value: z.number() });

const kpis = z.looseObject({
  since: z.enum(['24h', '7d', '30d']),
  kpis: z.array(
    z.looseObject({
      id: z.string(),
      metric: z.string(),
      title: z.string().optional(),
      unit: z.enum(['s', 'ms', 'count', 'share']).optional(),
      dimensions: z.record(z.string(), z.string()),
      count: z.number(),
      average: z.number(),
      p50: z.number(),
      p95: z.number(),
      p99: z.number(),
      maximum: z.number(),
      target: z.number().optional().describe('In s: the slowest arrival that is in time.'),
      isMet: z.boolean().optional(),
      trend: z.array(point).describe('The oldest first; periods without a measurement have no point.'),
    }),
  ),
  unavailable,
});

const promises = z.looseObject({
  since: z.enum(['24h', '7d', '30d']),
  promises: z.array(
    z.looseObject({
      id: z.enum(['unsubscribe', 'bounce', 'complaint', 'delivery']),
      title: z.string(),
      sentence: z.string(),
      limitSeconds: z.number(),
      now: z.looseObject({
        oldestPendingSeconds: z.number().optional(),
        pending: count.optional().describe('Counted up to a thousand; absent: it could not be read.'),
      }),
      points: z
        .array(
          z.looseObject({
            at: time,
            p50: z.number().optional(),
            p95: z.number().optional(),
            worst: z.number().optional(),
            count: z.number(),
          }),
        )
        .describe('In s.'),
      isKept: z.boolean().describe('As far as the figures tell: see unavailable.'),
    }),
  ),
  unavailable,
});

const reviews = z.looseObject({
  offers: z.array(z.looseObject({ eventId: z.string(), integration: z.string(), at: time, reason: z.string() })),
  samples: z.array(
    z.looseObject({ eventId: z.string(), receivedAt: time, kind: z.string(), rules: z.array(z.string()) }),
  ),
  accuracy: z.array(z.looseObject({ class: z.string(), reviewed: count, right: count })),
  unavailable,
});

const verdict = z.looseObject({
  eventId: z.string(),
  integration: z.string().optional().describe('Where the mail went to several: the one that is meant.'),
  kind: z.string().optional().describe('The right kind; absent: Postern was right.'),
  intent: z.string().optional(),
  trust: z.enum(['right', 'too-low', 'too-high']).optional(),
  thread: z.enum(['right', 'wrong']).optional(),
  person: z.enum(['right', 'wrong']).optional(),
  note: z.string().max(1000).optional().describe('Without a word of the mail.'),
  right: z.boolean().optional(),
  dryRun,
  tenant,
});

const keptReview = z.looseObject({
  dryRun: z.boolean(),
  kept: z.boolean(),
  review: z.looseObject({ eventId: z.string(), at: time, by: z.string(), kind: z.string() }),
});

export const manageSchemas = {
  Reviews: reviews,
  Verdict: verdict,
  KeptReview: keptReview,
  Kpis: kpis,
  Promises: promises,
  Health: health,
  Parked: parked,
  WriteQuestion: z.looseObject({ dryRun, tenant }),
  RedriveQuestion: redriveQuestion,
  RedriveAnswer: redriveAnswer,
  RedriveRunning: redriveRunning,
  Integrations: integrations,
  MappingFields: mappingFields,
  ConsentLookUp: consentLookUp,
  Providers: providers,
  HoldRelease: holdRelease,
} as const;
