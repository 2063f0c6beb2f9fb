import { createServer } from 'node:http';
import { listenOnLoopback } from '../../local/loopback-listener.ts';

const answering = () => createServer((_, response) => response.end('here'));

describe('listenOnLoopback', () => {
  it('listens on a free port of this machine until it stops', async () => {
    const server = answering();
    const { port, stop } = await listenOnLoopback(server, 0);

    expect(server.address()).toMatchObject({ address: '127.0.0.1', port });
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
    await stop();
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });

  it('rejects with the error of a port that is taken', async () => {
    const first = await listenOnLoopback(answering(), 0);

    await expect(listenOnLoopback(answering(), first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.stop();
  });

  it('stops although a request has no answer yet', async () => {
    const arrived = Promise.withResolvers<void>();
    const { port, stop } = await listenOnLoopback(
      createServer(() => arrived.resolve()),
      0,
    );
    const unanswered = fetch(`http://127.0.0.1:${port}`);
    unanswered.catch(() => {});
    await arrived.promise;

    await stop();

    await expect(unanswered).rejects.toThrow();
  });
});
