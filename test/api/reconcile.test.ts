import { createReconcile } from '../../lambdas/api/reconcile.ts';
import { QuestionError } from '../../lambdas/domain/consent/ask-eligibility.ts';
import type { FeedAcks, FeedConsumer } from '../../lambdas/domain/delivery/feed-acks.ts';
import { mintCursor } from '../../lambdas/domain/delivery/feed-cursor.ts';
import { readStretch } from '../../lambdas/domain/delivery/feed-reading.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { anIntegration } from '../helpers/builders.ts';
import { feedsOf, type Written } from '../helpers/memory-feed.ts';
import { bodyOf } from '../helpers/visible-mail.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const now = new Date('2026-11-20T10:00:00.000Z');
const dayMs = 86_400_000;

/** Confirmations in memory, over the feed of acme whose n-th event is `evt_<n>`. */
function memoryAcks(written: readonly Written[]): FeedAcks {
  const single = new Map<string, Set<number>>();
  const upTo = new Map<string, number>();
  const key = ({ tenant, name }: FeedConsumer) => `${tenant}#${name}`;
  const sequenceOf = (nth: number) =>
    written.slice(0, nth + 1).filter(({ tenant }) => tenant === written[nth]!.tenant).length;
  return {
    places: async (eventIds, integrations) =>
      written.flatMap(({ tenant, integration }, nth) =>
        eventIds.includes(`evt_${nth}`) && integrations.includes(integration)
          ? [{ eventId: `evt_${nth}`, integration, tenant, sequence: sequenceOf(nth) }]
          : [],
      ),
    async acknowledge(consumer, sequences) {
      single.set(key(consumer), new Set([...(single.get(key(consumer)) ?? []), ...sequences]));
    },
    async acknowledgeUpTo(consumer, sequence) {
      upTo.set(key(consumer), Math.max(sequence, upTo.get(key(consumer)) ?? 0));
    },
    upTo: async (consumer) => upTo.get(key(consumer)) ?? 0,
    between: async (consumer, from, to) =>
      new Set([...(single.get(key(consumer)) ?? [])].filter((sequence) => sequence >= from && sequence <= to)),
  };
}

const events: readonly Written[] = [
  { tenant: 'acme', integration: 'sales', kind: 'human', age: 5000 },
  { tenant: 'acme', integration: 'help', kind: 'bounce', age: 4000 },
  { tenant: 'beta', integration: 'other', kind: 'human', age: 3000 },
  { tenant: 'acme', integration: 'sales', kind: 'human', age: 2000 },
];

function reconcileOver(written = events) {
  const routes = createReconcile({
    feed: feedsOf(written, now),
    acks: memoryAcks(written),
    control: {
      integrations: async () => [
        anIntegration({ key: 'sales' }),
        anIntegration({ key: 'help' }),
        anIntegration({ key: 'other', tenant: 'beta' }),
      ],
    },
    tokenKeys: async () => keys,
    cut: readStretch,
    keptMs: 400 * dayMs,
    now: () => now,
  });
  const request = { route: '', path: {}, query: {}, headers: {}, body: '' };
  return {
    ack: async (body: unknown, tenant = 'acme') => {
      const answer = await routes.ack({ ...request, body: JSON.stringify(body) }, tenant);
      return { status: answer.statusCode, ...bodyOf(answer) };
    },
    list: async (query: Record<string, string> = {}, tenant = 'acme') => {
      const answer = await routes.list({ ...request, query }, tenant);
      const { events: found = [], ...rest } = bodyOf(answer);
      return { status: answer.statusCode, ids: found.map(({ eventId }: { eventId: string }) => eventId), ...rest };
    },
  };
}

describe('createReconcile', () => {
  it('lists what a consumer has not confirmed, and confirms events in any order', async () => {
    const { ack, list } = reconcileOver();

    expect((await list()).ids).toEqual(['evt_0', 'evt_1', 'evt_3']);
    expect(await ack({ eventIds: ['evt_3', 'evt_0', 'evt_3'] })).toEqual({
      status: 200,
      consumer: 'default',
      acknowledged: ['evt_3', 'evt_0'],
      unknown: [],
    });
    expect((await list()).ids).toEqual(['evt_1']);
    expect((await list({ consumer: 'another' })).ids).toEqual(['evt_0', 'evt_1', 'evt_3']);
  });

  it('confirms everything up to a cursor', async () => {
    const { ack, list } = reconcileOver();
    await ack({ cursor: mintCursor(new Map([['acme', { after: 2, at: 1 }]]), keys), consumer: 'billing' });

    expect((await list({ consumer: 'billing' })).ids).toEqual(['evt_3']);
  });

  it('says which events it does not know: those of others, and those that never were', async () => {
    const { ack, list } = reconcileOver();

    expect(await ack({ eventIds: ['evt_2', 'evt_9', 'evt_1'] })).toMatchObject({
      acknowledged: ['evt_1'],
      unknown: ['evt_2', 'evt_9'],
    });
    expect((await list({}, 'beta')).ids).toEqual(['evt_2']);
  });

  it('confirms an event at one of its integrations only', async () => {
    const { ack } = reconcileOver();

    expect(await ack({ eventIds: ['evt_0'], integration: 'help' })).toMatchObject({ unknown: ['evt_0'] });
    expect((await ack({ eventIds: ['evt_0'], integration: 'other' })).status).toBe(404);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ integration: 'sales' }, ['evt_0', 'evt_3']],
    [{ kind: 'bounce' }, ['evt_1']],
    [{ since: '2026-11-20T09:59:57Z' }, ['evt_3']],
    [{ limit: '1' }, ['evt_0']],
  ])('lists by %j', async (query, ids) => {
    expect((await reconcileOver().list(query)).ids).toEqual(ids);
  });

  it('goes on behind a cursor', async () => {
    const { list } = reconcileOver();
    const { cursor, hasMore } = await list({ limit: '1' });

    expect([hasMore, (await list({ cursor })).ids]).toEqual([true, ['evt_1', 'evt_3']]);
  });

  it('passes events past their age', async () => {
    const { ack, list } = reconcileOver([
      { tenant: 'acme', integration: 'sales', age: 500 * dayMs },
      { tenant: 'acme', integration: 'sales', age: 450 * dayMs },
      { tenant: 'acme', integration: 'sales', age: 1000 },
    ]);
    await ack({ cursor: mintCursor(new Map([['acme', { after: 1, at: 1 }]]), keys) });

    expect((await list()).ids).toEqual(['evt_2']);
  });

  it.each<[string, unknown]>([
    ['no body', null],
    ['nothing to confirm', {}],
    ['a list of other things', { eventIds: [1] }],
    ['too many', { eventIds: Array.from({ length: 101 }, (_, nth) => `evt_${nth}`) }],
    ['a name that is none', { eventIds: ['evt_1'], consumer: 'a b' }],
    ['a cursor that is no text', { cursor: 7 }],
    ['an integration that is no text', { eventIds: [], integration: {} }],
    ['a field that is not known', { eventIds: [], event: 'evt_1' }],
  ])('does not understand %s', async (_, body) => {
    await expect(reconcileOver().ack(body)).rejects.toThrow(QuestionError);
  });

  it.each(['forged', mintCursor(new Map([['beta', { after: 2, at: 1 }]]), keys)])(
    'refuses the foreign cursor %#',
    async (cursor) => {
      const { ack, list } = reconcileOver();

      expect((await ack({ cursor })).status).toBe(400);
      expect((await list({ cursor })).status).toBe(400);
    },
  );
});
