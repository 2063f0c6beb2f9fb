import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import { ownerKeyOf } from '../domain/configuration/integrations.ts';
import {
  examinedAt,
  type ReplayJob,
  type ReplayOrder,
  type ReplayRange,
  totalOf,
} from '../domain/delivery/replay-job.ts';
import type { ReplayJobs } from '../domain/delivery/replay-jobs.ts';
import type { ReplayScanPorts } from '../domain/delivery/replay-scan.ts';
import { sha256 } from '../domain/mail/identity.ts';
import type { ApiCaller } from './caller.ts';
import { type FeedPorts, placeSince, tenantsOf } from './feed-reader.ts';
import { previewReplay } from './preview-replay.ts';
import { problem } from './problem.ts';
import { type AskedReplay, askedReplayOf, idempotencyKeyOf } from './replay-request.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

export interface ReplayPorts extends Omit<FeedPorts, 'control'> {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly jobs: Pick<ReplayJobs, 'create' | 'get'>;
  readonly event: ReplayScanPorts['event'];
  readonly eventsByMessageId: (messageId: string) => Promise<readonly string[]>;
  /** Keeps for the audit trail who asked for what. */
  readonly recordReplay: (request: object, result: object, at: Date) => Promise<void>;
  /** 24 hex digits that nobody has had. */
  readonly freshId: () => string;
}

/** In s: when to ask again for a replay that is under way. */
const pollSeconds = 5;
/** In ms: a mail joins the feed after its receipt; the clocks of the two may differ. */
const clockMarginMs = 60_000;

/** `POST /v1/replays` orders a replay, `GET /v1/replays/{id}` says how far it is. */
export const createReplays = (ports: ReplayPorts) => ({
  order: (request: ApiRequest, tenant: string | undefined, caller: ApiCaller) =>
    orderReplay(ports, request, tenant, caller),
  show: (request: ApiRequest, tenant: string | undefined) => showReplay(ports, request, tenant),
});

async function orderReplay(
  ports: ReplayPorts,
  request: ApiRequest,
  tenant: string | undefined,
  caller: ApiCaller,
): Promise<ApiAnswer> {
  const asked = askedReplayOf(request);
  const key = idempotencyKeyOf(request);
  const digest = sha256(JSON.stringify({ ...asked, tenant }));
  const id = `rpl_${key === undefined ? ports.freshId() : sha256(caller.name, tenant ?? '', key).slice(0, 24)}`;
  const earlier = key === undefined ? undefined : await ports.jobs.get(id);
  if (earlier !== undefined) return sameOrder(earlier, digest);
  const { integration } = asked.selection;
  const owner = integration === undefined ? undefined : ownerKeyOf(integration);
  const tenants = await tenantsOf(ports, { integration: owner }, tenant);
  if (tenants === undefined) return problem('not-found', 'no such integration or tenant');
  const named = await namedEvents(ports, asked, tenants);
  if ('unknown' in named) {
    const more = { unknown: named.unknown };
    return problem('not-found', 'some ids are unknown; nothing is replayed', { more });
  }
  const createdAt = ports.now().toISOString();
  const { newIds, perSecond, limit } = asked;
  const order: ReplayOrder = {
    id,
    tenants,
    selection: named.selection,
    ranges: named.selection.eventIds === undefined ? await rangesOf(ports, tenants, asked) : [],
    messageId: newIds ? 'new' : 'same',
    perSecond,
    limit,
    actor: `key ${caller.name}`,
    digest,
    createdAt,
  };
  if (asked.dryRun) return previewAnswer(ports, order);
  const { actor, selection, messageId } = order;
  await ports.recordReplay({ actor, replay: id, ...selection, messageId }, { total: totalOf(order) }, ports.now());
  return sameOrder(await ports.jobs.create(order), digest);
}

/** The answer with a replay, where the request is the one that ordered it. */
const sameOrder = (job: ReplayJob, digest: string): ApiAnswer =>
  job.digest === digest
    ? shownJob(job, 202)
    : problem('idempotency-mismatch', 'another request came with this idempotency-key; take a new one');

/** The selection with the events of its Message-IDs, or the ids of which the tenants have no event. */
async function namedEvents(
  { event, eventsByMessageId }: ReplayPorts,
  { selection, messageIds }: AskedReplay,
  tenants: readonly string[],
): Promise<{ readonly selection: AskedReplay['selection'] } | { readonly unknown: readonly string[] }> {
  if (selection.eventIds === undefined && messageIds.length === 0) return { selection };
  const own = async (eventId: string): Promise<boolean> =>
    (await event(eventId))?.deliveries.some((delivery) => tenants.includes(delivery.tenant)) ?? false;
  const found = new Map<string, readonly string[]>();
  await Promise.all([
    ...(selection.eventIds ?? []).map(async (id) => found.set(id, (await own(id)) ? [id] : [])),
    ...messageIds.map(async (id) => {
      const events = await eventsByMessageId(id);
      const owned = await Promise.all(events.map(own));
      found.set(
        id,
        events.filter((_, nth) => owned[nth]),
      );
    }),
  ]);
  const asked = [...(selection.eventIds ?? []), ...messageIds];
  const unknown = asked.filter((id) => (found.get(id) ?? []).length === 0);
  if (unknown.length > 0) return { unknown };
  return { selection: { ...selection, eventIds: [...new Set(asked.flatMap((id) => found.get(id) ?? []))] } };
}

/** The parts of the feeds that a replay reads: up to the newest entry of now, so that it comes to an end. */
async function rangesOf(
  ports: ReplayPorts,
  tenants: readonly string[],
  { selection: { since } }: AskedReplay,
): Promise<ReplayRange[]> {
  const now = ports.now();
  const from = since === undefined ? 0 : Date.parse(since) - clockMarginMs;
  return Promise.all(
    tenants.map(async (tenant) => {
      const head = await ports.feed.head(tenant);
      const { after } = await placeSince(ports, tenant, from, now);
      return { tenant, after, upTo: head?.sequence ?? 0 };
    }),
  );
}

async function previewAnswer(ports: ReplayPorts, order: ReplayOrder): Promise<ApiAnswer> {
  const scan = { read: ports.feed.read, event: ports.event };
  const { progress, first, isComplete } = await previewReplay({ ...ports, scan }, order);
  const { replayed, unchanged, refused, refusals, listed } = progress;
  const counts = {
    examined: examinedAt(order, progress.place),
    total: totalOf(order),
    wouldReplay: replayed,
    unchanged,
    refused,
    refusals,
  };
  return json(200, { dryRun: true, isComplete, ...counts, first, listed });
}

async function showReplay({ jobs }: ReplayPorts, request: ApiRequest, tenant?: string): Promise<ApiAnswer> {
  const id = request.path.id ?? '';
  const job = /^rpl_[0-9a-f]{24}$/.test(id) ? await jobs.get(id) : undefined;
  const isOwn = job !== undefined && (tenant === undefined || job.tenants.every((each) => each === tenant));
  return isOwn ? shownJob(job, 200) : problem('not-found', 'no such replay; its progress is kept for 90 days');
}

function shownJob(job: ReplayJob, status: number): ApiAnswer {
  const { id, state, reason, waitsFor, createdAt, endedAt, selection, messageId, perSecond, limit } = job;
  const { replayed, unchanged, refused, failed, refusals, listed } = job;
  const isOpen = state === 'waiting' || state === 'running';
  const answer = json(
    status,
    compact({
      id,
      state,
      reason,
      waitsFor,
      createdAt,
      endedAt,
      delivered: selection.delivered,
      newIds: messageId === 'new',
      perSecond,
      limit,
      total: totalOf(job),
      examined: examinedAt(job, job.place),
      ...{ replayed, unchanged, refused, failed, refusals, listed },
    }),
  );
  const headers = compact({
    location: status === 202 ? `/v1/replays/${id}` : undefined,
    'retry-after': isOpen ? String(pollSeconds) : undefined,
  });
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
