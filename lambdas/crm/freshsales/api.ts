import * as z from 'zod/mini';
import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import { andThen, type Failure, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { findInPages, type Page } from '../find-in-pages.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { type Absent, type Answer, type Conflict, callVendor, withoutValues } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';

/**
 * 1,000 calls in an hour for the whole account; its other integrations need some of them.
 *
 * @see https://developers.freshworks.com/crm/api/ under rate limits
 */
export const documentedLimits: RateLimits = { perSecond: 0.25, burst: 50 };

/** Sends a request and decodes a 2xx; anything else becomes an outcome. */
export const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** Ids of deals. */
export const dealId = /^\d{1,20}$/;

/** The longest name or title of a record, in UTF-16 code units. */
export const maxNameLength = 255;

/** A record; its id is a number in some answers and text in others. */
export const entry = z.object({ id: z.pipe(z.union([z.number(), z.string()]), z.transform(String)) });

/**
 * Creates a record.
 *
 * @param name of the record in the bodies
 * @param beside further parts of the body
 */
export async function create(http: CrmHttp, path: string, name: string, fields: object, beside: object = {}): Written {
  const request = { method: 'POST', path, body: { ...beside, [name]: fields } } as const;
  return createdBy(await call(http, request, z.object({ [name]: entry })), (value) => value[name]!.id);
}

const pageCount = z.optional(z.object({ total_pages: z.optional(z.number()) }));

/**
 * Lists page by page; the answer counts the pages.
 *
 * @param names under which the answer may have the list: the first that is there counts
 * @see https://developers.freshworks.com/crm/api/ under pagination
 */
export function list<T>(
  http: CrmHttp,
  path: string,
  names: readonly string[],
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  return findInPages(async (number = '1') => {
    const request = { method: 'GET', path: `${path}?page=${number}&per_page=100` } as const;
    return andThen(await call(http, request, z.looseObject({ meta: pageCount })), (page): Answer<Page<T>> => {
      const name = names.find((candidate) => page[candidate] !== undefined);
      const items = z.array(shape).safeParse(name === undefined ? undefined : page[name]).data;
      if (items === undefined) return { kind: 'unknown' };
      const { total_pages: pages = 1 } = page.meta ?? {};
      return ok({ items, next: Number(number) < pages ? String(Number(number) + 1) : undefined });
    });
  }, isWanted);
}

/** Freshsales writes one message or several, and sometimes numbers in them. */
const errorBody = z.object({
  errors: z.optional(
    z.object({ code: z.optional(z.unknown()), message: z.optional(z.union([z.string(), z.array(z.string())])) }),
  ),
});

const wordsOf = (json: unknown): string => [errorBody.safeParse(json).data?.errors?.message ?? []].flat().join(' ');

/** The words quote values, so that only their meaning goes on. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  const words = withoutValues(wordsOf(json));
  if (status === 404) return { kind: 'absent' };
  if (/not unique|already (?:exists|been taken)/i.test(words)) return { kind: 'conflict' };
  const code = `HTTP ${status}`;
  if (/mandatory|required|can't be blank|invalid (?:field|attribute)|\bdeal[_ ](?:stage|pipeline)/i.test(words))
    return { kind: 'misconfigured', code, message: 'a field of the account is required, or is not there' };
  return { kind: 'rejected', code, message: 'the request was refused' };
}

const hourMs = 3_600_000;

/** The limit is by the hour; some calls wrap its 429 in a 400. */
export const readRefusal: ReadRefusal = ({ status, json, headers }, now): Failure | undefined => {
  const isWrapped = status === 400 && /\b429\b|rate limit|too many requests/i.test(wordsOf(json));
  if (status !== 429 && !isWrapped) return undefined;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (!Number.isNaN(seconds))
    return {
      kind: 'throttled',
      scope: seconds > 300 ? 'daily' : 'burst',
      retryAt: new Date(now.getTime() + seconds * 1000),
    };
  // Until the next full hour.
  const retryAt = new Date(Math.ceil((now.getTime() + 1) / hourMs) * hourMs);
  return { kind: 'throttled', scope: 'daily', retryAt, isGuess: true };
};
