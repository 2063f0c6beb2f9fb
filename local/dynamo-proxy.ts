import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type HttpHead, readHead } from './http-head.ts';
import type { Access } from './iam/access.ts';
import { denialAnswer } from './iam/denial-answer.ts';
import { dynamoCalls } from './iam/dynamo-calls.ts';
import { operationOf } from './iam/iam-call.ts';
import { refusalOf } from './listener-guard.ts';

export interface DynamoProxy {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** An answer of our own, in place of the database's. */
interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Stands before the local DynamoDB, which answers whoever finds its port: takes only requests that are signed with a key of
 * this run and asks IAM for their calls. Requests and answers are passed on byte for byte, so that a call costs little more
 * than without it.
 *
 * @param upstream URL of the database
 */
export async function startDynamoProxy(upstream: string, access: Access): Promise<DynamoProxy> {
  const { hostname, port } = new URL(upstream);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.setNoDelay(true).on('error', () => socket.destroy()));
    return socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) =>
    serveConnection(keep(client), () => keep(connect(Number(port), hostname)), access),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** One request at a time, as SDK clients send them: one that comes before the answer to the last ends the connection. */
function serveConnection(client: Socket, open: () => Socket, access: Access): void {
  let waiting: Buffer[] = [];
  let size = 0;
  let head: HttpHead | undefined;
  let database: Socket | undefined;
  let isBusy = false;

  const pass = (request: Buffer): void => {
    database ??= link();
    database.write(request);
  };

  const link = (): Socket => {
    const opened = open();
    opened.on('data', (chunk) => {
      isBusy = false;
      if (client.write(chunk)) return;
      opened.pause();
      client.once('drain', () => opened.resume());
    });
    // The database may end a connection that is idle; the next request opens another.
    opened.once('close', () => {
      if (database === opened) database = undefined;
      if (isBusy) client.destroy();
    });
    return opened;
  };

  const take = (request: Buffer, { length, ...rest }: HttpHead): void => {
    isBusy = true;
    answerTo(rest, () => request.toString('utf8', length), client.localPort ?? 0, access).then(
      (answer) => {
        if (client.destroyed) return;
        if (answer === undefined) return pass(request);
        isBusy = false;
        // Who may not ask at all is not heard any further.
        if (answer.headers.connection === 'close') return void client.end(render(answer));
        client.write(render(answer));
      },
      () => client.destroy(),
    );
  };

  client.once('close', () => database?.destroy());
  client.on('data', (chunk) => {
    if (isBusy) return void client.destroy();
    waiting.push(chunk);
    size += chunk.length;
    try {
      if (head === undefined) {
        const joined = joinedOf(waiting);
        waiting = [joined];
        head = readHead(joined);
      }
    } catch (error) {
      return void client.end(render(refused(400, (error as Error).message)));
    }
    if (head === undefined || size < head.length + head.bodyLength) return;
    if (size > head.length + head.bodyLength) return void client.destroy();
    const [request, complete] = [joinedOf(waiting), head];
    [waiting, size, head] = [[], 0, undefined];
    take(request, complete);
  });
}

const joinedOf = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));

/** Why a request does not reach the database; undefined when it does. */
async function answerTo(
  request: Omit<HttpHead, 'length'>,
  bodyOf: () => string,
  port: number,
  access: Access,
): Promise<OwnAnswer | undefined> {
  const refusal = refusalOf(request, port, { browsers: 'none' });
  if (refusal !== undefined) return refused(refusal.status, refusal.line);
  if (!access.isKnown(request)) return unknownKey;
  const denied = await access.check(request, () => dynamoCalls(operationOf(request), parsed(bodyOf())));
  return denied && denialAnswer('json', denied);
}

const refused = (status: number, line: string): OwnAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', connection: 'close' },
  body: `${line}\n`,
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const unknownKey: OwnAnswer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazon.coral.service#UnrecognizedClientException',
    message: 'wants to be signed with an access key of the run; runtime.json in the data folder has one',
  }),
};

/** What is no JSON has no calls; the database says what is wrong with it. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function render({ status, headers, body }: OwnAnswer): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  return `HTTP/1.1 ${status} Refused\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
