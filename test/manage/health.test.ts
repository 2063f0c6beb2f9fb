import { createHealthRoutes } from '../../lambdas/manage/health.ts';

const asked: unknown[] = [];
const routes = createHealthRoutes({
  health: async (tenant) => ({ tenant }),
  parked: async (tenant, question) => {
    asked.push([tenant, question]);
    return { threads: [] };
  },
});
const request = (query: Record<string, string> = {}) => ({ route: '', path: {}, query, headers: {}, body: '' });

describe('createHealthRoutes', () => {
  it('answers for the tenant of the caller', async () => {
    expect(JSON.parse((await routes.health(request(), 'acme')).body ?? '')).toEqual({ tenant: 'acme' });
  });

  it.each([
    [undefined, 100],
    ['7', 7],
    ['0', 1],
    ['501', 500],
  ])('lists conversations with the limit %s as %i', async (limit, expected) => {
    await routes.parked(request(limit === undefined ? {} : { limit }), 'acme');

    expect(asked.at(-1)).toEqual(['acme', { connection: undefined, limit: expected }]);
  });

  it.each(['-1', 'ten', '1.5', ''])('refuses the limit %j', async (limit) => {
    await expect(routes.parked(request({ limit }), undefined)).rejects.toThrow('limit: wants a whole number');
  });
});
