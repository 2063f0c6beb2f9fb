import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './case-list.ts';

/** A server between a client and the API. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** Answers that the next requests get in the place of the API's; replaces those that are left. */
  plan(faults: readonly Fault[]): void;
}

/** Hands requests on to the API, but for those that a plan gives another answer. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const planned: Array<{ readonly fault: Fault; left: number }> = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', target);
    const entry = planned.find(({ fault, left }) => left > 0 && fault.path === pathname);
    if (entry === undefined) return void handOn(target, request, response);
    entry.left -= 1;
    answer(entry.fault, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: (faults) => void planned.splice(0, planned.length, ...faults.map((fault) => ({ fault, left: fault.times }))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer({ status, headers, body }: Fault, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const isProblem = (body as { readonly type?: string } | undefined)?.type?.startsWith('urn:') === true;
  response.writeHead(status, {
    'content-type': isProblem ? 'application/problem+json' : 'application/json',
    ...headers,
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

async function handOn(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  const { host, connection, 'content-length': _, ...headers } = request.headers;
  try {
    const got = await fetch(`${target}${request.url}`, {
      method: request.method!,
      headers: headers as Record<string, string>,
      redirect: 'manual',
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(got.status, Object.fromEntries(got.headers));
    response.end(Buffer.from(await got.arrayBuffer()));
  } catch {
    response.destroy();
  }
}
