import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type HttpHead, readHead } from './http-head.ts';
import type { Access } from './iam/access.ts';
import { denialAnswer } from './iam/denial-answer.ts';
import { dynamoCalls } from './iam/dynamo-calls.ts';
import { operationOf } from './iam/iam-call.ts';
import { refusalOf } from './listener-guard.ts';

interface DynamoProxy {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The proxy's own answer, in place of the database's. */
interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Starts a proxy before the local DynamoDB, which answers every client. The proxy takes only requests that are signed with a
 * key of this run, and asks IAM for their calls. It passes requests and answers on byte for byte, so that a call costs
 * little more than without it.
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

/** A client's connection, and the database's connection that answers it. */
interface Connection {
  readonly client: Socket;
  readonly access: Access;
  /** Opens a connection to the database. */
  readonly open: () => Socket;
  database?: Socket | undefined;
  /** Whether a request waits for its answer. */
  isBusy: boolean;
}

/** Serves one request at a time, as SDK clients send them: a request before the last answer ends the connection. */
function serveConnection(client: Socket, open: () => Socket, access: Access): void {
  const connection: Connection = { client, access, open, isBusy: false };
  const reader = createRequestReader();
  client.once('close', () => connection.database?.destroy());
  client.on('data', (chunk) => {
    if (connection.isBusy) return void client.destroy();
    try {
      const read = reader.add(chunk);
      if (read === 'pipelined') client.destroy();
      else if (read !== undefined) answerOrPass(connection, read);
    } catch (error) {
      client.end(render(refused(400, error instanceof Error ? error.message : String(error))));
    }
  });
}

/** A complete request. */
interface CompleteRequest {
  readonly bytes: Buffer;
  readonly head: HttpHead;
}

/** Collects the chunks of one request after the other. */
function createRequestReader() {
  let waiting: Buffer[] = [];
  let size = 0;
  let head: HttpHead | undefined;
  return {
    /**
     * @returns undefined while the request is not complete, `pipelined` when bytes follow it
     * @throws MalformedHead
     */
    add(chunk: Buffer): CompleteRequest | 'pipelined' | undefined {
      waiting.push(chunk);
      size += chunk.length;
      if (head === undefined) {
        const joined = joinedOf(waiting);
        waiting = [joined];
        head = readHead(joined);
      }
      if (head === undefined || size < head.length + head.bodyLength) return undefined;
      if (size > head.length + head.bodyLength) return 'pipelined';
      const complete = { bytes: joinedOf(waiting), head };
      [waiting, size, head] = [[], 0, undefined];
      return complete;
    },
  };
}

/** Answers a request that the check or IAM denies, and passes any other request to the database. */
function answerOrPass(connection: Connection, { bytes, head: { length, ...head } }: CompleteRequest): void {
  const { client, access } = connection;
  connection.isBusy = true;
  answerTo(head, () => bytes.toString('utf8', length), client.localPort ?? 0, access).then(
    (answer) => {
      if (client.destroyed) return;
      if (answer === undefined) {
        connection.database ??= openDatabase(connection);
        connection.database.write(bytes);
        return;
      }
      connection.isBusy = false;
      // The connection of a client that may not ask at all ends.
      if (answer.headers.connection === 'close') client.end(render(answer));
      else client.write(render(answer));
    },
    () => client.destroy(),
  );
}

/** Connects to the database and hands its answers to the client. */
function openDatabase(connection: Connection): Socket {
  const { client } = connection;
  const database = connection.open();
  database.on('data', (chunk) => {
    connection.isBusy = false;
    if (client.write(chunk)) return;
    database.pause();
    client.once('drain', () => database.resume());
  });
  // The database may end an idle connection; the next request opens another.
  database.once('close', () => {
    if (connection.database === database) connection.database = undefined;
    if (connection.isBusy) client.destroy();
  });
  return database;
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

/** A body that is not JSON has no calls; the database answers with its error. */
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
