import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it came. */
export interface CaughtWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that takes webhooks, and says to whoever reads `/content` whether they showed a key. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** The next webhook at a path, whether it has come or not. @throws Error when none comes in time */
  next(path: string): Promise<CaughtWebhook>;
}

export async function startReceiver(patienceMs = 30_000): Promise<Receiver> {
  const caught = new Map<string, PromiseWithResolvers<CaughtWebhook>>();
  const at = (path: string): PromiseWithResolvers<CaughtWebhook> => {
    const slot = caught.get(path) ?? Promise.withResolvers<CaughtWebhook>();
    caught.set(path, slot);
    return slot;
  };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    if (request.url === '/content')
      return response.end(request.headers.authorization === undefined ? 'no key' : 'a key');
    at(request.url ?? '').resolve({ path: request.url ?? '', headers: request.headers, body });
    return response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async next(path) {
      const { promise } = at(path);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`no webhook came to ${path}`)), patienceMs);
      return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
