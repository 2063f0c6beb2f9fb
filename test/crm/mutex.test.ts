import { createMutex } from '../../lambdas/crm/mutex.ts';

describe('createMutex', () => {
  it('runs one piece of work at a time, in the order of the calls', async () => {
    const runExclusively = createMutex();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
      return name;
    };

    const results = await Promise.all(['a', 'b'].map((name) => runExclusively(work(name))));

    expect(results).toEqual(['a', 'b']);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('rejects for the work that failed, and runs the next', async () => {
    const runExclusively = createMutex();

    const results = await Promise.allSettled([
      runExclusively(() => Promise.reject(new Error('no'))),
      runExclusively(async () => 'next'),
    ]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
