import * as z from 'zod/mini';
import type { ApiCaller } from '../api/caller.ts';
import { problem } from '../api/problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../api/request.ts';
import { compact } from '../compact.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import { aText, common, readBody } from './body.ts';

const body = z.strictObject({
  ...common,
  eventId: aText,
  integration: z.optional(aText),
  kind: z.optional(aText),
  intent: z.optional(aText),
  trust: z.optional(aText),
  thread: z.optional(aText),
  person: z.optional(aText),
  note: z.optional(z.string('wants a text').check(z.maxLength(1000, 'is too long'))),
  /** Says that Postern was right, which a verdict without kind and intent says as well. */
  right: z.optional(z.boolean('wants true or false')),
});

/** A verdict as a request has it. */
interface AskedVerdict {
  readonly eventId: string;
  readonly integration?: string;
  readonly kind?: string;
  readonly intent?: string;
  readonly trust?: string;
  readonly thread?: string;
  readonly person?: string;
  readonly note?: string;
}

interface ReviewRoutePorts {
  readonly list: (
    tenant: string | undefined,
    question: { readonly since: Date; readonly limit: number },
  ) => Promise<object>;
  /**
   * Keeps a verdict, or shows it where it is a dry run.
   *
   * @returns undefined for an event that is not known, or of another tenant; a text: what is wrong with the verdict
   */
  readonly say: (
    verdict: AskedVerdict,
    by: string,
    tenant: string | undefined,
    dryRun: boolean,
  ) => Promise<object | string | undefined>;
  readonly now: () => Date;
}

const limits = { usual: 5, most: 50 };
const dayMs = 86_400_000;
const usualDays = 7;

/** Lists mail that is up for review, and keeps the verdicts of people. */
export const createReviewRoutes = ({ list, say, now }: ReviewRoutePorts) => ({
  async list({ query }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> {
    const days = readDays(query.since);
    const since = new Date(now().getTime() - dayMs * days);
    return json(200, await list(tenant, { since, limit: readLimit(query.limit) }));
  },
  async say(request: ApiRequest, tenant: string | undefined, caller: ApiCaller): Promise<ApiAnswer> {
    const { dryRun = true, right, tenant: _named, ...verdict } = readBody(request, body);
    if (right === true && (verdict.kind !== undefined || verdict.intent !== undefined))
      throw new QuestionError('right: says that kind and intent are right; leave these out');
    const review = await say(compact(verdict), caller.name, tenant, dryRun);
    if (review === undefined) return problem('not-found', 'nothing is known of that event');
    if (typeof review === 'string') throw new QuestionError(review);
    return json(200, { dryRun, kept: !dryRun, review });
  },
});

/** @throws QuestionError for what is no number of days */
function readDays(text: string | undefined): number {
  if (text === undefined) return usualDays;
  const [, days] = /^(\d{1,3})d$/.exec(text) ?? [];
  if (days === undefined) throw new QuestionError('since: wants a number of days, as in 7d');
  return Number(days);
}

/** @throws QuestionError for what is no number */
function readLimit(text: string | undefined): number {
  if (text === undefined) return limits.usual;
  if (!/^\d{1,9}$/.test(text)) throw new QuestionError('limit: wants a whole number');
  return Math.min(limits.most, Math.max(1, Number(text)));
}
