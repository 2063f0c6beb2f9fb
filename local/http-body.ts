import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalAnswer } from './local-answer.ts';

const maxBodyBytes = 16 * 1024 * 1024;

/** Reads a body as text. @throws Error when it is larger; the rest is read and dropped, so that the answer can be sent */
export async function readBody(request: IncomingMessage, maxBytes = maxBodyBytes): Promise<string> {
  return (await readBytes(request, maxBytes)).toString('utf8');
}

/** Reads a body. @throws Error when it is larger; the rest is read and dropped, so that the answer can be sent */
export async function readBytes(request: IncomingMessage, maxBytes = maxBodyBytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new Error('the body is too large');
  return Buffer.concat(chunks);
}

/** Sends the answer of a local service. */
export const send = (response: ServerResponse, { status, value, headers }: LocalAnswer): void =>
  json(response, status, value, headers);

/** Sends a value as JSON. */
export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: LocalAnswer['headers'] = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', ...headers });
  response.end(JSON.stringify(value));
}
