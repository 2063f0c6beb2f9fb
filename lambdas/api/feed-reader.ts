import { compact } from '../compact.ts';
import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import type { FeedEntry, FeedHead } from '../domain/delivery/feed-entry.ts';
import { type FeedPage, pollAfterMs, type TenantStretch } from '../domain/delivery/feed-page.ts';
import { type FeedPosition, type FeedSight, findPlace, type readStretch } from '../domain/delivery/feed-reading.ts';
import { mailKinds } from '../domain/mail/mail-kinds.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

/** Reads of a tenant's feed. */
interface ReadFeed {
  /** At most so many rows behind a sequence. */
  readonly read: (tenant: string, after: number, limit: number) => Promise<FeedSight>;
  readonly head: (tenant: string) => Promise<FeedHead | undefined>;
  /** The first visible entry with a larger sequence. */
  readonly next: (tenant: string, after: number) => Promise<FeedEntry | undefined>;
}

export interface FeedPorts {
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
export const mostRows = 1000;

/** The question of a request for a page. */
export interface PageQuestion {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly integration: string | undefined;
  readonly kind: string | undefined;
  /** Epoch ms; 0: from the oldest. */
  readonly since: number;
}

/** @throws QuestionError for a question that has no answer */
export function pageQuestionOf({ query }: ApiRequest): PageQuestion {
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
export async function tenantsOf(
  { control }: FeedPorts,
  { integration }: Pick<PageQuestion, 'integration'>,
  tenant: string | undefined,
): Promise<string[] | undefined> {
  const own = (await control.integrations()).filter(
    (each) => each.tenant !== canaryTenant && (tenant === undefined || each.tenant === tenant),
  );
  const wanted = integration === undefined ? own : own.filter(({ key }) => key === integration);
  if (integration !== undefined && wanted.length === 0) return undefined;
  return [...new Set(wanted.map((each) => each.tenant))];
}

/** Where a reader begins in the feed of a tenant at the first entry since a time, in epoch ms; 0: at the oldest. */
export const placeSince = async (
  { feed, keptMs }: FeedPorts,
  tenant: string,
  since: number,
  now: Date,
): Promise<FeedPosition> => findPlace((after) => feed.next(tenant, after), await feed.head(tenant), since, now, keptMs);

/** The next entries of a tenant, or the place where those begin that are left. */
export async function stretchOf(
  ports: FeedPorts,
  tenant: string,
  start: FeedPosition,
  rows: number,
  now: Date,
): Promise<TenantStretch | { readonly tenant: string; readonly oldest: FeedPosition }> {
  const { feed, cut, keptMs } = ports;
  const stretch = cut(start, await feed.read(tenant, start.after, rows), now, keptMs);
  if (stretch.kind === 'gone') return { tenant, oldest: stretch.next ?? (await placeSince(ports, tenant, 0, now)) };
  return { tenant, start, ...stretch };
}

/** The answer with one page. */
export function pageAnswer(page: FeedPage, cursor: string, now: Date): ApiAnswer {
  const wait = pollAfterMs(page, now);
  const answer = json(200, { events: page.entries.map(shownEntry), cursor, hasMore: page.hasMore, pollAfterMs: wait });
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(wait / 1000)) } };
}

/** An entry as readers see it: its place is in the cursor only. */
const shownEntry = ({ eventId, integration, tenant, type, kind, lane, threadKey, receivedAt, recordedAt }: FeedEntry) =>
  compact({ eventId, integration, tenant, type, kind, lane, threadKey, receivedAt, recordedAt });
