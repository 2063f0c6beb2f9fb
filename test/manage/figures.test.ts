import { createFigureRoutes } from '../../lambdas/manage/figures.ts';

const routes = createFigureRoutes({
  spans: ['24h', '7d'],
  kpis: async (since) => ({ kpis: since }),
  promises: async (since) => ({ promises: since }),
});
const request = (query: Record<string, string> = {}) => ({ route: '', path: {}, query, headers: {}, body: '' });

describe('createFigureRoutes', () => {
  it.each([
    [undefined, '24h'],
    ['7d', '7d'],
  ])('reads the span %s as %s', async (since, expected) => {
    const query = since === undefined ? {} : { since };

    expect((await routes.kpis(request(query), undefined)).body).toBe(`{"kpis":"${expected}"}`);
    expect((await routes.promises(request(query), undefined)).body).toBe(`{"promises":"${expected}"}`);
  });

  it('refuses another span, and a tenant', async () => {
    await expect(routes.kpis(request({ since: '1y' }), undefined)).rejects.toThrow('since: wants one of 24h, 7d');
    expect((await routes.promises(request(), 'acme')).statusCode).toBe(403);
  });
});
