import { log, logger } from '../../lambdas/aws/telemetry.ts';

describe('log', () => {
  it.each(['info', 'warn', 'error'] as const)('hands %s to the logger with its key and fields', (level) => {
    const calls: unknown[][] = [];
    const original = logger[level];
    logger[level] = (...call: unknown[]) => void calls.push(call);
    try {
      log[level]('some.key', { eventId: 'evt_1' });
      log[level]('some.key');
    } finally {
      logger[level] = original;
    }

    expect(calls).toEqual([
      ['some.key', { eventId: 'evt_1' }],
      ['some.key', {}],
    ]);
  });
});
