import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts an HTTP service on a free port for a suite; it returns the answers that the test sets. */
export function useHttpStandIn() {
  const requests: ReceivedRequest[] = [];
  let answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body });
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    requests,
    endpoint: (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Sets the answers to the next requests; the last one repeats. */
    answer(...next: readonly Answer[]): void {
      requests.length = 0;
      answers = [...next];
    },
  };
}
