import type { ApiResult } from '../../../cli/api/api-client.ts';
import { type EventFilter, followEvents, viewOf } from '../../../cli/api/follow-events.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { aListedEvent } from '../../helpers/listed-event.ts';

const entry = (nth: number) => aListedEvent({ eventId: `evt_${nth}`, kind: 'human' });
const page = (numbers: readonly number[], cursor: string, more: object = {}): ApiResult => ({
  kind: 'answer',
  json: { events: numbers.map(entry), cursor, hasMore: false, pollAfterMs: 1000, ...more },
});
const problem = (status: number, more: object = {}): ApiResult => ({ kind: 'problem', status, detail: 'why', ...more });

/** Follows a list that gives these answers and then ends; everything that happens is kept. */
async function follow(
  answers: readonly ApiResult[],
  filter: EventFilter = {},
  { failsAt, mostPollMs }: { readonly failsAt?: string; readonly mostPollMs?: number } = {},
) {
  const controller = new AbortController();
  const log: string[] = [];
  const queries: object[] = [];
  const left = [...answers];
  const followed = followEvents(filter, {
    signal: controller.signal,
    mostPollMs,
    async ask(path, query) {
      queries.push({ path, ...query });
      const answer = left.shift();
      if (answer !== undefined) return answer;
      controller.abort();
      throw new Error('aborted');
    },
    wait: async (ms) => void log.push(`wait ${ms}`),
    async onEvent({ eventId }) {
      if (eventId === failsAt) controller.abort();
      log.push(eventId);
    },
    onCursor: (cursor) => log.push(cursor),
    onIdle: () => log.push('idle'),
    notice: (text) => log.push(text),
  });
  await followed;
  return { log, queries };
}

describe('followEvents', () => {
  it('takes page after page, and waits as the API says when there is no more', async () => {
    const { log, queries } = await follow([
      page([1, 2], 'c1', { hasMore: true }),
      page([3], 'c2', { pollAfterMs: 250 }),
    ]);

    expect(log).toEqual(['evt_1', 'evt_2', 'c1', 'evt_3', 'c2', 'idle', 'wait 250']);
    expect(queries).toMatchObject([{ path: '/v1/events' }, { cursor: 'c1' }, { cursor: 'c2' }]);
  });

  it('asks sooner than the API says where that is allowed, and no later', async () => {
    const quiet = page([], 'c1', { pollAfterMs: 15_000 });
    const busy = page([], 'c2', { pollAfterMs: 200 });

    const { log } = await follow([quiet, busy], {}, { mostPollMs: 1000 });

    expect(log.filter((line) => line.startsWith('wait'))).toEqual(['wait 1000', 'wait 200']);
  });

  it('begins at a time, then follows the cursor, with the same filters', async () => {
    const since = new Date('2026-11-20T09:00:00.000Z');

    const { queries } = await follow([page([], 'c1')], { since, integration: 'sales', kind: 'bounce', tenant: 'acme' });

    const filters = { integration: 'sales', kind: 'bounce', tenant: 'acme' };
    expect(queries).toEqual([
      { path: '/v1/events', since: since.toISOString(), ...filters },
      { path: '/v1/events', cursor: 'c1', ...filters },
    ]);
  });

  it('asks again after failures that may pass, at growing intervals, and says so', async () => {
    const { log, queries } = await follow([
      { kind: 'unreachable', reason: 'ECONNREFUSED' },
      problem(503),
      problem(429, { retryAfterMs: 9000 }),
      page([1], 'c1'),
    ]);

    expect(log).toEqual([
      'the API does not answer (ECONNREFUSED); asking again in 1 s',
      'wait 1000',
      'the API does not answer (why); asking again in 2 s',
      'wait 2000',
      'the API does not answer (why); asking again in 9 s',
      'wait 9000',
      'the API answers again',
      'evt_1',
      'c1',
      'idle',
      'wait 1000',
    ]);
    expect(queries).toHaveLength(5);
  });

  it('waits no longer than half a minute between two attempts', async () => {
    const { log } = await follow(Array.from({ length: 8 }, () => problem(500)));

    expect(log.filter((line) => line.startsWith('wait')).at(-1)).toBe('wait 30000');
  });

  it('goes on with the oldest event when those behind its cursor are gone', async () => {
    const gone = problem(410, { name: 'cursor-gone', oldest: 'c0' });

    const { log, queries } = await follow([gone, page([7], 'c7')], { cursor: 'old' });

    expect(queries.slice(0, 2)).toMatchObject([{ cursor: 'old' }, { cursor: 'c0' }]);
    expect(log.slice(0, 2)).toEqual([expect.stringContaining('no longer kept'), 'evt_7']);
  });

  it.each([400, 401, 403, 404])('ends at a refusal that no repetition changes: %i', async (status) => {
    await expect(follow([problem(status)])).rejects.toThrow(ConfigError);
  });

  it('passes no cursor over an event that was not taken', async () => {
    const { log } = await follow([page([1, 2, 3], 'c1')], {}, { failsAt: 'evt_2' });

    expect(log).toEqual(['evt_1', 'evt_2']);
  });

  it('refuses an answer that is no page', async () => {
    await expect(follow([{ kind: 'answer', json: { hello: 'world' } }])).rejects.toThrow();
  });
});

describe('viewOf', () => {
  it('asks for the view of the integration, within its tenant', () => {
    expect(viewOf(entry(1))).toEqual({ integration: 'sales', tenant: 'acme' });
  });
});
