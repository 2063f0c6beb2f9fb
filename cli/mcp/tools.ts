import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { channels } from '../../lambdas/domain/consent/signals.ts';
import { mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import { answered } from '../api/api-client.ts';
import type { ConnectedApi } from '../api/connect-api.ts';
import { listedEventFields, pageOf } from '../api/listed-event.ts';
import { shownEvent } from './shown-event.ts';
import { shownExplanation, shownTrace } from './shown-way.ts';
import type { ToolAnswer } from './tool-answer.ts';

/** The API, and the tenant that the server of tools is limited to. */
export interface ToolPorts extends Pick<ConnectedApi, 'ask' | 'post'> {
  readonly tenant?: string;
}

/** A tool that reads, by its name in the protocol. */
interface Tool<Input extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly run: (input: z.infer<z.ZodObject<Input>>, ports: ToolPorts) => Promise<ToolAnswer>;
}

/** Keeps the types of a tool's input and its work together. */
const tool = <Input extends z.ZodRawShape>(definition: Tool<Input>): Tool => definition as unknown as Tool;

const eventId = z
  .string()
  .regex(/^evt_[0-9a-f]{32}$/)
  .describe('The id of an event, as search_events lists it.');
const integration = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe('The key of an integration; absent: the first that got the mail.');
const oneEvent = { eventId, integration };

/** Events of one answer at most, and text of one event, in UTF-16 units. */
const [mostEvents, usualText, mostText] = [50, 4_000, 20_000];

/** Only fields that hold no word of a mail. */
const page = pageOf(z.object(listedEventFields)).omit({ pollAfterMs: true });

/** The path of what an event has. */
const pathOf = (id: string, part = ''): string => `/v1/events/${encodeURIComponent(id)}${part}`;

const searchEvents = tool({
  name: 'search_events',
  title: 'Search events',
  description:
    'Lists inbound e-mail events, the oldest first: ids, kinds and times, no words. For the newest, give since. Go on with the cursor of the last answer while hasMore is true.',
  input: {
    since: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('Only events recorded at that time or later, ISO 8601.'),
    cursor: z.string().max(2_000).optional().describe('Where the last answer ended.'),
    integration: integration.describe('Only events of that integration.'),
    kind: z.enum(mailKinds).optional().describe('Only mail of that kind.'),
    limit: z.int().min(1).max(mostEvents).default(20),
  },
  async run({ since, cursor, integration, kind, limit }, { ask, tenant }) {
    const from = cursor === undefined ? { since } : { cursor };
    const result = await ask('/v1/events', { ...from, integration, kind, limit, tenant });
    return { facts: page.parse(answered(result)) };
  },
});

const getEvent = tool({
  name: 'get_event',
  title: 'Get an event',
  description:
    'Shows one e-mail: verdicts, kind, trust and the fate of its delivery as facts; sender, recipients, subject, visible text and names of files as untrusted mail.',
  input: {
    ...oneEvent,
    maxText: z.int().min(0).max(mostText).default(usualText).describe('Characters of text at most.'),
  },
  run: async ({ eventId, integration, maxText }, { ask, tenant }) =>
    shownEvent(answered(await ask(pathOf(eventId), { integration, tenant })), maxText),
});

const trace = tool({
  name: 'trace',
  title: 'Trace an event',
  description: 'Shows the way of one e-mail: receipts, deliveries, attempts, CRM record ids, and the next command.',
  input: oneEvent,
  run: async ({ eventId, integration }, { ask, tenant }) =>
    shownTrace(answered(await ask(pathOf(eventId, '/trace'), { integration, tenant }))),
});

const explain = tool({
  name: 'explain',
  title: 'Explain an event',
  description: 'Shows each decision about one e-mail (kind, intent, sender, trust, route) with its rule and evidence.',
  input: oneEvent,
  run: async ({ eventId, integration }, { ask, tenant }) =>
    shownExplanation(answered(await ask(pathOf(eventId, '/explain'), { integration, tenant }))),
});

const eligibilityAnswer = z.object({
  address: z.string(),
  tenant: z.string(),
  eligible: z.record(z.string(), z.boolean()),
  reasons: z.array(z.looseObject({ code: z.string(), purposes: z.array(z.string()) })),
  answer: z.boolean().optional(),
});

const eligibility = tool({
  name: 'eligibility',
  title: 'Ask who may be mailed',
  description: 'Tells for which purposes an address may be written to, and why not. It changes nothing.',
  input: {
    address: z.string().min(3).max(320),
    channel: z.enum(channels).optional(),
    purpose: z.enum(purposes).optional(),
  },
  async run(question, { post, tenant }) {
    const body = compact({ ...question, tenant });
    return { facts: eligibilityAnswer.parse(answered(await post('/v1/eligibility', body))) };
  },
});

const holdsAnswer = z.object({
  holds: z.array(
    z.object({ provider: z.string(), reason: z.string(), since: z.string(), rate: z.number(), tenant: z.string() }),
  ),
});

const holds = tool({
  name: 'holds',
  title: 'List holds',
  description: 'Lists mailbox providers that should get no mail for now, with the reason and the rate.',
  input: {},
  run: async (_input, { ask, tenant }) => ({
    facts: holdsAnswer.parse(answered(await ask('/v1/holds', { tenant }))),
  }),
});

/** The tools, none of which changes anything. */
export const tools: readonly Tool[] = [searchEvents, getEvent, trace, explain, eligibility, holds];
