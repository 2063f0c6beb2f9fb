import type { ApiCaller } from '../../lambdas/api/caller.ts';
import { createReplays, type ReplayPorts } from '../../lambdas/api/replays.ts';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { readStretch } from '../../lambdas/domain/delivery/feed-reading.ts';
import { newProgress, type ReplayJob } from '../../lambdas/domain/delivery/replay-job.ts';
import { scopes } from '../../lambdas/scopes.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';
import { feedsOf } from '../helpers/memory-feed.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const caller: ApiCaller = { id: 'acme/ops', name: 'acme/ops', tenant: 'acme', scopes };
const idOf = (nth: number): string => `evt_${String(nth).padStart(32, '0')}`;

type Answered = Readonly<Record<string, unknown>>;

/** Ten mails of acme, the last one given up, and one of beta. */
function anApi(changes: Readonly<Record<string, Partial<Delivery>>> = {}) {
  const jobs = new Map<string, ReplayJob>();
  const audits: object[] = [];
  const counter = { ids: 0 };
  const deliveryOf = (nth: number): Delivery => ({
    ...aDelivery(anEvent()),
    attempts: 1,
    fence: 1,
    steps: {},
    state: 'done',
    fate: 'delivered',
    tenant: nth === 10 ? 'beta' : 'acme',
    integration: nth === 10 ? 'beta-hook' : nth % 2 === 0 ? 'hook' : 'hub',
    eventId: idOf(nth),
    ...(nth === 9 && { state: 'failed' as const, fate: 'dead' as const }),
    ...changes[nth],
  });
  const deliveries = Array.from({ length: 11 }, (_, nth) => deliveryOf(nth));
  const feed = feedsOf(
    deliveries.map(({ tenant, integration }, nth) => ({ tenant, integration, age: 3_600_000 - nth * 60_000 })),
    now,
  );
  const withIds: ReplayPorts['feed'] = {
    ...feed,
    read: async (tenant, after, limit) => {
      const sight = await feed.read(tenant, after, limit);
      const entries = sight.entries.map((entry) => ({
        ...entry,
        eventId: idOf(Number(entry.eventId.slice(4))),
        receivedAt: entry.recordedAt,
        threadKey: 'thread-1',
      }));
      return { ...sight, entries };
    },
  };
  const connections = ['hook', 'hub', 'beta-hook'];
  const ports: ReplayPorts = {
    feed: withIds,
    control: {
      integrations: async () => [
        anIntegration({ key: 'hook', tenant: 'acme', connection: 'hook' }),
        anIntegration({ key: 'hub', tenant: 'acme', connection: 'hub' }),
        anIntegration({ key: 'beta-hook', tenant: 'beta', connection: 'beta-hook' }),
      ],
      connection: async (name) =>
        connections.includes(name)
          ? { vendor: name === 'hub' ? 'hubspot' : 'webhook', baseUrl: 'https://x.example', credentials: 'env:X' }
          : undefined,
    },
    tokenKeys: () => Promise.reject(new Error('unused')),
    cut: readStretch,
    keptMs: 400 * 86_400_000,
    now: () => now,
    jobs: {
      create: async (order) => {
        const job = jobs.get(order.id) ?? { ...order, ...newProgress, state: 'waiting' as const, fence: 0 };
        jobs.set(order.id, job);
        return job;
      },
      get: async (id) => jobs.get(id),
    },
    event: async (eventId) => {
      const own = deliveries.filter((delivery) => delivery.eventId === eventId);
      return own.length === 0 ? undefined : { deliveries: own };
    },
    eventsByMessageId: async (id) => (id === '<0@x.example>' ? [idOf(0), idOf(10)] : []),
    recordReplay: async (request, result) => void audits.push({ request, result }),
    freshId: () => String(counter.ids++).padStart(24, '0'),
  };
  const replays = createReplays(ports);
  const request = (body: object, headers: Record<string, string> = {}): ApiRequest => ({
    route: 'POST /v1/replays',
    path: {},
    query: {},
    headers,
    body: JSON.stringify(body),
  });
  return {
    jobs,
    audits,
    connections,
    order: async (body: object, headers?: Record<string, string>, tenant = 'acme'): Promise<Answered> => {
      const { statusCode, body: text, headers: given } = await replays.order(request(body, headers), tenant, caller);
      return { status: statusCode, headers: given, ...(JSON.parse(String(text)) as Record<string, unknown>) };
    },
    show: async (id: string, tenant?: string): Promise<Answered> => {
      const { statusCode, body: text } = await replays.show({ ...request({}), path: { id } }, tenant);
      return { status: statusCode, ...(JSON.parse(String(text)) as Record<string, unknown>) };
    },
  };
}

describe('POST /v1/replays', () => {
  it('orders a replay of the feed up to its newest event, and notes who asked', async () => {
    const { order, jobs, audits } = anApi();

    const answer = await order({ since: '2026-11-20T09:05:00Z', delivered: true, integration: 'hook' });

    expect(answer).toMatchObject({
      status: 202,
      id: `rpl_${'0'.repeat(24)}`,
      state: 'waiting',
      delivered: true,
      newIds: false,
      examined: 0,
      headers: { location: `/v1/replays/rpl_${'0'.repeat(24)}`, 'retry-after': '5' },
    });
    // The fifth mail joined then, less a minute for the difference of two clocks.
    expect([...jobs.values()][0]?.ranges).toEqual([{ tenant: 'acme', after: 4, upTo: 10 }]);
    expect(audits).toMatchObject([
      { request: { actor: 'key acme/ops', replay: answer.id, delivered: true, integration: 'hook' } },
    ]);
  });

  it('orders a replay of the events that are named, by id or by Message-ID, of the tenant alone', async () => {
    const { order, jobs } = anApi();

    const answer = await order({ eventIds: [idOf(1)], messageIds: ['<0@x.example>'], delivered: true, newIds: true });

    expect(answer).toMatchObject({ status: 202, total: 2, newIds: true });
    expect([...jobs.values()][0]).toMatchObject({
      tenants: ['acme'],
      selection: { eventIds: [idOf(1), idOf(0)] },
      ranges: [],
      messageId: 'new',
    });
  });

  it.each<[string, object, object]>([
    ['an unknown event', { eventIds: [idOf(1), idOf(77)] }, { unknown: [idOf(77)] }],
    ['an event of another tenant', { eventIds: [idOf(10)] }, { unknown: [idOf(10)] }],
    ['an unknown Message-ID', { messageIds: ['<7@x.example>'] }, { unknown: ['<7@x.example>'] }],
    ['an unknown integration', { integration: 'nope' }, {}],
    ['an integration of another tenant', { integration: 'beta-hook' }, {}],
  ])('knows nothing of %s, and orders nothing', async (_case, body, more) => {
    const { order, jobs, audits } = anApi();

    expect(await order({ ...body, delivered: true })).toMatchObject({
      status: 404,
      type: 'urn:postern:problem:not-found',
      ...more,
    });
    expect([jobs.size, audits.length]).toEqual([0, 0]);
  });

  it('orders one replay for repeated requests under one idempotency key, also at once, and refuses another request', async () => {
    const { order, jobs, audits } = anApi();
    const body = { since: '2026-11-20T09:05:00Z', delivered: true };
    const key = { 'idempotency-key': 'k-1' };

    const together = await Promise.all([order(body, key), order(body, key)]);
    const again = await order(body, key);
    const other = await order({ ...body, newIds: true }, key);

    expect(new Set([...together, again].map(({ id }) => id)).size).toBe(1);
    expect(jobs.size).toBe(1);
    expect(other).toMatchObject({ status: 422, type: 'urn:postern:problem:idempotency-mismatch' });
    expect(audits.length).toBeLessThanOrEqual(2);
    expect((await order(body)).id).not.toBe(again.id);
  });

  it('says in a dry run which would go, which the CRM has and which are refused, and writes nothing', async () => {
    const { order, jobs, audits } = anApi({
      2: { heldBy: ['hold_1'] },
      4: { state: 'failed', fate: 'dead', erasedAt: '2026-11-20T09:00:00.000Z' },
      6: { fate: 'quarantined' },
    });

    const answer = await order({ since: '2026-11-20T09:00:00Z', delivered: true, dryRun: true });

    expect(answer).toMatchObject({
      status: 200,
      dryRun: true,
      isComplete: true,
      examined: 10,
      total: 10,
      wouldReplay: 3,
      unchanged: 4,
      refused: 3,
      refusals: { held: 1, erased: 1, quarantined: 1 },
      first: [
        { eventId: idOf(0), integration: 'hook' },
        { eventId: idOf(8), integration: 'hook' },
        { eventId: idOf(9), integration: 'hub' },
      ],
    });
    expect([jobs.size, audits.length]).toEqual([0, 0]);
  });

  it('names a connection that is not configured any more', async () => {
    const { order, connections } = anApi();
    connections.splice(connections.indexOf('hook'), 1);

    expect(await order({ eventIds: [idOf(0)], delivered: true, dryRun: true })).toMatchObject({
      wouldReplay: 0,
      refusals: { 'no-connection': 1 },
    });
  });

  it('is about what was given up, unless what was delivered is asked for', async () => {
    const { order } = anApi();

    expect(await order({ since: '2026-11-20T09:00:00Z', dryRun: true })).toMatchObject({ wouldReplay: 1, refused: 0 });
    expect(await order({ eventIds: [idOf(0)], dryRun: true })).toMatchObject({ refusals: { delivered: 1 } });
  });
});

describe('GET /v1/replays/{id}', () => {
  it('shows a replay to its tenant and to a key of all, and to nobody else', async () => {
    const { order, show } = anApi();
    const { id } = await order({ eventIds: [idOf(0)], delivered: true });

    for (const tenant of ['acme', undefined])
      expect(await show(String(id), tenant)).toMatchObject({ status: 200, id, state: 'waiting', total: 1 });
    expect(await show(String(id), 'beta')).toMatchObject({ status: 404 });
  });

  it.each(['rpl_', 'rpl_zz', `rpl_${'f'.repeat(24)}`, '../x'])('knows nothing of %s', async (id) => {
    expect(await anApi().show(id, 'acme')).toMatchObject({ status: 404 });
  });

  it('shows how far it is, and why it stopped', async () => {
    const { order, show, jobs } = anApi();
    const { id } = await order({ since: '2026-11-20T09:00:00Z', delivered: true });
    const job = jobs.get(String(id))!;
    jobs.set(job.id, { ...job, state: 'stopped', reason: 'the limit', place: { nth: 0, after: 7 }, replayed: 5 });

    expect(await show(job.id, 'acme')).toMatchObject({
      state: 'stopped',
      reason: 'the limit',
      examined: 7,
      replayed: 5,
    });
  });
});
