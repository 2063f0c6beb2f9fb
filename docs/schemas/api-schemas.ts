import * as z from 'zod';
import { addressableKinds } from '../../lambdas/domain/configuration/tagged-address.ts';
import { channels } from '../../lambdas/domain/consent/signals.ts';
import { errorClasses } from '../../lambdas/domain/crm/outcome.ts';
import { fastestPerSecond, mostReplayed } from '../../lambdas/domain/delivery/replay-job.ts';
import { emailReceivedSchema } from '../../lambdas/domain/mail/event.ts';
import { mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import { mailSchemas } from './mail-schemas.ts';
import { manageSchemas } from './manage-schemas.ts';

// The bodies of the API. Answers are open: later versions may add fields.

const time = z.iso.datetime({ offset: true });
const eventId = z.string().regex(/^evt_[0-9a-f]{32}$/);
/** As the API reads a time: a day, or a moment with its offset. */
const moment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const fates = [
  'delivered',
  'shadowed',
  'suppressed',
  'filtered',
  'quarantined',
  'unrouted',
  'parked',
  'dead',
  'pending',
];

const problem = z.looseObject({
  type: z.string().describe('urn:postern:problem:<name>: decide by it.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('One sentence for people.'),
  error: z.string().describe('The same as detail, for callers of earlier versions.'),
});

const gatewayMessage = z.looseObject({ message: z.string() });

const delivery = z.looseObject({
  integration: z.string(),
  tenant: z.string(),
  state: z.enum(['pending', 'done', 'failed']),
  fate: z.enum(fates),
  reason: z.string().optional(),
  settledAt: time.optional(),
  crm: z.record(z.string(), z.string()).describe('Ids of the records at the CRM.'),
});

const event = emailReceivedSchema.extend({ delivery });

const feedEntry = z.looseObject({
  eventId,
  integration: z.string(),
  tenant: z.string(),
  type: z
    .literal('email.delivered/1')
    .optional()
    .describe('The CRM has the records of the mail, see deliveredInFeed. Absent: the mail itself.'),
  kind: z.enum(mailKinds).optional().describe('Absent for mail that an earlier version recorded.'),
  lane: z.enum(['conversation', 'suppression']),
  threadKey: z.string(),
  receivedAt: time,
  recordedAt: time.describe('When it joined the list.'),
});

const eventPage = z.looseObject({
  events: z.array(feedEntry),
  cursor: z.string().describe('Where the page ends.'),
  hasMore: z.boolean(),
  pollAfterMs: z.int().min(0).describe('When to ask again, in ms.'),
});

const ack = z.strictObject({
  eventIds: z.array(z.string().max(100)).max(100).optional(),
  cursor: z.string().optional().describe('All events up to it.'),
  consumer: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  integration: z.string().optional(),
  tenant: z.string().optional(),
});

const ackAnswer = z.looseObject({
  consumer: z.string(),
  acknowledged: z.array(z.string()),
  unknown: z.array(z.string()).describe('Ids that are in no feed of the tenant.'),
});

const replayRequest = z.strictObject({
  eventIds: z.array(eventId).min(1).max(100).optional(),
  messageIds: z.array(z.string().min(1).max(1000)).min(1).max(100).optional(),
  thread: z.string().min(1).max(300).optional(),
  integration: z.string().min(1).max(300).optional(),
  errorClass: z.enum(errorClasses).optional().describe('Of the last failure.'),
  since: z.string().regex(moment).optional().describe('Received then or later, ISO 8601 with an offset.'),
  until: z.string().regex(moment).optional().describe('Received before, ISO 8601 with an offset.'),
  delivered: z.boolean().optional().describe('Also what was delivered; absent: only what was given up.'),
  newIds: z.boolean().optional().describe('With delivered: new message ids, so that consumers do not drop them.'),
  perSecond: z.int().min(1).max(fastestPerSecond).optional(),
  limit: z.int().min(1).max(mostReplayed).optional().describe('Deliveries after which it stops.'),
  dryRun: z.boolean().optional(),
  tenant: z.string().min(1).max(300).optional(),
});

const replayCounts = {
  total: z.int().min(0).describe('Events to look at.'),
  examined: z.int().min(0).describe('Events that were looked at.'),
  unchanged: z.int().min(0).describe('A CRM has the records already.'),
  refused: z.int().min(0),
  refusals: z.record(z.string(), z.int()).describe('Refused deliveries by code.'),
  listed: z
    .array(
      z.looseObject({
        eventId,
        integration: z.string(),
        result: z.string(),
        code: z.string().optional(),
        reason: z.string().optional(),
      }),
    )
    .describe('The first that were refused or failed.'),
};

const replay = z.looseObject({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'stopped']),
  reason: z.string().optional().describe('Why it stopped.'),
  waitsFor: z.string().optional().describe('Why it does not go on at the moment.'),
  createdAt: time,
  endedAt: time.optional(),
  delivered: z.boolean(),
  newIds: z.boolean(),
  perSecond: z.int(),
  limit: z.int(),
  replayed: z.int().min(0),
  failed: z.int().min(0),
  ...replayCounts,
});

const replayPreview = z.looseObject({
  dryRun: z.literal(true),
  isComplete: z.boolean().describe('False: there are more events than one request looks at.'),
  wouldReplay: z.int().min(0),
  first: z.array(z.looseObject({ eventId, integration: z.string() })).describe('The first that would go.'),
  ...replayCounts,
});

const trace = z.looseObject({
  eventId,
  mails: z.array(
    z.looseObject({
      mailId: z.string(),
      receivedAt: time,
      recipients: z.array(z.looseObject({ recipient: z.string(), fate: z.enum(fates) })),
    }),
  ),
  deliveries: z.array(
    z.looseObject({ integration: z.string(), fate: z.enum(fates), attempts: z.int(), steps: z.looseObject({}) }),
  ),
});

const explanation = z.looseObject({
  eventId,
  integration: z.string(),
  thread: z.looseObject({ key: z.string(), matchedBy: z.string() }),
  delivery,
  decisions: z.array(
    z.looseObject({
      decision: z.string(),
      outcome: z.string(),
      rule: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
});

const question = z
  .object({
    address: z.string().meta({ examples: ['lea@example.org'] }),
    tenant: z.string().optional(),
    channel: z.enum(channels).optional(),
    purpose: z.enum(purposes).optional(),
  })
  .catchall(z.string());

const eligibility = z.looseObject({
  address: z.string(),
  tenant: z.string(),
  eligible: z.record(z.enum(purposes), z.boolean()),
  reasons: z.array(z.looseObject({ code: z.string(), purposes: z.array(z.string()) })),
  answer: z.boolean().optional().describe('For the purpose that was asked for.'),
});

const holds = z.looseObject({
  holds: z.array(
    z.looseObject({ provider: z.string(), reason: z.string(), since: time, rate: z.number(), tenant: z.string() }),
  ),
});

const addressRequest = z.looseObject({
  type: z.enum(addressableKinds).meta({ examples: ['deal'] }),
  id: z.string().meta({ examples: ['12345'] }),
  integration: z.string().optional(),
});
const addressAnswer = z.looseObject({ address: z.string(), type: z.string(), id: z.string(), integration: z.string() });
const intakeAnswer = z.looseObject({ accepted: z.int() });

/** The bodies by their names in the document. */
export const apiSchemas = {
  Problem: problem,
  ...mailSchemas,
  GatewayMessage: gatewayMessage,
  Event: event,
  EventPage: eventPage,
  Ack: ack,
  AckAnswer: ackAnswer,
  ReplayRequest: replayRequest,
  Replay: replay,
  ReplayPreview: replayPreview,
  Trace: trace,
  Explanation: explanation,
  EligibilityQuestion: question,
  Eligibility: eligibility,
  Holds: holds,
  AddressRequest: addressRequest,
  AddressAnswer: addressAnswer,
  IntakeAnswer: intakeAnswer,
  ...manageSchemas,
} as const satisfies Record<string, z.ZodType>;

export type ApiSchemaName = keyof typeof apiSchemas;
