import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A function with its published versions and the target of its alias. */
export interface FakeFunction {
  live: number;
  /** Releases by version number. */
  readonly versions: Readonly<Record<number, string>>;
  /** Weights of a deployment in progress. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Tells whether the alias rejects updates, as after a concurrent update. */
  readonly isContended?: boolean;
}

export interface FakeLambda {
  readonly url: string;
  stop(): Promise<void>;
}

/** Number of versions per page. */
const pageSize = 2;

/**
 * Answers the Lambda requests for aliases and versions that a rollback needs.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 */
export async function startFakeLambda(functions: Record<string, FakeFunction>): Promise<FakeLambda> {
  const server = createServer((request, response) => {
    void answer(functions, request).then(({ status, body }) => {
      const { errorType, ...rest } = body;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(errorType !== undefined && { 'x-amzn-errortype': String(errorType) }),
      });
      response.end(JSON.stringify(rest));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function answer(functions: Record<string, FakeFunction>, request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lambda');
  const [, , , name = '', part] = pathname.split('/');
  const fn = functions[name];
  if (fn === undefined)
    return { status: 404, body: { errorType: 'ResourceNotFoundException', Message: `Function not found: ${name}` } };
  if (part === 'versions') return { status: 200, body: pageOf(fn, Number(searchParams.get('Marker') ?? 0)) };
  if (request.method === 'PUT') {
    const body = JSON.parse(await textOf(request)) as { FunctionVersion: string; RevisionId?: string };
    if (fn.isContended || body.RevisionId !== `revision ${fn.live}`)
      return {
        status: 412,
        body: { errorType: 'PreconditionFailedException', Message: 'The revision is another one' },
      };
    fn.live = Number(body.FunctionVersion);
  }
  return {
    status: 200,
    body: {
      Name: 'live',
      FunctionVersion: String(fn.live),
      RevisionId: `revision ${fn.live}`,
      ...(fn.weights !== undefined && { RoutingConfig: { AdditionalVersionWeights: fn.weights } }),
    },
  };
}

function pageOf({ versions }: FakeFunction, start: number): Answer['body'] {
  const all = [['$LATEST', ''], ...Object.entries(versions)];
  const Versions = all.slice(start, start + pageSize).map(([Version, Description]) => ({ Version, Description }));
  const next = start + pageSize;
  return { Versions, ...(next < all.length && { NextMarker: String(next) }) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
