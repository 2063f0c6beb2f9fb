import { type FeedPorts, sinceOf } from '../../lambdas/api/feed-reader.ts';
import { createListEvents } from '../../lambdas/api/list-events.ts';
import { QuestionError } from '../../lambdas/domain/consent/ask-eligibility.ts';
import { mintCursor } from '../../lambdas/domain/delivery/feed-cursor.ts';
import { readStretch } from '../../lambdas/domain/delivery/feed-reading.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { anIntegration } from '../helpers/builders.ts';
import { feedsOf, type Written } from '../helpers/memory-feed.ts';
import { bodyOf } from '../helpers/visible-mail.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const now = new Date('2026-11-20T10:00:00.000Z');
const dayMs = 86_400_000;
const keptMs = 400 * dayMs;
/** Stands for a key of all tenants. */
const allTenants = Symbol('all');

const written: readonly Written[] = [
  { tenant: 'acme', integration: 'sales', kind: 'human', age: 5000 },
  { tenant: 'acme', integration: 'help', kind: 'auto-reply', age: 4000 },
  { tenant: 'beta', integration: 'other', kind: 'human', age: 3000 },
  { tenant: 'acme', integration: 'sales', kind: 'bounce', age: 2000 },
  { tenant: 'postern-canary', integration: 'postern-canary', age: 1000 },
];

function listOver(entries = written, changes: Partial<FeedPorts> = {}) {
  const list = createListEvents({
    feed: feedsOf(entries, now),
    control: {
      integrations: async () => [
        anIntegration({ key: 'sales' }),
        anIntegration({ key: 'help' }),
        anIntegration({ key: 'other', tenant: 'beta' }),
        anIntegration({ key: 'postern-canary', tenant: 'postern-canary' }),
      ],
    },
    tokenKeys: async () => keys,
    cut: readStretch,
    keptMs,
    now: () => now,
    ...changes,
  });
  return async (query: Record<string, string> = {}, tenant: string | typeof allTenants = 'acme') => {
    const caller = tenant === allTenants ? undefined : tenant;
    const answer = await list({ route: '', path: {}, query, headers: {}, body: '' }, caller);
    return { answer, body: bodyOf(answer) };
  };
}
const idsIn = ({ body }: { body: { events?: Array<{ eventId: string }> } }) =>
  body.events?.map(({ eventId }) => eventId);

describe('createListEvents', () => {
  it('lists the events of the tenant, oldest first, and says how to go on', async () => {
    const { answer, body } = await listOver()();

    expect(answer).toMatchObject({ statusCode: 200, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
    expect(body).toEqual({
      events: [
        expect.objectContaining({ eventId: 'evt_0', integration: 'sales', tenant: 'acme', kind: 'human' }),
        expect.objectContaining({ eventId: 'evt_1' }),
        expect.objectContaining({ eventId: 'evt_3', recordedAt: '2026-11-20T09:59:58.000Z' }),
      ],
      cursor: expect.any(String),
      hasMore: false,
      pollAfterMs: 1000,
    });
    expect(body.events[0]).not.toHaveProperty('sequence');
  });

  it('goes on behind a cursor, and has nothing at the end', async () => {
    const list = listOver();
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.body.cursor });
    const third = await list({ cursor: second.body.cursor });

    expect([idsIn(first), first.body.hasMore, first.body.pollAfterMs]).toEqual([['evt_0', 'evt_1'], true, 0]);
    expect([idsIn(second), second.body.hasMore]).toEqual([['evt_3'], false]);
    expect([idsIn(third), third.body.hasMore]).toEqual([[], false]);
  });

  it('lists all tenants but the canary for a key of all', async () => {
    expect(idsIn(await listOver()({}, allTenants))).toEqual(['evt_0', 'evt_1', 'evt_2', 'evt_3']);
  });

  it('reads a tenant from its beginning that the cursor does not know', async () => {
    const { body } = await listOver()({ integration: 'sales' }, allTenants);

    expect(idsIn(await listOver()({ cursor: body.cursor }, allTenants))).toEqual(['evt_2']);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ integration: 'sales' }, ['evt_0', 'evt_3']],
    [{ kind: 'human' }, ['evt_0']],
    [{ integration: 'help', kind: 'bounce' }, []],
    [{ since: '2026-11-20T09:59:56.500Z' }, ['evt_3']],
    [{ since: '2026-11-20T10:59:56+01:00' }, ['evt_1', 'evt_3']],
    [{ since: '2030-01-01T00:00:00Z' }, []],
    [{ since: '1990-01-01' }, ['evt_0', 'evt_1', 'evt_3']],
    [{ limit: '0' }, ['evt_0']],
    [{ limit: '-5' }, ['evt_0']],
    [{ limit: '1000000' }, ['evt_0', 'evt_1', 'evt_3']],
    [{ cursor: '' }, ['evt_0', 'evt_1', 'evt_3']],
  ])('answers %j', async (query, ids) => {
    expect(idsIn(await listOver()(query))).toEqual(ids);
  });

  it('takes a page of at most 500', async () => {
    const many = Array.from({ length: 700 }, () => ({ tenant: 'acme', integration: 'sales', age: 1000 }));

    expect(idsIn(await listOver(many)({ limit: '1000000' }))).toHaveLength(500);
  });

  it('passes many entries that do not match over several pages, and misses none that does', async () => {
    const many = Array.from({ length: 2500 }, (_, nth) => ({
      tenant: 'acme',
      integration: nth % 1200 === 7 ? 'help' : 'sales',
      age: 1000,
    }));
    const list = listOver(many);
    const seen: string[] = [];
    let cursor = '';
    for (let more = true; more; ) {
      const { body } = await list({ integration: 'help', cursor });
      seen.push(...body.events.map(({ eventId }: { eventId: string }) => eventId));
      ({ cursor, hasMore: more } = body);
    }

    expect(seen).toEqual(['evt_7', 'evt_1207', 'evt_2407']);
  });

  const cursorOf = (tenant: string, after = 1, at = 1) => mintCursor(new Map([[tenant, { after, at }]]), keys);
  it.each<[string, Record<string, string>, number, string]>([
    ['a foreign cursor', { cursor: cursorOf('beta') }, 400, 'bad-cursor'],
    ['a forged cursor', { cursor: `${cursorOf('acme').slice(0, -3)}AAA` }, 400, 'bad-cursor'],
    ['a cursor that is none', { cursor: 'next' }, 400, 'bad-cursor'],
    ['an integration of another tenant', { integration: 'other' }, 404, 'not-found'],
    ['an unknown integration', { integration: 'nobody' }, 404, 'not-found'],
  ])('refuses %s', async (_, query, status, name) => {
    const { answer, body } = await listOver()(query);

    expect(answer.statusCode).toBe(status);
    expect(body.type).toBe(`urn:postern:problem:${name}`);
  });

  it.each([{ limit: 'ten' }, { limit: '1e3' }, { kind: 'toString' }, { since: 'yesterday' }, { since: '2026-13-01' }])(
    'does not understand %j',
    async (query) => {
      await expect(listOver()(query as never)).rejects.toThrow(QuestionError);
    },
  );

  it('answers 410 to a cursor that is older than what is kept, with the cursor of the oldest', async () => {
    const list = listOver([
      { tenant: 'acme', integration: 'sales', age: 500 * dayMs },
      { tenant: 'acme', integration: 'sales', age: 450 * dayMs },
      { tenant: 'acme', integration: 'sales', age: 1000 },
    ]);
    const { answer, body } = await list({ cursor: cursorOf('acme', 1, now.getTime() - 500 * dayMs) });

    expect(answer.statusCode).toBe(410);
    expect(body.type).toBe('urn:postern:problem:cursor-gone');
    expect(idsIn(await list({ cursor: body.oldest }))).toEqual(['evt_2']);
    // Without a cursor a reader begins there by itself.
    expect(idsIn(await list({}))).toEqual(['evt_2']);
  });

  it('answers 410 to a cursor of a table that was restored from a backup', async () => {
    const list = listOver();
    const { answer, body } = await list({ cursor: cursorOf('acme', 99, now.getTime() - dayMs) });

    expect(answer.statusCode).toBe(410);
    expect(idsIn(await list({ cursor: body.oldest }))).toEqual(['evt_0', 'evt_1', 'evt_3']);
  });
});

describe('sinceOf', () => {
  it('reads a plus that came as a blank', () => {
    expect(sinceOf('2026-11-20T10:00:00 01:00')).toBe(Date.parse('2026-11-20T09:00:00Z'));
  });
});
