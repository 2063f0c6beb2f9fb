import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createApiHandler } from '../../lambdas/api/handler.ts';
import { type ApiRequest, bodyBytesOf, json, toRequest } from '../../lambdas/api/request.ts';
import { fromRestEvent, isRestEvent, toRestAnswer } from '../../lambdas/api/rest-event.ts';
import { isAtPublicAddress, isManaged, scopedRoutes, scopes } from '../../lambdas/scopes.ts';
import { silentLog } from '../helpers/builders.ts';

/** An event as a REST API sends it, with all that it sets to null. */
const anEvent = (fields: Record<string, unknown> = {}, context: Record<string, unknown> = {}): APIGatewayProxyEvent =>
  ({
    resource: '/v1/events/{id}',
    path: '/v1/events/evt_1',
    httpMethod: 'GET',
    headers: null,
    multiValueHeaders: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'r-1',
      stage: 'live',
      path: '/live/v1/events/evt_1',
      domainName: 'api1-vpce-1.execute-api.eu-west-1.amazonaws.com',
      identity: { sourceIp: '10.0.1.7', userArn: null },
      ...context,
    },
    ...fields,
  }) as unknown as APIGatewayProxyEvent;
const requestOf = (...given: Parameters<typeof anEvent>) => toRequest(fromRestEvent(anEvent(...given)));

describe('isRestEvent', () => {
  it.each([
    [anEvent(), true],
    [{ version: '2.0', routeKey: 'GET /v1/events', requestContext: { http: { method: 'GET' } } }, false],
    [{ routeKey: 'GET /v1/events' }, false],
  ])('knows the format by its fields: %#', (event, expected) => {
    expect(isRestEvent(event as never)).toBe(expected);
  });
});

describe('fromRestEvent', () => {
  it('reads an event in which everything that can be null is null', () => {
    expect(requestOf()).toEqual({
      route: 'GET /v1/events/{id}',
      path: {},
      query: {},
      headers: {},
      body: '',
      ip: '10.0.1.7',
      method: 'GET',
      url: 'https://api1-vpce-1.execute-api.eu-west-1.amazonaws.com/live/v1/events/evt_1',
      requestId: 'r-1',
      pathPrefix: '/live',
    });
  });

  it.each<[string, object, object]>([
    ['path parameters', { pathParameters: { id: 'evt_1' } }, { path: { id: 'evt_1' } }],
    [
      'each value of a header, in lower case',
      { headers: { Accept: 'b' }, multiValueHeaders: { Accept: ['a', 'b'], 'Content-Type': ['text/plain'] } },
      { headers: { accept: 'a,b', 'content-type': 'text/plain' } },
    ],
    ['headers without lists', { headers: { Authorization: 'Bearer k' } }, { headers: { authorization: 'Bearer k' } }],
    [
      'each value of the query',
      {
        queryStringParameters: { kind: 'list' },
        multiValueQueryStringParameters: { kind: ['human', 'list'], a: ['1'] },
      },
      { query: { kind: 'human,list', a: '1' } },
    ],
    ['a query without lists', { queryStringParameters: { limit: '5' } }, { query: { limit: '5' } }],
    ['text', { body: 'Grüße' }, { body: 'Grüße' }],
    ['bytes', { body: Buffer.from('Grüße').toString('base64'), isBase64Encoded: true }, { body: 'Grüße' }],
    ['the method', { httpMethod: 'HEAD' }, { route: 'HEAD /v1/events/{id}', method: 'HEAD' }],
    [
      'a name that objects have',
      { multiValueQueryStringParameters: JSON.parse('{"__proto__":["x"],"constructor":["y"]}') },
      { query: JSON.parse('{"__proto__":"x","constructor":"y"}') },
    ],
  ])('reads %s', (_what, fields, expected) => {
    expect(requestOf(fields as Record<string, unknown>)).toMatchObject(expected);
  });

  it('encodes the query of the address anew, with repeated names', () => {
    const { url } = requestOf({ multiValueQueryStringParameters: { a: ['1', 'ä&='], b: [''] } });

    expect(new URL(url).pathname).toBe('/live/v1/events/evt_1');
    expect([...new URL(url).searchParams]).toEqual([
      ['a', '1'],
      ['a', 'ä&='],
      ['b', ''],
    ]);
  });

  it.each([
    ['/live/v1/events/evt_1', '/live'],
    ['/v1/events/evt_1', undefined],
    ['/elsewhere', undefined],
  ])('reads from the full path %s the prefix %s', (path, prefix) => {
    expect(requestOf({}, { path }).pathPrefix).toBe(prefix);
  });

  it('believes an identity only where API Gateway has checked one, and no certificate', () => {
    const identity = { sourceIp: '10.0.1.7', userArn: 'arn:aws:iam::1:user/u', clientCert: { serialNumber: '1' } };

    expect(requestOf({}, { identity }).iam).toEqual({ userArn: 'arn:aws:iam::1:user/u' });
    expect(requestOf({}, { identity })).not.toHaveProperty('certifiedAt');
    expect(requestOf()).not.toHaveProperty('iam');
  });

  it('reads an event without a context', () => {
    expect(requestOf({ requestContext: undefined })).toMatchObject({ route: 'GET /v1/events/{id}', method: 'GET' });
  });

  it.each([
    [null, false, 0],
    ['ü', false, 2],
    [Buffer.from('ü').toString('base64'), true, 2],
  ])('counts the bytes of the body %j', (body, isBase64Encoded, bytes) => {
    expect(bodyBytesOf(fromRestEvent(anEvent({ body, isBase64Encoded })))).toBe(bytes);
  });
});

describe('toRestAnswer', () => {
  it('has the fields that a REST API knows, and no others', () => {
    expect(toRestAnswer({ statusCode: 302, cookies: ['a=1'] })).toEqual({
      statusCode: 302,
      headers: {},
      body: '',
      isBase64Encoded: false,
    });
    expect(toRestAnswer({ body: 'eA==', isBase64Encoded: true })).toMatchObject({
      statusCode: 200,
      body: 'eA==',
      isBase64Encoded: true,
    });
  });

  it.each([
    ['/v1/replays/rpl_1', '/live/v1/replays/rpl_1'],
    ['https://bucket.example/key', 'https://bucket.example/key'],
    ['//bucket.example/key', '//bucket.example/key'],
  ])('sends a client from %s to %s', (location, expected) => {
    expect(toRestAnswer({ statusCode: 202, headers: { location, age: 1 } }, '/live').headers).toEqual({
      location: expected,
      age: 1,
    });
  });
});

/** Answers with what it read of the request, without what differs between the two addresses. */
const echo = async ({ route, path, query, headers, body, ip }: ApiRequest) =>
  json(200, { route, path, query, headers, body, ip });
type Mode = Parameters<typeof isAtPublicAddress>[1];

const handlerIn = (mode: Mode, refused: unknown[] = []) =>
  createApiHandler({
    unsubscribe: { show: echo, post: echo, showConfirmation: async () => json(200, {}), confirm: echo },
    view: { show: echo, attachment: echo },
    eligibility: async ({ tenant }) => ({ address: 'a', tenant, eligible: {}, reasons: [] }) as never,
    intake: echo,
    mintAddress: echo,
    reconcile: { ack: echo, list: echo },
    replays: { order: async () => ({ statusCode: 202, headers: { location: '/v1/replays/rpl_1' } }), show: echo },
    openApi: { servers: [{ url: '/' }], paths: {} },
    isPublic: (routeKey) => isAtPublicAddress(routeKey, mode),
    listEvents: echo,
    mails: { list: echo, counts: echo, show: echo, source: echo },
    events: { show: echo, trace: echo, explain: echo },
    content: { raw: echo, attachment: echo, html: echo },
    holds: async () => [],
    authorize: async () => ({ caller: { id: 'all', name: 'all', scopes }, headers: { ratelimit: 'r' } }),
    log: { ...silentLog, warn: (...line: unknown[]) => refused.push(line) } as never,
  });

const body = '{"address":"lea@example.org"}';
const headers = { 'Content-Type': 'application/json', Host: 'api.example' };

/** One request in the two formats of API Gateway. */
function requestsTo(route: string) {
  const [method = '', resource = ''] = route.split(' ');
  const pathParameters = Object.fromEntries([...resource.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, `${name}1`]));
  const path = resource.replace(/\{(\w+)\}/g, '$11');
  const sent = method === 'POST' ? body : undefined;
  const http = {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: 'tenant=acme&kind=a&kind=b',
    queryStringParameters: { tenant: 'acme', kind: 'a,b' },
    ...{ pathParameters, headers, body: sent, isBase64Encoded: false },
    requestContext: { requestId: 'r', http: { method, path, sourceIp: '10.0.0.1' } },
  };
  const rest = {
    ...{ resource, path, httpMethod: method, pathParameters, headers },
    queryStringParameters: { tenant: 'acme', kind: 'b' },
    multiValueQueryStringParameters: { tenant: ['acme'], kind: ['a', 'b'] },
    // With the media type */* bodies come as bytes.
    body: sent === undefined ? null : Buffer.from(sent).toString('base64'),
    isBase64Encoded: sent !== undefined,
    requestContext: { requestId: 'r', path: `/live${path}`, identity: { sourceIp: '10.0.0.1', userArn: null } },
  };
  return { http: http as never, rest: rest as never };
}
const heads = ['/u/{token}', '/c/{token}', '/m/{token}', '/m/{token}/{nth}'].map((path) => `HEAD ${path}`);
const routes = [...[...scopedRoutes.keys()].filter((route) => !isManaged(route)), ...heads];

describe('the two formats of requests', () => {
  const handler = handlerIn(undefined);
  const moved = ['POST /v1/replays', 'GET /v1/openapi.json', 'GET /v1/eligibility'];

  it.each(routes.filter((route) => !moved.includes(route)))('get the same answer from %s', async (route) => {
    const { http, rest } = requestsTo(route);
    const [expected, answer] = [await handler(http), await handler(rest)];

    expect(expected.statusCode).toBe(200);
    expect(answer).toEqual({ ...expected, isBase64Encoded: false });
  });

  it('get addresses behind the stage of the REST API, and as before at the HTTP API', async () => {
    const [order, document, question] = moved.map(requestsTo);

    expect((await handler(order!.http)).headers).toMatchObject({ location: '/v1/replays/rpl_1' });
    expect((await handler(order!.rest)).headers).toMatchObject({ location: '/live/v1/replays/rpl_1' });
    expect(JSON.parse((await handler(document!.http)).body!)).toMatchObject({ servers: [{ url: '/' }], paths: {} });
    expect(JSON.parse((await handler(document!.rest)).body!)).toMatchObject({ servers: [{ url: '/live' }], paths: {} });
    expect((await handler(question!.http)).headers?.link).toMatch(/^<\/v1\/eligibility>/);
    expect((await handler(question!.rest)).headers?.link).toMatch(/^<\/live\/v1\/eligibility>/);
  });
});

describe('the private mode', () => {
  it.each<[Mode]>([[undefined], [{}], [{ publicIntake: true }]])(
    'of %j takes by the HTTP API the public routes alone, and by the REST API all',
    async (mode) => {
      const refused: unknown[] = [];
      const handler = handlerIn(mode, refused);
      for (const route of routes) {
        const { http, rest } = requestsTo(route);
        const answers = [await handler(http), await handler(rest)].map(({ statusCode }) => statusCode !== 404);
        expect([route, ...answers]).toEqual([route, isAtPublicAddress(route, mode), true]);
      }
      expect(refused).toHaveLength(routes.filter((route) => !isAtPublicAddress(route, mode)).length);
    },
  );
});
