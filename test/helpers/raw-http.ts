import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends the exact bytes of a request, which a client would correct, and returns status and body of the answer. */
export async function rawRequest(
  port: number,
  lines: readonly string[],
  body = '',
): Promise<{ status: number; body: string }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  const end = ['connection: close', ...(body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`])];
  socket.write(`${[...lines, ...end].join('\r\n')}\r\n\r\n${body}`);
  await closed;
  // A 100 Continue may precede the answer.
  const text = Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^HTTP\/1\.1 100 .*\r\n\r\n/, '');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), body: text.slice(text.indexOf('\r\n\r\n') + 4) };
}
