import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createClamd } from '../../lambdas/inspect/clamd.ts';

/** Speaks clamd's INSTREAM: gathers the pieces, and answers by what they hold. */
async function aClamd(): Promise<Server> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const content: Buffer[] = [];
      let at = received.indexOf(0) + 1;
      while (at + 4 <= received.length) {
        const length = received.readUInt32BE(at);
        if (length === 0) {
          const bytes = Buffer.concat(content);
          const answer = bytes.includes('EVIL')
            ? 'stream: Test.Evil-1 FOUND\0'
            : bytes.length > 200_000
              ? 'INSTREAM size limit exceeded. ERROR\0'
              : 'stream: OK\0';
          socket.end(answer);
          return;
        }
        if (at + 4 + length > received.length) return;
        content.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('clamd', () => {
  let server: Server;
  beforeAll(async () => {
    server = await aClamd();
  });
  afterAll(() => server.close());
  const engine = () => createClamd(`tcp:127.0.0.1:${(server.address() as AddressInfo).port}`);

  it('finds what its signatures know, and nothing else', async () => {
    expect(await engine().scan(bytes('an EVIL file'))).toEqual({ kind: 'infected', name: 'Test.Evil-1' });
    expect(await engine().scan(bytes('a file'))).toEqual({ kind: 'clean' });
    expect(await engine().scan(bytes(''))).toEqual({ kind: 'clean' });
  });

  it('answers unavailable rather than with an error when clamd refuses or is away', async () => {
    expect(await engine().scan(bytes('x'.repeat(300_000)))).toEqual({ kind: 'unavailable' });
    expect(await createClamd('tcp:127.0.0.1:1').scan(bytes('x'))).toEqual({ kind: 'unavailable' });
    expect(await createClamd('unix:/nowhere/clamd.ctl').scan(bytes('x'))).toEqual({ kind: 'unavailable' });
  });
});
