import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { callsOf, type WireRequest } from './aws-calls.ts';

export interface RecordingProxy {
  /** Variables that route every AWS client through this proxy. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every permission that the requests needed. */
  readonly calls: readonly IamCall[];
  stop(): Promise<void>;
}

const endpointVariable = /^AWS_ENDPOINT_URL_(\w+)$/;

/**
 * Forwards requests to the endpoints in the given variables, and records the permissions that each needs.
 *
 * @param variables `AWS_ENDPOINT_URL_<SERVICE>`, and URLs of queues, which contain the endpoint of SQS
 * @param arnOf returns the ARN of a secret by its name
 */
export async function startRecordingProxy(
  variables: Readonly<Record<string, string>>,
  arnOf?: (secret: string) => string | undefined,
): Promise<RecordingProxy> {
  const targets = new Map(
    Object.entries(variables).flatMap(([name, url]) => {
      const service = endpointVariable.exec(name)?.[1]?.toLowerCase();
      return service === undefined ? [] : [[service, url] as const];
    }),
  );
  const calls: IamCall[] = [];
  const server = createServer((request, response) => void pass(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const queues = targets.get('sqs') ?? base;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = await readWireRequest(request);
    calls.push(...callsOf(wire, arnOf));
    // SQS recognizes its queues only by its own URL.
    const body = wire.body.toString('utf8').includes(`${base}/sqs`)
      ? Buffer.from(wire.body.toString('utf8').replaceAll(`${base}/sqs`, queues))
      : wire.body;
    const target = new URL(`${targets.get(wire.service)}${wire.url.pathname}${wire.url.search}`);
    const headers = { ...request.headers, host: target.host, 'content-length': String(body.length) };
    const onward = send(target, { method: wire.method, headers });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }

  return {
    calls,
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        const service = endpointVariable.exec(name)?.[1]?.toLowerCase();
        if (service !== undefined) return [name, `${base}/${service}`];
        return [name, name.endsWith('_QUEUE_URL') ? value.replace(queues, `${base}/sqs`) : value];
      }),
    ),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Reads a request from a client with the endpoint `<url>/<service>`. */
export async function readWireRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
  const whole = new URL(request.url ?? '/', 'http://local');
  const [, service = '', ...rest] = whole.pathname.split('/');
  const target = `/${rest.join('/')}${whole.search}`;
  return {
    service,
    method: request.method ?? 'GET',
    target,
    url: new URL(target, 'http://local'),
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}
