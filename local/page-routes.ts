// The pages for people: they show, and change nothing.

import type { ServerResponse } from 'node:http';
import { consoleRoutes } from './console-routes.ts';
import type { Exchange, ExchangeRoutes } from './http-exchange.ts';
import { newestMails, storiesOf } from './mail-stories.ts';
import { mailPage, messagePage, overviewPage, recordPage } from './page.ts';
import { pageHeaders } from './page-headers.ts';
import { path } from './router.ts';
import { isObjectType } from './sandbox-crm/hubspot/schema.ts';

/** Every page, in order; any other path has none. */
export const pageRoutes: ExchangeRoutes = [
  ['GET', path('/'), showOverview],
  ['GET', path('/mails/:mailId{/*}?'), showMail],
  ['GET', path('/events/:eventId{/*}?'), redirectToMail],
  ...consoleRoutes,
  ['GET', path('/crm/:type/:id{/*}?'), showRecord],
  ['GET', path('*'), showNotFound],
  ['*', path('*'), showNotAllowed],
];

async function showOverview({ options: { store, reader, crm, smtpPort }, response }: Exchange): Promise<void> {
  sendPage(response, 200, overviewPage(await newestMails(store, reader), crm, smtpPort()));
}

async function showMail(exchange: Exchange): Promise<void> {
  const { options, response, parameters } = exchange;
  const { mailId = '' } = parameters;
  const story = (await storiesOf(options.store, options.reader, [mailId])).get(mailId);
  if (story === undefined) return showNotFound(exchange);
  sendPage(response, 200, mailPage(story));
}

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
  sendPage(response, 404, messagePage('Not found', 'There is no such page, mail or record.'));
}

function showNotAllowed({ response }: Exchange): void {
  sendPage(response, 405, messagePage('Not allowed', 'This page can only be read.'));
}

function sendPage(response: ServerResponse, status: number, markup: string): void {
  response.writeHead(status, pageHeaders("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"));
  response.end(markup);
}
