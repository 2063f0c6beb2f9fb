import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FakeStore } from './fake-store.ts';
import type { FakeVendor, SandboxAnswer, SandboxRequest } from './fake-vendor.ts';
import type { Faults } from './faults.ts';
import { answerHubspot } from './hubspot/api.ts';
import type { SandboxStore } from './hubspot/store.ts';

/** An account of a large plan, as its answers say it. @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines */
const limits = { 'x-hubspot-ratelimit-max': '10000', 'x-hubspot-ratelimit-interval-milliseconds': '10000' };

/** One CRM, over HTTP. */
export interface SandboxCrm {
  answer(request: SandboxRequest): SandboxAnswer;
  /** @param retryAfterSeconds when the fault says that the vendor names a time */
  tooMany(retryAfterSeconds: number | null): SandboxAnswer;
}

export const hubspotSandbox = (store: SandboxStore): SandboxCrm => ({
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

export const fakeSandbox = (vendor: FakeVendor, store: FakeStore): SandboxCrm => ({
  answer: (request) => vendor.answer(store, request),
  tooMany: () => vendor.tooMany,
});

export interface SandboxServer {
  readonly crm: SandboxCrm;
  readonly faults: Faults;
  readonly onCall: (method: string, path: string) => void;
  readonly killSink: () => Promise<unknown>;
}

/** Answers one request to a CRM, in the way that its faults say. */
export async function serveSandbox(
  { crm, faults, onCall, killSink }: SandboxServer,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
): Promise<void> {
  const method = request.method ?? 'GET';
  onCall(method, path);
  const fault = faults.next(method, path);
  if (fault?.action === 'slow') await wait(fault.delayMs);
  if (fault?.action === 'drop-before') {
    request.socket.destroy();
    return;
  }
  if (fault?.action === '429') return send(response, crm.tooMany(fault.retryAfterSeconds));
  if (fault?.action === '403')
    return send(response, { status: 403, body: { status: 'error', category: 'MISSING_SCOPES', message: 'no scope' } });
  if (fault?.action === 'refuse') return send(response, fault.answer ?? { status: 400 });
  if (fault?.action === '500') return send(response, { status: 500, body: { status: 'error', message: 'internal' } });
  if (fault?.action === 'html') {
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html><body>We will be back soon.</body></html>');
    return;
  }
  const url = new URL(path, 'http://sandbox');
  const answer = crm.answer({
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await parse(body, request.headers['content-type']),
  });
  if (fault?.action === 'kill-after-commit') await killSink();
  if (fault?.action === 'drop-after-commit' || fault?.action === 'kill-after-commit') {
    request.socket.destroy();
    return;
  }
  send(response, answer);
}

function send(response: ServerResponse, { status, headers = {}, body }: SandboxAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** Of a form its fields, and its files as bytes; of JSON what it says; of anything else the text. */
async function parse(body: Buffer, contentType = ''): Promise<unknown> {
  if (body.length === 0) return undefined;
  if (contentType.startsWith('multipart/form-data')) return formOf(body, contentType);
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function formOf(body: Buffer, contentType: string): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: await bytesOf(value) },
  ]);
  return Object.fromEntries((await Promise.all(fields)) as Array<[string, unknown]>);
}

const bytesOf = async (file: Blob): Promise<Buffer> => Buffer.from(await file.arrayBuffer());
