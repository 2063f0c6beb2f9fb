import { QuestionError } from '../../domain/consent/ask-eligibility.ts';
import { fateWord, filterWords, integrationWord, trustBands } from '../../domain/delivery/mail-cards.ts';
import { mailKinds } from '../../domain/mail/mail-kinds.ts';
import { askedWordsOf } from '../../domain/mail/search-words.ts';
import type { ApiRequest } from '../request.ts';

const usualLimit = 50;
const mostLimit = 200;
/** In UTF-16 units. */
const longestQuestion = 1000;

/** Fates that mails are looked for by. */
export const listedFates = [
  'pending',
  'delivered',
  'shadowed',
  'suppressed',
  'filtered',
  'quarantined',
  'unrouted',
  'parked',
  'dead',
] as const;

/** The question of a request for a page of mails. */
export interface ListQuestion {
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Words that a mail must have, those of the filters among them. */
  readonly words: readonly string[];
  /** The connection whose integrations got the mail. */
  readonly connection: string | undefined;
  /** ISO 8601 UTC: mail received then or later. */
  readonly since: string | undefined;
  /** ISO 8601 UTC: mail received before. */
  readonly until: string | undefined;
}

/** @throws QuestionError for a question that has no answer */
export function listQuestionOf({ query }: ApiRequest): ListQuestion {
  const { cursor, limit = String(usualLimit), q = '', connection } = query;
  const { fate, kind, trust, attachments, integration } = query;
  if (!/^[+-]?\d{1,15}$/.test(limit)) throw new QuestionError('limit: wants a whole number');
  if (q.length > longestQuestion) throw new QuestionError(`q: wants ${longestQuestion} characters at most`);
  return {
    cursor: cursor || undefined,
    limit: Math.min(mostLimit, Math.max(1, Number(limit))),
    words: [
      ...askedWordsOf(q),
      ...[oneOf('fate', fate, listedFates) ?? []].flat().map(fateWord),
      ...filterWords({
        kind: oneOf('kind', kind, mailKinds),
        trust: oneOf('trust', trust, trustBands),
        attachments: oneOf('attachments', attachments, ['yes', 'no'] as const),
      }),
      ...(integration ? [integrationWord(integration)] : []),
    ],
    connection: connection || undefined,
    ...periodOf(query),
  };
}

function oneOf<const T extends string>(name: string, text: string | undefined, values: readonly T[]): T | undefined {
  if (!text) return undefined;
  const value = values.find((each) => each === text);
  if (value === undefined) throw new QuestionError(`${name}: wants one of ${values.join(', ')}`);
  return value;
}

/** The time that a request asks about. @throws QuestionError */
export const periodOf = ({ since, until }: ApiRequest['query']): Pick<ListQuestion, 'since' | 'until'> => ({
  since: momentOf('since', since),
  until: momentOf('until', until),
});

/** A moment of ISO 8601 with its offset; a plus of the offset that came as a blank is one. */
function momentOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = text.replace(' ', '+');
  const isMoment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(time);
  const moment = isMoment ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(moment)) throw new QuestionError(`${name}: wants a time of ISO 8601, as 2026-11-20T09:00:00Z`);
  return new Date(moment).toISOString();
}
