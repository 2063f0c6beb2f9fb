import type { Server } from 'node:http';

export interface LocalListener {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Listens on this machine only.
 *
 * @param port 0 for any free one
 * @throws the error of `listen`, such as EADDRINUSE
 */
export async function listenOnLoopback(server: Server, port: number): Promise<LocalListener> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : port);
  });
  return {
    port: await promise,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
