import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { compact } from '../lambdas/compact.ts';
import type { FunctionHost } from './function-host.ts';
import { findRoute, path, type Route } from './router.ts';
import type { RouteWiring } from './wiring.ts';

/** The largest body that API Gateway hands to a function, in bytes. */
export const maxApiBytes = 6 * 1024 * 1024;

/** The route that takes a request, with the values of its placeholders. */
export interface MatchedRoute {
  readonly route: RouteWiring;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** A request as it reaches the API. */
interface ApiCall {
  readonly request: Pick<IncomingMessage, 'method' | 'headers'>;
  readonly url: URL;
  readonly body: string;
  /** The key of this machine's own requests. */
  readonly apiKey: string | undefined;
}

/** The template's routes as a route table: `GET /m/{token}` takes `/m/:token`. */
export const apiRoutesOf = (routes: readonly RouteWiring[]): ReadonlyArray<Route<RouteWiring>> =>
  routes.map((route) => {
    const [method = '', pattern = ''] = route.routeKey.split(' ');
    return [method, path(pattern.replaceAll(/\{(\w+)\}/g, ':$1')), route];
  });

/** Finds the route that takes a request; none for a path that is not percent-encoded text. */
export function matchRoute(
  routes: ReadonlyArray<Route<RouteWiring>>,
  method: string,
  pathname: string,
): MatchedRoute | undefined {
  const match = findRoute(routes, method, pathname);
  if (match === undefined) return undefined;
  try {
    const values = Object.entries(match.parameters).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route: match.handler, pathParameters: Object.fromEntries(values) };
  } catch {
    return undefined;
  }
}

const apiAnswer = z.looseObject({
  statusCode: z.number(),
  headers: z.optional(z.record(z.string(), z.string())),
  body: z.optional(z.string()),
});
type ApiAnswer = z.infer<typeof apiAnswer>;

/** API Gateway's answer for a function that fails. */
const internalError: ApiAnswer = {
  statusCode: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Internal Server Error"}',
};

/** Calls the function of a route as an HTTP API does. */
export async function callRoute(host: FunctionHost, matched: MatchedRoute, call: ApiCall): Promise<ApiAnswer> {
  try {
    return apiAnswer.parse(await host.invoke(eventOf(matched, call)));
  } catch {
    return internalError;
  }
}

/**
 * The event of a request in payload format 2.0. A program on this machine belongs to the machine's owner: a request without
 * a key gets the machine's own key.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
function eventOf({ route, pathParameters }: MatchedRoute, { request, url, body, apiKey }: ApiCall): object {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(',')]),
  );
  if (apiKey !== undefined && mayBorrowKey(route, headers)) headers.authorization ??= `Bearer ${apiKey}`;
  headers['x-forwarded-proto'] = 'http';
  const now = new Date();
  return compact({
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    queryStringParameters: Object.fromEntries(url.searchParams),
    pathParameters,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: request.method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    body: body !== '' ? Buffer.from(body).toString('base64') : undefined,
    isBase64Encoded: body !== '',
  });
}

/**
 * Routes that need a key take the machine's own key, except from a page of another origin. The listener has refused every
 * other Host before, so that a page on a rebound name has no such origin.
 */
function mayBorrowKey({ routeKey }: RouteWiring, headers: Record<string, string>): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  const isOwnOrigin = origin === undefined || (host !== undefined && origin === `http://${host}`);
  return isOwnSite && isOwnOrigin && /^\w+ \/v1\//.test(routeKey) && !routeKey.includes('/intake/');
}
