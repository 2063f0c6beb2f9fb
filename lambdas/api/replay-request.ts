import * as z from 'zod/mini';
import { compact } from '../compact.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import { errorClasses } from '../domain/crm/outcome.ts';
import type { ReplaySelection } from '../domain/delivery/replay-job.ts';
import { fastestPerSecond, mostReplayed, usualPerSecond } from '../domain/delivery/replay-job.ts';
import { sinceOf } from './feed-reader.ts';
import { type ApiRequest, jsonBodyOf } from './request.ts';

/** Ids in one request. */
const mostIds = 100;

const aText = z.string('wants a text').check(z.minLength(1, 'is empty'), z.maxLength(300, 'is too long'));
const listOf = (item: z.ZodMiniType<string>) =>
  z
    .array(item, 'wants a list')
    .check(z.minLength(1, 'is empty'), z.maxLength(mostIds, `wants at most ${mostIds}; ask again for the others`));
const wholeUpTo = (most: number) => {
  const message = `wants a whole number from 1 to ${most}`;
  return z.int(message).check(z.gte(1, message), z.lte(most, message));
};
const aSwitch = z.boolean('wants true or false');

const body = z.strictObject({
  eventIds: z.optional(listOf(z.string().check(z.regex(/^evt_[0-9a-f]{32}$/, 'is no id of an event')))),
  messageIds: z.optional(listOf(z.string('wants a text').check(z.minLength(1), z.maxLength(1000, 'is too long')))),
  thread: z.optional(aText),
  integration: z.optional(aText),
  errorClass: z.optional(z.enum(errorClasses, `wants one of ${errorClasses.join(', ')}`)),
  since: z.optional(aText),
  until: z.optional(aText),
  delivered: z.optional(aSwitch),
  newIds: z.optional(aSwitch),
  perSecond: z.optional(wholeUpTo(fastestPerSecond)),
  limit: z.optional(wholeUpTo(mostReplayed)),
  dryRun: z.optional(aSwitch),
  tenant: z.optional(aText),
});

/** A replay as a request asks for it; its Message-IDs are not looked up yet. */
export interface AskedReplay {
  readonly selection: ReplaySelection;
  readonly messageIds: readonly string[];
  readonly newIds: boolean;
  readonly perSecond: number;
  readonly limit: number;
  readonly dryRun: boolean;
}

/**
 * Reads the body of a request for a replay.
 *
 * @throws QuestionError that names the first mistake
 */
export function askedReplayOf(request: ApiRequest): AskedReplay {
  const parsed = body.safeParse(jsonBodyOf(request));
  if (!parsed.success) throw new QuestionError(mistakeOf(parsed.error.issues[0]));
  const { eventIds, messageIds = [], since, until, thread, integration, errorClass, ...choices } = parsed.data;
  const { delivered = false, newIds = false, perSecond = usualPerSecond, limit = mostReplayed, dryRun } = choices;
  const times = compact({ since: since && isoOf(since, 'since'), until: until && isoOf(until, 'until') });
  if (times.since !== undefined && times.until !== undefined && times.since >= times.until)
    throw new QuestionError('until: wants a time after since');
  if (newIds && !delivered) throw new QuestionError('newIds: is about what was delivered; add delivered: true');
  const narrowed = compact({ thread, integration, errorClass, ...times });
  const hasIds = eventIds !== undefined || messageIds.length > 0;
  if (!hasIds && Object.keys(narrowed).length === 0)
    throw new QuestionError(
      'nothing is named: wants eventIds, messageIds, thread, integration, errorClass, since or until',
    );
  const selection = compact({ ...narrowed, eventIds: eventIds && [...new Set(eventIds)], delivered });
  return { selection, messageIds, newIds, perSecond, limit, dryRun: dryRun ?? false };
}

const isoOf = (text: string, name: string): string => {
  try {
    // The blank that stands for a plus in a query is none in a body.
    if (text.includes(' ')) throw new QuestionError(name);
    return new Date(sinceOf(text)).toISOString();
  } catch {
    throw new QuestionError(`${name}: wants a time of ISO 8601, as 2026-11-20T09:00:00Z`);
  }
};

function mistakeOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `${issue.keys[0]?.slice(0, 40)}: is not known here`;
  return `${issue?.path.join('.').slice(0, 60)}: ${issue?.message}`;
}

/**
 * The key under which a request may be repeated without a second effect.
 *
 * @throws QuestionError for a key that is none
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKeyOf({ headers }: Pick<ApiRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key))
    throw new QuestionError('idempotency-key: wants 1 to 255 visible characters of ASCII');
  return key;
}
