import { createHeartbeatHandler } from '../../lambdas/heartbeat/handler.ts';

describe('createHeartbeatHandler', () => {
  it('beats once at each call, and fails with the beat', async () => {
    let beats = 0;
    const handle = createHeartbeatHandler({
      async beat() {
        beats += 1;
        if (beats === 2) throw new Error('a check failed');
      },
    });

    await handle();
    await expect(handle()).rejects.toThrow('a check failed');

    expect(beats).toBe(2);
  });
});
