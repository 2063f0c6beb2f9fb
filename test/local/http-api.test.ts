import { matchRoute } from '../../local/http-api.ts';
import type { RouteWiring } from '../../local/wiring.ts';

const routes = ['GET /u/{token}', 'GET /m/{token}/{nth}'].map((routeKey) => ({ routeKey }) as RouteWiring);

describe('the route of a request', () => {
  it('is the one of its method and path, with the values of its placeholders', () => {
    expect(matchRoute(routes, 'GET', '/m/a%2Fb/2')).toEqual({
      route: routes[1],
      pathParameters: { token: 'a/b', nth: '2' },
    });
    expect(matchRoute(routes, 'POST', '/u/t')).toBeUndefined();
  });

  it.each(['/u/%ff', '/u/%E0%A4%A', '/u/%', '/m/%zz/1'])('is none for %s, which encodes nothing', (path) => {
    expect(matchRoute(routes, 'GET', path)).toBeUndefined();
  });
});
