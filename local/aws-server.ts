import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Measurement } from '../lambdas/operations/measurements.ts';
import type { EventSource } from './event-source.ts';
import type { FunctionHost } from './function-host.ts';
import { json, readBody, send } from './http-body.ts';
import type { Access } from './iam/access.ts';
import { denialAnswer, type Protocol } from './iam/denial-answer.ts';
import type { AwsRequest, IamCall } from './iam/iam-call.ts';
import { cloudWatchCalls, lambdaCalls, secretCalls, sesCalls, sesV2Calls } from './iam/service-calls.ts';
import { guardListener } from './listener-guard.ts';
import { type LocalListener, listenOnLoopback } from './loopback-listener.ts';
import { answerEventSources, answerMetrics } from './queue-watch.ts';
import { functionNameOf } from './resource-names.ts';
import { isRunToken } from './run-token.ts';
import { answerSecrets, type LocalSecrets } from './secrets.ts';
import { answerSendingAccount, type SentMail, type SuppressionList, takeSentMail } from './sending-account.ts';

export interface AwsServerOptions {
  /** The token of the run: the first part of every path. */
  readonly token: string;
  readonly access: Access;
  readonly functions: ReadonlyMap<string, FunctionHost>;
  /** By the folder under `lambdas/`. */
  readonly eventSources: ReadonlyMap<string, EventSource>;
  /** Age of a queue's oldest message, in seconds. */
  readonly oldestMessageSeconds: (queueName: string, now: Date) => number | undefined;
  /** Measurements of the functions since a time in ms. */
  readonly measurements: (sinceMs: number) => readonly Measurement[];
  readonly secrets: LocalSecrets;
  readonly suppressionList: SuppressionList;
  /** Mail that the functions sent: it does not leave this machine. */
  readonly outbox: SentMail[];
}

/**
 * Answers as Secrets Manager, SES, CloudWatch and Lambda, for the functions and the command line. These have a port of their
 * own, since they give out keys and run functions. Every path begins with the token of the run, which an SDK's client
 * gets with its endpoint (`AWS_ENDPOINT_URL_<SERVICE>`) and a web page cannot know. No browser gets an answer.
 */
export async function startAwsServer(options: AwsServerOptions): Promise<LocalListener> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  guardListener(server, { browsers: 'none' });
  return listenOnLoopback(server, 0);
}

/** Endpoints of the services that `startAwsServer` answers, as every AWS client reads them. */
export function servicesAt(port: number, token: string): Record<string, string> {
  const base = `http://127.0.0.1:${port}/${token}`;
  return {
    AWS_ENDPOINT_URL_CLOUDWATCH: `${base}/monitoring`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `${base}/secretsmanager`,
    AWS_ENDPOINT_URL_SESV2: `${base}/ses`,
    AWS_ENDPOINT_URL_SES: `${base}/sending`,
    AWS_ENDPOINT_URL_LAMBDA: `${base}/lambda`,
  };
}

async function handle(options: AwsServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const [, token, service = '', ...rest] = url.pathname.split('/');
  if (!isRunToken(token, options.token))
    return json(response, 403, {
      message: 'wants the token of the run in its path; runtime.json in the data folder has the endpoints',
    });
  const path = `/${rest.join('/')}`;
  const { method = 'GET' } = request;
  const asked = { method, target: `${path}${url.search}`, headers: request.headers };
  if (!options.access.isKnown(asked))
    return json(response, 403, { message: 'wants to be signed with an access key of the run; runtime.json has one' });
  const body = await readBody(request);
  const calls = () => callsOf(service, asked, body, options.secrets.arnOf);
  const denied = await options.access.check(asked, calls);
  if (denied !== undefined) {
    const { status, headers, body: text } = denialAnswer(protocols[service] ?? 'json', denied);
    response.writeHead(status, headers);
    return void response.end(text);
  }
  switch (service) {
    case 'lambda':
      return answerLambda(options, request, response, url, path, body);
    case 'secretsmanager':
      return send(response, answerSecrets(options.secrets, request, body));
    case 'monitoring':
      return send(response, answerMetrics(options, request, body));
    case 'ses':
      return send(response, answerSendingAccount(options.suppressionList, method, path, body));
    case 'sending':
      response.writeHead(200, { 'content-type': 'text/xml' });
      return void response.end(takeSentMail(options.outbox, body));
    default:
      return json(response, 404, { message: 'no such service on this machine' });
  }
}

const protocols: Readonly<Record<string, Protocol>> = {
  secretsmanager: 'json',
  monitoring: 'json-query-compatible',
  ses: 'rest-json',
  sending: 'query-ses',
  lambda: 'rest-json',
};

function callsOf(
  service: string,
  request: AwsRequest,
  body: string,
  arnOf: LocalSecrets['arnOf'],
): readonly IamCall[] | undefined {
  const { method, target } = request;
  switch (service) {
    case 'secretsmanager':
      return secretCalls(request, parsed(body), arnOf);
    case 'monitoring':
      return cloudWatchCalls(request);
    case 'ses':
      return sesV2Calls(method, target.split('?')[0]!, parsed(body));
    case 'sending':
      return sesCalls(new URLSearchParams(body));
    case 'lambda':
      return lambdaCalls(method, target);
    default:
      return undefined;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function answerLambda(
  { functions, eventSources }: AwsServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  path: string,
  body: string,
): Promise<void> {
  if (request.method === 'GET' && /^\/2015-03-31\/event-source-mappings\/?$/.test(path))
    return send(response, answerEventSources(eventSources, url));
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (request.method !== 'POST' || name === undefined)
    return json(response, 404, { Type: 'User', message: 'only Invoke and ListEventSourceMappings are answered here' });
  await invoke(functions, functionNameOf(decodeURIComponent(name)), body, response);
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
async function invoke(
  functions: ReadonlyMap<string, FunctionHost>,
  name: string,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const host = functions.get(name);
  if (host === undefined) return json(response, 404, { Type: 'User', message: `Function not found: ${name}` });
  try {
    json(response, 200, (await host.invoke(body === '' ? {} : JSON.parse(body))) ?? null);
  } catch (error) {
    response.setHeader('X-Amz-Function-Error', 'Unhandled');
    const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
    json(response, 200, { errorType, errorMessage });
  }
}
