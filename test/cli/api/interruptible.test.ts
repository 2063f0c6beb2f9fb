import { interruptible } from '../../../cli/api/interruptible.ts';

describe('interruptible', () => {
  it('ends a wait early, without an error', async () => {
    const { signal, wait, stop } = interruptible();
    const waiting = wait(600_000);

    stop();

    await waiting;
    expect(signal.aborted).toBe(true);
    await wait(600_000);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s', (name) => {
    const { signal } = interruptible();

    process.emit(name);

    expect(signal.aborted).toBe(true);
  });
});
