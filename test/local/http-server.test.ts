import type { RouteWiring } from '../../local/wiring.ts';
import { type Site, startSite } from './site.ts';

const routes: RouteWiring[] = [
  { routeKey: 'POST /u/{token}', functionName: 'Api', functionArn: 'arn:Api' },
  { routeKey: 'POST /denied', functionName: 'Api', functionArn: 'arn:denied' },
  { routeKey: 'POST /orphan', functionName: 'None', functionArn: 'arn:None' },
];

describe('startHttpServer', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite({ routes, mayCall: ({ functionArn }) => functionArn !== 'arn:denied' });
  });

  afterAll(() => site.stop());

  it.each([
    ['a page', 'GET', '/crm/none/1', 404, 'Not found'],
    ['a path without a page', 'GET', '/nope', 404, 'Not found'],
    ['a change of a page', 'DELETE', '/', 405, 'Not allowed'],
    ['the sandbox', 'GET', '/sandbox/faults', 200, '[]'],
    ['a path without a sandbox', 'GET', '/sandbox/nope', 404, 'Not found'],
    ['a route of the API', 'POST', '/u/t', 200, 'api answers'],
    ['a route that IAM denies', 'POST', '/denied', 500, '{"message":"Internal Server Error"}'],
    ['a route without a function', 'POST', '/orphan', 500, '{"message":"Internal Server Error"}'],
  ])('answers %s', async (_, method, path, status, text) => {
    const answer = await site.ask(method, path);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it('answers 413 to a body that API Gateway does not take', async () => {
    const { status, text } = await site.ask('POST', '/u/t', { body: 'x'.repeat(6 * 1024 * 1024 + 1) });

    expect({ status, text }).toEqual({ status: 413, text: '{"message":"Request Too Long"}' });
  });

  it.each([
    ['no token', {}, 403],
    ['the token of the run', { 'x-postern-run': 'token-of-the-run' }, 200],
  ])('lets a browser into the sandbox by the token of the run: %s', async (_, more, status) => {
    const headers = { 'sec-fetch-site': 'same-origin', ...more };

    expect((await site.ask('GET', '/sandbox/faults', { headers })).status).toBe(status);
  });
});
