// The pages for people besides the console: they show, and change nothing.

import type { ServerResponse } from 'node:http';
import { consoleRoutes } from './console-routes.ts';
import type { Exchange, ExchangeRoutes } from './http-exchange.ts';
import { pageHeaders } from './page-headers.ts';
import { messagePage, recordPage } from './record-page.ts';
import { path } from './router.ts';
import { isObjectType } from './sandbox-crm/hubspot/schema.ts';

/** Every page, in order; any other path has none. */
export const pageRoutes: ExchangeRoutes = [
  ...consoleRoutes,
  ['GET', path('/events/:eventId{/*}?'), redirectToMail],
  ['GET', path('/crm/:type/:id{/*}?'), showRecord],
  ['GET', path('*'), showNotFound],
  ['*', path('*'), showNotAllowed],
];

async function redirectToMail(exchange: Exchange): Promise<void> {
  const { options, response, parameters } = exchange;
  const event = await options.reader.event(parameters.eventId ?? '');
  const mailId = event?.mails[0];
  if (mailId === undefined) return showNotFound(exchange);
  response.writeHead(302, { location: `/mails/${mailId}` });
  response.end();
}

function showRecord(exchange: Exchange): void {
  const { options, response, parameters } = exchange;
  const { type, id = '' } = parameters;
  const record = isObjectType(type) ? options.crm.get(type, id) : undefined;
  if (isObjectType(type) && record !== undefined) sendPage(response, 200, recordPage(type, record, options.crm));
  else showNotFound(exchange);
}

function showNotFound({ response }: Exchange): void {
  sendPage(response, 404, messagePage('Not found', 'There is no such page or record.'));
}

function showNotAllowed({ response }: Exchange): void {
  sendPage(response, 405, messagePage('Not allowed', 'This page can only be read.'));
}

function sendPage(response: ServerResponse, status: number, markup: string): void {
  response.writeHead(status, pageHeaders("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"));
  response.end(markup);
}
