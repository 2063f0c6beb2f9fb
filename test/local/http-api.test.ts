import type { FunctionHost } from '../../local/function-host.ts';
import { apiRoutesOf, callRoute, matchRoute } from '../../local/http-api.ts';
import type { RouteWiring } from '../../local/wiring.ts';

const wiringOf = (routeKey: string): RouteWiring => ({ routeKey, functionName: 'Api', functionArn: 'arn:Api' });
const routes = apiRoutesOf(['GET /u/{token}', 'GET /m/{token}/{nth}'].map(wiringOf));

/** A function that keeps its events and gives one answer. */
function hostThatAnswers(answer: unknown) {
  const events: Array<{ readonly headers: Readonly<Record<string, string>> }> = [];
  const invoke = async (event: unknown): Promise<unknown> => {
    events.push(event as (typeof events)[number]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { events, host: { invoke } as FunctionHost };
}

const callOf = (headers: Record<string, string>, body = '') => ({
  request: { method: 'POST', headers },
  url: new URL('http://local/v1/contacts/ada?page=2'),
  body,
  apiKey: 'own-key',
});
const matched = { route: wiringOf('POST /v1/contacts/{id}'), pathParameters: { id: 'ada' } };

describe('matchRoute', () => {
  it('finds the route of a method and a path, with the decoded values of its placeholders', () => {
    expect(matchRoute(routes, 'GET', '/m/a%2Fb/2')).toEqual({
      route: wiringOf('GET /m/{token}/{nth}'),
      pathParameters: { token: 'a/b', nth: '2' },
    });
    expect(matchRoute(routes, 'POST', '/u/t')).toBeUndefined();
  });

  it.each(['/u/%ff', '/u/%E0%A4%A', '/u/%', '/m/%zz/1'])('finds no route for %s, which encodes no text', (pathname) => {
    expect(matchRoute(routes, 'GET', pathname)).toBeUndefined();
  });
});

describe('callRoute', () => {
  it('hands the request to the function in payload format 2.0', async () => {
    const { host, events } = hostThatAnswers({ statusCode: 204 });

    await callRoute(host, matched, callOf({ 'x-a': '1' }, 'a=b'));

    expect(events).toMatchObject([
      {
        version: '2.0',
        routeKey: 'POST /v1/contacts/{id}',
        rawPath: '/v1/contacts/ada',
        rawQueryString: 'page=2',
        headers: { 'x-a': '1', 'x-forwarded-proto': 'http' },
        queryStringParameters: { page: '2' },
        pathParameters: { id: 'ada' },
        requestContext: { http: { method: 'POST', path: '/v1/contacts/ada' }, stage: '$default' },
        body: Buffer.from('a=b').toString('base64'),
        isBase64Encoded: true,
      },
    ]);
  });

  it.each([
    ['a program without a key', 'POST /v1/contacts/{id}', {}, 'Bearer own-key'],
    ['a program with a key', 'POST /v1/contacts/{id}', { authorization: 'Bearer x' }, 'Bearer x'],
    ['a page of this machine', 'POST /v1/contacts/{id}', { 'sec-fetch-site': 'same-origin' }, 'Bearer own-key'],
    [
      'a fetch of a page of this machine',
      'POST /v1/contacts/{id}',
      { 'sec-fetch-site': 'same-origin', host: '127.0.0.1:8025', origin: 'http://127.0.0.1:8025' },
      'Bearer own-key',
    ],
    [
      'a page of another port of this machine',
      'POST /v1/contacts/{id}',
      { 'sec-fetch-site': 'same-site', host: '127.0.0.1:8025', origin: 'http://127.0.0.1:9000' },
      undefined,
    ],
    [
      'an origin that only an old browser names',
      'POST /v1/contacts/{id}',
      { host: '127.0.0.1:8025', origin: 'http://127.0.0.1:9000' },
      undefined,
    ],
    ['a page of another site', 'POST /v1/contacts/{id}', { origin: 'https://evil.example' }, undefined],
    ['a cross-site request', 'POST /v1/contacts/{id}', { 'sec-fetch-site': 'cross-site' }, undefined],
    ['an intake, which has a key of its own', 'POST /v1/intake/{source}', {}, undefined],
    ['a public route', 'POST /u/{token}', {}, undefined],
  ])('decides on the key for %s', async (_, routeKey, ownHeaders, authorization) => {
    const { host, events } = hostThatAnswers({ statusCode: 200 });

    await callRoute(host, { ...matched, route: wiringOf(routeKey) }, callOf(ownHeaders));

    expect(events.map(({ headers }) => headers.authorization)).toEqual([authorization]);
  });

  it('returns the answer of the function', async () => {
    const answer = { statusCode: 302, headers: { location: '/x' }, body: 'moved' };

    expect(await callRoute(hostThatAnswers(answer).host, matched, callOf({}))).toEqual(answer);
  });

  it.each([
    ['fails', new Error('broken')],
    ['returns no status', { body: 'x' }],
  ])('answers 500 when the function %s, as API Gateway does', async (_, answer) => {
    expect(await callRoute(hostThatAnswers(answer).host, matched, callOf({}))).toEqual({
      statusCode: 500,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Internal Server Error"}',
    });
  });
});
