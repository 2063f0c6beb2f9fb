import { compact } from '../compact.ts';
import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import { mintCursor, readCursor } from '../domain/delivery/feed-cursor.ts';
import type { FeedEntry, FeedHead } from '../domain/delivery/feed-entry.ts';
import { type FeedPage, joinStretches, pollAfterMs, type TenantStretch } from '../domain/delivery/feed-page.ts';
import { type FeedPosition, type FeedSight, findPlace, type readStretch } from '../domain/delivery/feed-reading.ts';
import { mailKinds } from '../domain/mail/mail-kinds.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { problem } from './problem.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

/** Reads of a tenant's feed. */
interface ReadFeed {
  /** At most so many rows behind a sequence. */
  readonly read: (tenant: string, after: number, limit: number) => Promise<FeedSight>;
  readonly head: (tenant: string) => Promise<FeedHead | undefined>;
  /** The first visible entry with a larger sequence. */
  readonly next: (tenant: string, after: number) => Promise<FeedEntry | undefined>;
}

export interface ListEventsDependencies {
  readonly feed: ReadFeed;
  readonly control: Pick<Control, 'integrations'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  /** Cuts what a read found to what a reader may have. */
  readonly cut: typeof readStretch;
  /** How long entries are kept, in ms. */
  readonly keptMs: number;
  readonly now: () => Date;
}

const usualLimit = 100;
const mostLimit = 500;
/** Rows that one request reads of a tenant in search of those that match its filters. */
const mostRows = 1000;

/** The question of a request for a page. */
interface PageQuestion {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly integration: string | undefined;
  readonly kind: string | undefined;
  /** Epoch ms; 0: from the oldest. */
  readonly since: number;
}

/** Lists the events of the caller's tenants behind a cursor, oldest first. */
export function createListEvents(dependencies: ListEventsDependencies) {
  return async (request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const question = pageQuestionOf(request);
    const tenants = await tenantsOf(dependencies, question, tenant);
    if (tenants === undefined) return problem('not-found', 'no such integration or tenant');
    const keys = await dependencies.tokenKeys();
    const positions = question.cursor === undefined ? new Map() : readCursor(question.cursor, keys, tenant);
    if (positions === undefined)
      return problem('bad-cursor', 'the cursor was altered, is of another tenant, or of another deployment');
    const now = dependencies.now();
    const stretches = await Promise.all(
      tenants.map((name) => stretchOf(dependencies, name, positions.get(name), question, now)),
    );
    const gone = stretches.flatMap((stretch) =>
      'oldest' in stretch ? [[stretch.tenant, stretch.oldest] as const] : [],
    );
    if (gone.length > 0) return goneAnswer(mintCursor(new Map([...positions, ...gone]), keys));
    const page = joinStretches(
      stretches.filter((stretch): stretch is TenantStretch => 'entries' in stretch),
      matcherOf(question),
      question.limit,
    );
    return pageAnswer(page, mintCursor(new Map([...positions, ...page.positions]), keys), now);
  };
}

function pageQuestionOf({ query }: ApiRequest): PageQuestion {
  const { cursor, limit = String(usualLimit), integration, kind, since } = query;
  if (!/^[+-]?\d{1,15}$/.test(limit)) throw new QuestionError('limit: wants a whole number');
  if (kind !== undefined && !mailKinds.some((name) => name === kind))
    throw new QuestionError(`kind: wants one of ${mailKinds.join(', ')}`);
  return {
    cursor: cursor === '' ? undefined : cursor,
    limit: Math.min(mostLimit, Math.max(1, Number(limit))),
    integration,
    kind,
    since: since === undefined ? 0 : sinceOf(since),
  };
}

/** A moment of ISO 8601 with its offset; a plus of the offset that came as a blank is one. */
export function sinceOf(text: string): number {
  const time = text.replace(' ', '+');
  const isMoment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(time);
  const moment = isMoment ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(moment)) throw new QuestionError('since: wants a time of ISO 8601, as 2026-11-20T09:00:00Z');
  return moment;
}

/** The tenants whose feeds are read; undefined for an integration or a tenant that the caller cannot know. */
async function tenantsOf(
  { control }: ListEventsDependencies,
  { integration }: PageQuestion,
  tenant: string | undefined,
): Promise<string[] | undefined> {
  const own = (await control.integrations()).filter(
    (each) => each.tenant !== canaryTenant && (tenant === undefined || each.tenant === tenant),
  );
  const wanted = integration === undefined ? own : own.filter(({ key }) => key === integration);
  if (integration !== undefined && wanted.length === 0) return undefined;
  return [...new Set(wanted.map((each) => each.tenant))];
}

/** The next entries of a tenant, or the place where those begin that are left. */
async function stretchOf(
  { feed, cut, keptMs }: ListEventsDependencies,
  tenant: string,
  place: FeedPosition | undefined,
  { cursor, limit, integration, kind, since }: PageQuestion,
  now: Date,
): Promise<TenantStretch | { readonly tenant: string; readonly oldest: FeedPosition }> {
  const readNext = (after: number) => feed.next(tenant, after);
  const search = async (from: number) => findPlace(readNext, await feed.head(tenant), from, now, keptMs);
  // A tenant that the cursor does not know has joined since: all of it is new.
  const start = place ?? (await search(cursor === undefined ? since : 0));
  const isFiltered = integration !== undefined || kind !== undefined;
  // One row more than entries: the head, which says that the feed ends.
  const rows = isFiltered ? mostRows : limit + 1;
  const stretch = cut(start, await feed.read(tenant, start.after, rows), now, keptMs);
  if (stretch.kind === 'gone') return { tenant, oldest: stretch.next ?? (await search(0)) };
  return { tenant, start, ...stretch };
}

const matcherOf =
  ({ integration, kind }: PageQuestion) =>
  (entry: FeedEntry): boolean =>
    (integration === undefined || entry.integration === integration) && (kind === undefined || entry.kind === kind);

const goneAnswer = (oldest: string): ApiAnswer =>
  problem('cursor-gone', 'events behind the cursor are no longer kept; go on with the cursor in oldest', {
    more: { oldest },
  });

function pageAnswer(page: FeedPage, cursor: string, now: Date): ApiAnswer {
  const wait = pollAfterMs(page, now);
  const answer = json(200, { events: page.entries.map(shownEntry), cursor, hasMore: page.hasMore, pollAfterMs: wait });
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(wait / 1000)) } };
}

/** An entry as readers see it: its place is in the cursor only. */
const shownEntry = ({ eventId, integration, tenant, kind, lane, threadKey, receivedAt, recordedAt }: FeedEntry) =>
  compact({ eventId, integration, tenant, kind, lane, threadKey, receivedAt, recordedAt });
