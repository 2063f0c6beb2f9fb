import { createConfigurationRoutes } from '../../lambdas/manage/configuration.ts';

const routes = createConfigurationRoutes({
  list: async (tenant) => ({ tenant }),
  mapping: async (key, tenant) => (key === 'sales' && tenant === 'acme' ? { fields: [] } : undefined),
});
const request = (key?: string) => ({ route: '', path: { key }, query: {}, headers: {}, body: '' });

describe('createConfigurationRoutes', () => {
  it('answers for the tenant of the caller', async () => {
    expect(JSON.parse((await routes.list(request(), 'acme')).body ?? '')).toEqual({ tenant: 'acme' });
  });

  it.each([
    ['sales', 'acme', 200],
    ['sales', 'beta', 404],
    [undefined, 'acme', 404],
  ])('shows the mapping of %s to %s with %i', async (key, tenant, status) => {
    expect((await routes.mapping(request(key), tenant)).statusCode).toBe(status);
  });
});
