import { createReviewRoutes } from '../../lambdas/manage/reviews.ts';

const now = new Date('2026-11-20T12:00:00Z');
const caller = { id: 'k', name: 'kim (k)', scopes: [] };
const calls: unknown[] = [];
const routesWith = (answer: object | string | undefined = { eventId: 'evt_1' }) =>
  createReviewRoutes({
    list: async (tenant, question) => ({ tenant, ...question }),
    say: async (...args) => {
      calls.push(args);
      return answer;
    },
    now: () => now,
  });
const request = (body: object, query: Record<string, string> = {}) => ({
  route: '',
  path: {},
  query,
  headers: {},
  body: JSON.stringify(body),
});
const list = async (query: Record<string, string>) =>
  JSON.parse((await routesWith().list(request({}, query), 'acme')).body ?? '') as object;

describe('createReviewRoutes', () => {
  it.each([
    [{}, '2026-11-13T12:00:00.000Z', 5],
    [{ since: '30d', limit: '99' }, '2026-10-21T12:00:00.000Z', 50],
    [{ limit: '0' }, '2026-11-13T12:00:00.000Z', 1],
  ])('lists for %j', async (query, since, limit) => {
    expect(await list(query)).toEqual({ tenant: 'acme', since, limit });
  });

  it.each([
    [{ since: 'yesterday' }, 'since: wants a number of days'],
    [{ limit: 'ten' }, 'limit: wants a whole number'],
  ])('refuses %j', async (query, message) => {
    await expect(list(query)).rejects.toThrow(message);
  });

  it.each([
    [{ eventId: 'evt_1', right: true }, { eventId: 'evt_1' }, true],
    [{ eventId: 'evt_1', kind: 'bounce', dryRun: false }, { eventId: 'evt_1', kind: 'bounce' }, false],
  ])('takes %j', async (body, verdict, dryRun) => {
    const answer = await routesWith().say(request(body), 'acme', caller);

    expect(calls.at(-1)).toEqual([verdict, 'kim (k)', 'acme', dryRun]);
    expect(JSON.parse(answer.body ?? '')).toEqual({ dryRun, kept: !dryRun, review: { eventId: 'evt_1' } });
  });

  it('refuses a verdict that contradicts itself, and says what the rules of verdicts say', async () => {
    const both = request({ eventId: 'e', right: true, kind: 'bounce' });
    await expect(routesWith().say(both, undefined, caller)).rejects.toThrow('right: says that');
    const wrong = routesWith('kind: found "poem"').say(request({ eventId: 'e', kind: 'poem' }), undefined, caller);
    await expect(wrong).rejects.toThrow('kind: found "poem"');
  });

  it('answers 404 for an event that is not known', async () => {
    const routes = createReviewRoutes({ list: async () => ({}), say: async () => undefined, now: () => now });

    expect((await routes.say(request({ eventId: 'e' }), undefined, caller)).statusCode).toBe(404);
  });
});
