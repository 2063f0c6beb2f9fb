import { connect, type Socket } from 'node:net';
import type { Antivirus, ScanResult } from '../domain/mail/antivirus.ts';

/** clamd refuses larger pieces than its StreamMaxLength; these are far below. */
const chunkBytes = 64 * 1024;

/**
 * Scans through a clamd socket by its INSTREAM command: length-prefixed pieces, a zero length, one line back.
 * A daemon that is away is an answer (`unavailable`), not an error: mail goes on, and the event says that it
 * was not scanned.
 *
 * @param address `unix:/path/to/clamd.ctl` or `tcp:host:port`
 * @see https://docs.clamav.net/manual/Usage/Scanning.html#clamd
 */
export function createClamd(address: string, timeoutMs = 30_000): Antivirus {
  return {
    async scan(bytes) {
      const socket = open(address);
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error('clamd did not answer in time')));
      try {
        const answer = answerOf(socket);
        // Awaited below; a refusal in the midst of the stream must not go unhandled until then.
        answer.catch(() => {});
        await write(socket, Buffer.from('zINSTREAM\0'));
        for await (const chunk of bytes) {
          for (let start = 0; start < chunk.byteLength; start += chunkBytes) {
            const piece = chunk.subarray(start, start + chunkBytes);
            const length = Buffer.alloc(4);
            length.writeUInt32BE(piece.byteLength);
            await write(socket, Buffer.concat([length, piece]));
          }
        }
        await write(socket, Buffer.alloc(4));
        return readAnswer(await answer);
      } catch {
        return { kind: 'unavailable' };
      } finally {
        socket.destroy();
      }
    },
  };
}

function open(address: string): Socket {
  if (address.startsWith('unix:')) return connect(address.slice('unix:'.length));
  const [host = 'localhost', port = '3310'] = address.replace(/^tcp:/, '').split(':');
  return connect(Number(port), host);
}

const write = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

const answerOf = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes('\0') || text.includes('\n')) resolve(text);
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('clamd hung up')));
  });

/** `stream: OK`, `stream: <name> FOUND`, or an error such as a size limit. */
function readAnswer(text: string): ScanResult {
  const name = /stream: (.{1,200}) FOUND/.exec(text)?.[1];
  if (name !== undefined) return { kind: 'infected', name };
  return /stream: OK/.test(text) ? { kind: 'clean' } : { kind: 'unavailable' };
}
