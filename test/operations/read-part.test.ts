import { createPartReader, readStrictly } from '../../lambdas/operations/read-part.ts';

const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error('kim@example.org'), { name, ...more });
const never = () => new Promise<never>(() => {});

function aReader() {
  const lines: unknown[] = [];
  const timers: Array<() => void> = [];
  const pause = () => new Promise<void>((resolve) => timers.push(resolve));
  const reader = createPartReader({
    limitMs: 6000,
    pause,
    log: { warn: (...line: unknown[]) => void lines.push(line) },
  });
  return { ...reader, lines, expire: () => void timers.splice(0).map((timer) => timer()) };
}

describe('createPartReader', () => {
  it('hands on what was read', async () => {
    const { readPart, unavailable } = aReader();

    expect(await readPart('queues', async () => 0)).toBe(0);
    expect(unavailable).toEqual([]);
  });

  it.each([
    ['a service that throttles', named('ThrottlingException'), /asked too much at the moment .*in a minute/],
    ['a table that throttles', named('ProvisionedThroughputExceededException'), /asked too much/],
    ['a missing right', named('AccessDeniedException'), /no right .*docs\/runbook\.md#access-denied/],
    ['a service that is down', named('TimeoutError'), /could not be read \(TimeoutError\); look again/],
    ['what is no error', 'oops', /could not be read \(unknown\)/],
  ])('names a part that fails by %s, without the words of the service', async (_case, error, reason) => {
    const { readPart, unavailable, lines } = aReader();

    const value = await readPart('figures', async () => {
      throw error;
    });

    expect(value).toBeUndefined();
    expect(unavailable).toEqual([{ part: 'figures', reason: expect.stringMatching(reason) }]);
    expect(JSON.stringify([unavailable, lines])).not.toContain('kim@');
    expect(lines).toHaveLength(1);
  });

  it('gives a slow part up, and goes on with the others', async () => {
    const { readPart, unavailable, expire } = aReader();
    const both = Promise.all([readPart('figures', never), readPart('queues', async () => 7)]);
    expire();

    expect(await both).toEqual([undefined, 7]);
    expect(unavailable).toEqual([{ part: 'figures', reason: 'it did not answer within 6 s; look again' }]);
  });
});

describe('readStrictly', () => {
  it('fails with the first part that fails', async () => {
    await expect(
      readStrictly('mail', async () => {
        throw named('NoSuchBucket');
      }),
    ).rejects.toThrow();
  });
});
