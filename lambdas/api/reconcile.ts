import { compact } from '../compact.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import type { FeedAcks, FeedConsumer } from '../domain/delivery/feed-acks.ts';
import { type FeedPositions, mintCursor, readCursor } from '../domain/delivery/feed-cursor.ts';
import { joinStretches, type TenantStretch } from '../domain/delivery/feed-page.ts';
import type { FeedPosition } from '../domain/delivery/feed-reading.ts';
import {
  type FeedPorts,
  mostRows,
  type PageQuestion,
  pageAnswer,
  pageQuestionOf,
  placeSince,
  stretchOf,
  tenantsOf,
} from './feed-reader.ts';
import { foreignCursor } from './list-events.ts';
import { problem } from './problem.ts';
import { type ApiAnswer, type ApiRequest, json, jsonBodyOf } from './request.ts';

interface ReconcilePorts extends FeedPorts {
  readonly acks: FeedAcks;
}

const mostIds = 100;
const usualConsumer = 'default';

/** A stretch, and which of its entries a consumer has confirmed. */
interface AskedStretch extends TenantStretch {
  readonly confirmed: ReadonlySet<number>;
}

/** Confirmations of consumers: `POST /v1/events/ack` takes them, `GET /v1/reconcile` lists what lacks one. */
export const createReconcile = (ports: ReconcilePorts) => ({
  ack: (request: ApiRequest, tenant: string | undefined) => acknowledge(ports, request, tenant),
  list: (request: ApiRequest, tenant: string | undefined) => listUnconfirmed(ports, request, tenant),
});

async function listUnconfirmed(
  ports: ReconcilePorts,
  request: ApiRequest,
  tenant: string | undefined,
): Promise<ApiAnswer> {
  const question = pageQuestionOf(request);
  const consumer = consumerOf(request.query.consumer);
  const tenants = await tenantsOf(ports, question, tenant);
  if (tenants === undefined) return problem('not-found', 'no such integration or tenant');
  const keys = await ports.tokenKeys();
  const positions = question.cursor === undefined ? new Map() : readCursor(question.cursor, keys, tenant);
  if (positions === undefined) return foreignCursor();
  const now = ports.now();
  const stretches = await Promise.all(
    tenants.map((name) => askedStretch(ports, { tenant: name, name: consumer }, positions.get(name), question, now)),
  );
  const confirmed = new Map(stretches.map((stretch) => [stretch.tenant, stretch.confirmed]));
  const page = joinStretches(
    stretches,
    (entry) =>
      !confirmed.get(entry.tenant)?.has(entry.sequence) &&
      (question.integration === undefined || entry.integration === question.integration) &&
      (question.kind === undefined || entry.kind === question.kind),
    question.limit,
  );
  return pageAnswer(page, mintCursor(new Map([...positions, ...page.positions]), keys), now);
}

/** The next entries of a tenant behind those that are confirmed as a whole; entries past their age are passed. */
async function askedStretch(
  ports: ReconcilePorts,
  consumer: FeedConsumer,
  place: FeedPosition | undefined,
  { since }: PageQuestion,
  now: Date,
): Promise<AskedStretch> {
  const { tenant } = consumer;
  const upTo = await ports.acks.upTo(consumer);
  const asked = place ?? (await placeSince(ports, tenant, since, now));
  const start = upTo > asked.after ? { after: upTo, at: now.getTime() } : asked;
  const first = await stretchOf(ports, tenant, start, mostRows, now);
  const found = 'oldest' in first ? await stretchOf(ports, tenant, first.oldest, mostRows, now) : first;
  const stretch = 'entries' in found ? found : { tenant, start, entries: [], position: found.oldest, hasMore: true };
  const [from, to] = [stretch.entries.at(0), stretch.entries.at(-1)];
  const isEmpty = from === undefined || to === undefined;
  const confirmed = isEmpty ? new Set<number>() : await ports.acks.between(consumer, from.sequence, to.sequence);
  return { ...stretch, confirmed };
}

async function acknowledge(ports: ReconcilePorts, request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> {
  const { eventIds = [], cursor, consumer, integration } = ackOf(request);
  const keys = await ports.tokenKeys();
  const positions = cursor === undefined ? undefined : readCursor(cursor, keys, tenant);
  if (cursor !== undefined && positions === undefined) return foreignCursor();
  const own = (await ports.control.integrations()).filter((each) => tenant === undefined || each.tenant === tenant);
  const wanted = own.flatMap(({ key }) => (integration === undefined || key === integration ? [key] : []));
  if (integration !== undefined && wanted.length === 0) return problem('not-found', 'no such integration');
  const now = ports.now();
  const places = await ports.acks.places(eventIds, wanted);
  for (const [name, ofTenant] of Map.groupBy(places, (place) => place.tenant))
    await ports.acks.acknowledge(
      { tenant: name, name: consumer },
      ofTenant.map(({ sequence }) => sequence),
      now,
    );
  await acknowledgeCursor(ports, positions ?? new Map(), consumer, now);
  const known = new Set(places.map(({ eventId }) => eventId));
  return json(200, {
    consumer,
    acknowledged: eventIds.filter((eventId) => known.has(eventId)),
    unknown: eventIds.filter((eventId) => !known.has(eventId)),
  });
}

async function acknowledgeCursor(
  { acks }: ReconcilePorts,
  positions: FeedPositions,
  consumer: string,
  now: Date,
): Promise<void> {
  for (const [tenant, { after }] of positions)
    if (after > 0) await acks.acknowledgeUpTo({ tenant, name: consumer }, after, now);
}

interface AckQuestion {
  readonly eventIds?: readonly string[];
  readonly cursor?: string;
  readonly consumer: string;
  readonly integration?: string;
}

/** @throws QuestionError for a body that is no confirmation */
function ackOf(request: ApiRequest): AckQuestion {
  const { eventIds, cursor, consumer, integration, ...others } = jsonBodyOf(request);
  const [other] = Object.keys(others);
  if (other !== undefined && other !== 'tenant') throw new QuestionError(`${other.slice(0, 40)}: is not known here`);
  if (eventIds === undefined && cursor === undefined)
    throw new QuestionError('wants eventIds, or the cursor up to which all events are confirmed');
  if (eventIds !== undefined && !isListOfIds(eventIds))
    throw new QuestionError(`eventIds: wants a list of at most ${mostIds} ids of events`);
  if (cursor !== undefined && typeof cursor !== 'string') throw new QuestionError('cursor: wants a text');
  if (integration !== undefined && typeof integration !== 'string')
    throw new QuestionError('integration: wants a text');
  return compact({
    consumer: consumerOf(consumer),
    eventIds: eventIds && [...new Set(eventIds)],
    cursor,
    integration,
  });
}

const isListOfIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= mostIds && value.every((id) => typeof id === 'string' && id.length <= 100);

function consumerOf(name: unknown): string {
  if (name === undefined) return usualConsumer;
  if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name))
    throw new QuestionError('consumer: wants a name of letters, digits, dots and dashes');
  return name;
}
