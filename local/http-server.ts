import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { apiRoutesOf, callRoute, type MatchedRoute, matchRoute, maxApiBytes } from './http-api.ts';
import { json, readBody } from './http-body.ts';
import type { Exchange, HttpServerOptions } from './http-exchange.ts';
import { guardListener } from './listener-guard.ts';
import { type LocalListener, listenOnLoopback } from './loopback-listener.ts';
import { pageRoutes } from './page-routes.ts';
import { findRoute } from './router.ts';
import { mayUseSandbox, runTokenHeader } from './run-token.ts';
import { sandboxRoutes } from './sandbox-routes.ts';

/** Starts the pages for people, the API and the sandboxes, on one port of this machine. */
export async function startHttpServer(options: HttpServerOptions): Promise<LocalListener> {
  const apiRoutes = apiRoutesOf(options.routes);
  const server = createServer((request, response) => {
    handle(options, apiRoutes, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  guardListener(server, { link: isPage, picture: isPicture });
  return listenOnLoopback(server, options.port);
}

/** Whether a link on another site may lead to a path: to the pages for people, but not to the programs' paths. */
const isPage = (path: string): boolean =>
  /^\/(?:(?:mails|events|crm|u|c|m|boards|integrations)\/[^?]*|integrations|consent|reviews|compose|signed-in)?(?:\?|$)/.test(
    path,
  );

/** Whether a path leads to a picture of a mail; its address holds a signed token. */
const isPicture = (path: string): boolean => /^\/m\/[\w.-]+\/\d+\?as=picture$/.test(path);

async function handle(
  options: HttpServerOptions,
  apiRoutes: ReturnType<typeof apiRoutesOf>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const { method = 'GET', headers } = request;
  const exchange = { options, request, response, url };
  const isSandbox = url.pathname.startsWith('/sandbox');
  if (isSandbox && !mayUseSandbox(method, headers, options.token))
    return json(response, 403, {
      error: `a browser uses the sandbox with the token of the run in ${runTokenHeader}; a program needs none`,
    });
  const apiRoute = isSandbox ? undefined : matchRoute(apiRoutes, method, url.pathname);
  if (apiRoute !== undefined) return answerAsApi(exchange, apiRoute);
  if (url.pathname.startsWith('/v1/')) return json(response, 404, { message: 'Not Found' });
  const sandboxRoute = isSandbox ? findRoute(sandboxRoutes, method, url.pathname) : undefined;
  const match = sandboxRoute ?? findRoute(pageRoutes, method, url.pathname);
  await match?.handler({ ...exchange, parameters: match.parameters });
}

async function answerAsApi(
  { options, request, response, url }: Omit<Exchange, 'parameters'>,
  matched: MatchedRoute,
): Promise<void> {
  const { functions, apiKey, mayCall } = options;
  const host = functions.get(matched.route.functionName);
  if (host === undefined || !mayCall(matched.route)) return json(response, 500, { message: 'Internal Server Error' });
  const body = await readBody(request, maxApiBytes).catch(() => undefined);
  if (body === undefined) return json(response, 413, { message: 'Request Too Long' });
  const answer = await callRoute(host, matched, { request, url, body, apiKey });
  response.writeHead(answer.statusCode, answer.headers);
  response.end(answer.body ?? '');
}
