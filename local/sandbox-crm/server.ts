import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, Faults } from './faults.ts';
import { answerHubspot } from './hubspot-api.ts';
import type { SandboxStore } from './store.ts';

/** An account of a large plan, as its answers say it. @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines */
const limits = { 'x-hubspot-ratelimit-max': '10000', 'x-hubspot-ratelimit-interval-milliseconds': '10000' };

export interface SandboxServer {
  readonly store: SandboxStore;
  readonly faults: Faults;
  readonly onCall: (method: string, path: string) => void;
  readonly killSink: () => Promise<unknown>;
}

/** Answers one request to the sandbox CRM, in the way that its faults say. */
export async function serveSandbox(
  { store, faults, onCall, killSink }: SandboxServer,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: string,
): Promise<void> {
  const method = request.method ?? 'GET';
  onCall(method, path);
  const fault: Fault | undefined = faults.next(method, path);
  if (fault?.action === 'slow') await wait(fault.delayMs);
  if (fault?.action === 'drop-before') {
    request.socket.destroy();
    return;
  }
  if (fault?.action === '429') {
    const retryAfter = fault.retryAfterSeconds === null ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    response.writeHead(429, { 'content-type': 'application/json', ...retryAfter });
    response.end(
      JSON.stringify({
        status: 'error',
        category: 'RATE_LIMITS',
        policyName: 'SECONDLY',
        message: 'You have reached your secondly limit.',
      }),
    );
    return;
  }
  if (fault?.action === '403') {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'error', category: 'MISSING_SCOPES', message: 'a scope is missing' }));
    return;
  }
  if (fault?.action === '500') {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'error', message: 'internal error' }));
    return;
  }
  const url = new URL(path, 'http://sandbox');
  const answer = answerHubspot(store, {
    method,
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    body: body === '' ? undefined : parse(body),
  });
  if (fault?.action === 'kill-after-commit') await killSink();
  if (fault?.action === 'drop-after-commit' || fault?.action === 'kill-after-commit') {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...limits });
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
