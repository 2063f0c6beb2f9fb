import { createServerClock } from '../../lambdas/aws/server-clock.ts';

/** A client with the time of a server in its answers, and a worker with a clock that is ahead by so much. */
async function aWorker(aheadMs: number) {
  const server = Date.parse('2026-11-20T10:00:00.400Z');
  let middleware: ((args: object) => Promise<unknown>) | undefined;
  const answer = async () => ({ response: { headers: { date: new Date(server).toUTCString() } } });
  const client = {
    middlewareStack: {
      add: (make: (next: typeof answer) => typeof middleware) => {
        middleware = make(answer);
      },
    },
  };
  const clock = createServerClock(client as never, () => new Date(server + aheadMs));
  const before = clock().getTime() - server;
  await middleware?.({});
  return { before, after: clock().getTime() - server };
}

describe('createServerClock', () => {
  it.each([300_000, -300_000, 5_000])('corrects a clock that is %d ms wrong to within a second', async (aheadMs) => {
    const { before, after } = await aWorker(aheadMs);

    expect(before).toBe(aheadMs);
    expect(Math.abs(after)).toBeLessThan(1000);
  });

  it.each([0, 1_500, -1_500])('uses a clock as it is that differs by %d ms only', async (aheadMs) => {
    expect((await aWorker(aheadMs)).after).toBe(aheadMs);
  });
});
