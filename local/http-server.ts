import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LedgerReader } from '../lambdas/aws/ledger-reader.ts';
import type { S3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import type { EventSource } from './event-source.ts';
import type { FunctionHost } from './function-host.ts';
import { callRoute, type MatchedRoute, matchRoute, maxApiBytes } from './http-api.ts';
import { json, readBody, readBytes, send } from './http-body.ts';
import type { Access } from './iam/access.ts';
import { guardListener } from './listener-guard.ts';
import { type LocalListener, listenOnLoopback } from './loopback-listener.ts';
import { newestMails, storiesOf } from './mail-stories.ts';
import { mailPage, messagePage, overviewPage, recordPage } from './page.ts';
import { mayUseSandbox, runTokenHeader } from './run-token.ts';
import { answerCdp, cdpVendors, type SandboxCdps } from './sandbox-cdp.ts';
import type { FakeStore } from './sandbox-crm/fake-store.ts';
import { type FakeVendorName, fakeVendors, isSandboxVendor } from './sandbox-crm/fakes.ts';
import type { Faults } from './sandbox-crm/faults.ts';
import { isObjectType, objectTypes } from './sandbox-crm/hubspot/schema.ts';
import type { SandboxStore } from './sandbox-crm/hubspot/store.ts';
import { fakeSandbox, hubspotSandbox, serveSandbox } from './sandbox-crm/server.ts';
import type { SentMail, SuppressionList } from './sending-account.ts';
import type { RouteWiring } from './wiring.ts';

export interface HttpServerOptions {
  readonly port: number;
  readonly store: S3MailStore;
  readonly reader: LedgerReader;
  readonly crm: SandboxStore;
  /** What the stand-in of another CRM keeps. */
  readonly fakeStore: (vendor: FakeVendorName) => FakeStore;
  readonly faults: Faults;
  readonly functions: ReadonlyMap<string, FunctionHost>;
  /** By the folder under `lambdas/`. */
  readonly eventSources: ReadonlyMap<string, EventSource>;
  /** Of the HTTP API. */
  readonly routes: readonly RouteWiring[];
  /** Whether API Gateway may call the function of a route. */
  readonly mayCall: (route: RouteWiring) => boolean;
  /** What IAM denied since the start. */
  readonly denials: Access['denials'];
  /** By which a browser may use the sandbox. */
  readonly token: string;
  /** The key under which this machine's own requests to the API go. */
  readonly apiKey: string | undefined;
  readonly cdps: SandboxCdps;
  readonly suppressionList: SuppressionList;
  /** Mail that the functions sent: it goes nowhere from here. */
  readonly outbox: SentMail[];
  readonly smtpPort: () => number;
  readonly onCrmCall: (method: string, path: string) => void;
  /** How often each route of a CRM was called since the start. */
  readonly crmCalls: ReadonlyMap<string, number>;
}

/** The pages for people, the API and the sandbox CRMs, on one port of this machine. */
export async function startHttpServer(options: HttpServerOptions): Promise<LocalListener> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  guardListener(server, { link: isPage, picture: isPicture });
  return listenOnLoopback(server, options.port);
}

/** What a link on another site may lead to: pages for people, not what programs read. */
const isPage = (path: string): boolean => /^\/(?:(?:mails|events|crm|u|c|m)\/[^?]*)?(?:\?|$)/.test(path);

/** A picture of a mail, at an address that holds a signed token. */
const isPicture = (path: string): boolean => /^\/m\/[\w.-]+\/\d+\?as=picture$/.test(path);

async function handle(options: HttpServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const { method = 'GET', headers } = request;
  if (url.pathname.startsWith('/sandbox') && !mayUseSandbox(method, headers, options.token))
    return json(response, 403, {
      error: `a browser uses the sandbox with the token of the run in ${runTokenHeader}; a program needs none`,
    });
  const vendorName = /^\/sandbox\/([\w-]+)\//.exec(url.pathname)?.[1];
  if (vendorName === 'hubspot' || isSandboxVendor(vendorName)) {
    const path = (request.url ?? '').slice(`/sandbox/${vendorName}`.length);
    const { faults, onCrmCall: onCall, functions } = options;
    const killSink = async () => [...functions.values()].find(({ stage }) => stage === 'sink')?.kill();
    const crm =
      vendorName === 'hubspot'
        ? hubspotSandbox(options.crm)
        : fakeSandbox(fakeVendors[vendorName], options.fakeStore(vendorName));
    const body = await readBytes(request);
    return serveSandbox({ crm, faults, onCall, killSink }, request, response, path, body);
  }
  const vendor = cdpVendors.find((name) => url.pathname.startsWith(`/sandbox/${name}/`));
  if (vendor !== undefined) {
    const path = url.pathname.slice(`/sandbox/${vendor}`.length);
    return send(response, answerCdp(options.cdps[vendor], options.faults, request, path, await readBody(request)));
  }
  if (url.pathname === '/sandbox/outbox') return json(response, 200, options.outbox);
  const matched = matchRoute(options.routes, method, url.pathname);
  if (matched !== undefined) return serveApi(options, matched, request, response, url);
  if (url.pathname === '/sandbox/suppressions')
    return json(response, 200, {
      ...Object.fromEntries(cdpVendors.map((name) => [name, [...options.cdps[name].people.values()]])),
      ses: [...options.suppressionList].map(([address, entry]) => ({ address, ...entry })),
    });
  if (url.pathname === '/sandbox/faults') return void (await serveFaults(options.faults, request, response));
  if (url.pathname === '/sandbox/denials') return json(response, 200, options.denials());
  if (url.pathname === '/sandbox/calls') return json(response, 200, Object.fromEntries(options.crmCalls));
  if (url.pathname === '/sandbox/counts')
    return json(response, 200, { faults: options.faults.count(), ...options.crm.counts() });
  const broken = /^\/sandbox\/(kill|fail|disable)\/(\w+)$/.exec(url.pathname);
  if (request.method === 'POST' && broken !== null) return breakStage(options, response, broken[1]!, broken[2]!);
  const ticked = /^\/sandbox\/contacts\/(\d+)\/opt-out$/.exec(url.pathname)?.[1];
  if (ticked !== undefined && request.method === 'POST') {
    const contact = options.crm.get('contacts', ticked);
    if (contact !== undefined) options.crm.update('contacts', contact, { hs_email_optout: 'true' });
    return json(response, contact === undefined ? 404 : 200, { ticked: contact !== undefined });
  }
  const [, recordsOf] = /^\/sandbox\/records\/([\w-]+)$/.exec(url.pathname) ?? [];
  if (isSandboxVendor(recordsOf)) return json(response, 200, options.fakeStore(recordsOf).all());
  if (url.pathname === '/sandbox/records')
    return json(response, 200, Object.fromEntries(objectTypes.map((type) => [type, withLinks(options.crm, type)])));
  if (request.method !== 'GET') return page(response, 405, messagePage('Not allowed', 'This page can only be read.'));
  await servePage(options, response, url.pathname.split('/').filter(Boolean));
}

/** A worker that dies, a function that fails from now on, or an event source that somebody disables. */
async function breakStage(
  { functions, eventSources }: HttpServerOptions,
  response: ServerResponse,
  how: string,
  stage: string,
): Promise<void> {
  const target = [...functions.values()].find((host) => host.stage === stage);
  if (how === 'kill') return json(response, 200, { killed: (await target?.kill()) ?? false });
  if (how === 'fail') target?.fail();
  else await eventSources.get(stage)?.stop();
  json(response, 200, { broken: how === 'fail' ? target !== undefined : eventSources.has(stage) });
}

async function servePage(
  { store, reader, crm, smtpPort }: HttpServerOptions,
  response: ServerResponse,
  [first, second = '', third = '']: string[],
): Promise<void> {
  if (first === undefined) {
    return page(response, 200, overviewPage(await newestMails(store, reader), crm, smtpPort()));
  }
  if (first === 'mails') {
    const story = (await storiesOf(store, reader, [second])).get(second);
    if (story) return page(response, 200, mailPage(story));
  }
  if (first === 'events') {
    const event = await reader.event(second);
    if (event?.mails[0] !== undefined) return redirect(response, `/mails/${event.mails[0]}`);
  }
  if (first === 'crm' && isObjectType(second)) {
    const record = crm.get(second, third);
    if (record) return page(response, 200, recordPage(second, record, crm));
  }
  return page(response, 404, messagePage('Not found', 'There is no such page, mail or record.'));
}

const withLinks = (crm: SandboxStore, type: (typeof objectTypes)[number]) =>
  crm.all(type).map((record) => ({
    ...record,
    links: Object.fromEntries(
      objectTypes.map((other) => [other, crm.associated(record.id, other).map(({ id }) => id)]),
    ),
  }));

async function serveFaults(faults: Faults, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'PUT') return json(response, 200, faults.list());
  try {
    json(response, 200, faults.set(JSON.parse(await readBody(request))));
  } catch (error) {
    json(response, 400, { error: (error as Error).message });
  }
}

async function serveApi(
  { functions, apiKey, mayCall }: HttpServerOptions,
  matched: MatchedRoute,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const host = functions.get(matched.route.functionName);
  if (host === undefined || !mayCall(matched.route)) return json(response, 500, { message: 'Internal Server Error' });
  const body = await readBody(request, maxApiBytes).catch(() => undefined);
  if (body === undefined) return json(response, 413, { message: 'Request Too Long' });
  await callRoute(host, matched, request, response, url, body, apiKey);
}

function page(response: ServerResponse, status: number, markup: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    // A page that opened this one must learn nothing by its window, nor lay itself over it.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(markup);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}
