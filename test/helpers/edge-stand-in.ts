import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { consolePolicy } from '../../lib/console-headers.ts';
import { edgeFunction } from '../../lib/constructs/console-edge.ts';

interface EdgeOptions {
  /** The folder with the built page. */
  readonly files: string;
  /** Where the API answers; as the others it is asked for with each request, since it may need to know where the edge is. */
  readonly api: () => string;
  /** `/console.json` */
  readonly settings: () => object;
  /** Origins that the sign-in asks. */
  readonly signIn: () => readonly string[];
}

interface Edge {
  readonly url: string;
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/**
 * Plays CloudFront before the console: its program chooses the file, its policy goes along, and `/v1/` leads to the API with all
 * headers but the host.
 */
export async function startEdge({ files, api, settings, signIn }: EdgeOptions): Promise<Edge> {
  const program = edgeFunction();
  const server = createServer((request, response) => {
    const event = { viewer: { ip: '203.0.113.7' }, request: { uri: new URL(request.url!, 'http://edge').pathname } };
    const { uri } = runInNewContext(`${program}; handler(${JSON.stringify(event)})`, {}) as { uri: string };
    const answer = uri.startsWith('/v1/')
      ? pass(api(), request, response)
      : sendFile(
          uri === '/console.json' ? Buffer.from(JSON.stringify(settings())) : readFile(join(files, uri)),
          uri,
          response,
          consolePolicy({ attachments: api(), signIn: signIn() }),
        );
    answer.catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sendFile(
  content: Buffer | Promise<Buffer>,
  uri: string,
  response: ServerResponse,
  policy: string,
): Promise<void> {
  const bytes = await Promise.resolve(content).catch(() => undefined);
  // S3 answers so for an object that is not there, to who may not list.
  if (bytes === undefined) return void response.writeHead(403).end();
  response.writeHead(200, {
    'content-type': types[extname(uri)] ?? 'application/json',
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}

async function pass(api: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  const { authorization, 'content-type': type } = request.headers;
  const answer = await fetch(`${api}${request.url}`, {
    method: request.method!,
    redirect: 'manual',
    headers: {
      // The laptop lends its key to requests without the header; CloudFront has none to lend.
      authorization: authorization ?? 'none',
      ...(type !== undefined && { 'content-type': type }),
    },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/json',
    ...(answer.headers.has('www-authenticate') && { 'www-authenticate': answer.headers.get('www-authenticate')! }),
  });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
