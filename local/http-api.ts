import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { compact } from '../lambdas/compact.ts';
import type { FunctionHost } from './function-host.ts';
import type { RouteWiring } from './wiring.ts';

/** The most that API Gateway hands to a function, in bytes. */
export const maxApiBytes = 6 * 1024 * 1024;

/** A route that matches, with the values of its placeholders. */
export interface MatchedRoute {
  readonly route: RouteWiring;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The route of the template that a request takes. */
export function matchRoute(routes: readonly RouteWiring[], method: string, path: string): MatchedRoute | undefined {
  // What is no encoding of anything is no path of ours.
  if (!isDecodable(path)) return undefined;
  const parts = path.split('/');
  for (const route of routes) {
    const [wantedMethod, pattern = ''] = route.routeKey.split(' ');
    const wanted = pattern.split('/');
    if (wantedMethod !== method || wanted.length !== parts.length) continue;
    const pathParameters: Record<string, string> = {};
    const isMatch = wanted.every((part, index) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part === parts[index];
      pathParameters[name] = decodeURIComponent(parts[index]!);
      return parts[index] !== '';
    });
    if (isMatch) return { route, pathParameters };
  }
  return undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls the function of a route as an HTTP API does, by payload format 2.0. A program of this machine is its owner's, so
 * that a request without a key gets the machine's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export async function callRoute(
  host: FunctionHost,
  { route, pathParameters }: MatchedRoute,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: string,
  apiKey: string | undefined,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  if (apiKey !== undefined && mayBorrowKey(route, headers)) headers.authorization ??= `Bearer ${apiKey}`;
  const now = new Date();
  const event = compact({
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
  try {
    const answer = (await host.invoke(event)) as {
      statusCode: number;
      headers?: Record<string, string>;
      body?: string;
    };
    response.writeHead(answer.statusCode, answer.headers);
    response.end(answer.body ?? '');
  } catch {
    // As API Gateway answers for a function that failed.
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end('{"message":"Internal Server Error"}');
  }
}

/** Routes that want a key take the machine's own, but for a page: one that turned its name to this machine could read by it. */
function mayBorrowKey({ routeKey }: RouteWiring, { origin, 'sec-fetch-site': site }: Record<string, string>): boolean {
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn && origin === undefined && /^\w+ \/v1\//.test(routeKey) && !routeKey.includes('/intake/');
}
