import { once } from 'node:events';
import { connect } from 'node:net';

/** Status and body of the answer to the very bytes of a request; clients would mend what a test wants broken. */
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
  // The answer may have a 100 Continue before it.
  const text = Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^HTTP\/1\.1 100 .*\r\n\r\n/, '');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), body: text.slice(text.indexOf('\r\n\r\n') + 4) };
}
