import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fields } from '../fields.ts';
import type { Fault, Faults } from './faults.ts';
import { answerHubspot } from './hubspot/api.ts';
import type { HubspotStore } from './hubspot/store.ts';
import type { RecordStore } from './record-store.ts';
import type { SandboxAnswer, SandboxRequest, SandboxVendor } from './sandbox-vendor.ts';

/** Rate limits of an account with a large plan, as its answers name them. @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines */
const limits = { 'x-hubspot-ratelimit-max': '10000', 'x-hubspot-ratelimit-interval-milliseconds': '10000' };

/** A CRM behind the sandbox's HTTP server. */
export interface SandboxCrm {
  answer(request: SandboxRequest): SandboxAnswer;
  /** @param retryAfterSeconds the time that the vendor names, in seconds; null: it names none */
  tooMany(retryAfterSeconds: number | null): SandboxAnswer;
}

export const hubspotSandbox = (store: HubspotStore): SandboxCrm => ({
  answer({ method, path, query, headers, body }) {
    const { authorization } = headers;
    return { ...answerHubspot(store, { method, path, query, authorization, body }), headers: limits };
  },
  tooMany: (seconds) => ({
    status: 429,
    headers: seconds === null ? {} : { 'retry-after': String(seconds) },
    body: {
      status: 'error',
      category: 'RATE_LIMITS',
      policyName: 'SECONDLY',
      message: 'You have reached your secondly limit.',
    },
  }),
});

export const vendorSandbox = (vendor: SandboxVendor, store: RecordStore): SandboxCrm => ({
  answer: (request) => vendor.answer(store, request),
  tooMany: () => vendor.tooMany,
});

interface SandboxServer {
  readonly crm: SandboxCrm;
  readonly faults: Faults;
  readonly onCall: (method: string, path: string) => void;
  readonly killSink: () => Promise<unknown>;
}

/** Answers a request to a CRM, or shows the fault that is set for it. */
export async function serveSandbox(
  { crm, faults, onCall, killSink }: SandboxServer,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
): Promise<void> {
  const { method = 'GET', headers } = request;
  onCall(method, path);
  const fault = faults.next(method, path, body);
  if (fault !== undefined && (await showBeforeCall(crm, fault, request, response))) return;
  const { pathname, searchParams: query } = new URL(path, 'http://sandbox');
  const answer = crm.answer({
    method,
    path: pathname,
    base: `http://${headers.host}${(request.url ?? path).slice(0, -path.length)}`,
    query,
    headers,
    body: await parseBody(body, headers['content-type']),
  });
  if (fault?.action === 'kill-after-commit') await killSink();
  if (fault?.action === 'drop-after-commit' || fault?.action === 'kill-after-commit')
    return void request.socket.destroy();
  send(response, answer);
}

/**
 * Shows a fault that hits a request before the CRM sees it.
 *
 * @returns whether the request is over: answered, or without its connection
 */
async function showBeforeCall(
  crm: SandboxCrm,
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (fault.action === 'slow') await wait(fault.delayMs);
  if (fault.action === 'drop-before') {
    request.socket.destroy();
    return true;
  }
  if (fault.action === 'html') {
    sendHtml(response);
    return true;
  }
  const refusal = faultAnswer(crm, fault);
  if (refusal !== undefined) send(response, refusal);
  return refusal !== undefined;
}

/** The CRM's refusal that a fault asks for; undefined when the fault lets the CRM answer. */
function faultAnswer(crm: SandboxCrm, fault: Fault): SandboxAnswer | undefined {
  switch (fault.action) {
    case '429':
      return crm.tooMany(fault.retryAfterSeconds);
    case '403':
      return { status: 403, body: { status: 'error', category: 'MISSING_SCOPES', message: 'no scope' } };
    case 'refuse':
      return fault.answer ?? { status: 400 };
    case '500':
      return { status: 500, body: { status: 'error', message: 'internal' } };
    default:
      return undefined;
  }
}

/** Answers as a proxy in front of the CRM does. */
function sendHtml(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/html' });
  response.end('<!DOCTYPE html><html><body>We will be back soon.</body></html>');
}

function send(response: ServerResponse, { status, headers = {}, body }: SandboxAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** JSON as its value, a form as its fields and files, any other body as its text. */
async function parseBody(body: Buffer, contentType = ''): Promise<unknown> {
  if (body.length === 0) return undefined;
  if (contentType.startsWith('multipart/form-data')) return formOf(body, contentType);
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function formOf(body: Buffer, contentType: string): Promise<Fields> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form)
    fields[name] =
      typeof value === 'string'
        ? value
        : { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
  return fields;
}
