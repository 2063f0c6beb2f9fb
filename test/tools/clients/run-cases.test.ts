import type { Case } from '../../../tools/clients/case-list.ts';
import { runCases } from '../../../tools/clients/run-cases.ts';

/** Runs cases with a driver that answers by a function, and says what it was given. */
async function run(cases: readonly Case[], answer: (step: Record<string, unknown>) => unknown) {
  const steps: object[] = [];
  const plans: unknown[] = [];
  const checks = await runCases(cases, {
    driver: {
      async run(step) {
        steps.push(step);
        return answer(step as Record<string, unknown>);
      },
      async [Symbol.asyncDispose]() {},
    },
    proxy: { url: 'http://proxy', plan: (faults) => void plans.push(faults) },
    key: 'k',
    values: { event: 'evt_1', events: ['evt_1'] },
    sendMore: async () => ['evt_1', 'evt_2'],
  });
  return { checks, steps, plans };
}

describe('runCases', () => {
  it('hands a step on with its values, its key and its faults', async () => {
    const fault = { path: '/v1/events', times: 1, status: 429 };
    const step = { op: 'get', args: { id: '$event', a: 1 }, set: { a: '$events.0' }, faults: [fault], polls: 2 };
    const { checks, steps, plans } = await run([{ name: 'one', steps: [step, { op: 'list', key: 'wrong' }] }], () => ({
      value: 1,
    }));

    expect(checks).toEqual([{ title: 'one' }]);
    expect(plans).toEqual([[fault], []]);
    expect(steps).toEqual([
      { op: 'get', args: { id: 'evt_1', a: 'evt_1' }, baseUrl: 'http://proxy', key: 'k', polls: 2 },
      { op: 'list', args: {}, baseUrl: 'http://proxy', key: 'wrong', polls: undefined },
    ]);
  });

  it('keeps values for later steps, and knows the events after one more mail', async () => {
    const steps = [
      { op: 'list', keep: 'first' },
      { op: 'mail' },
      {
        op: 'list',
        args: { cursor: '$first.cursor' },
        expect: { value: { cursor: 'c' }, 'value.cursor': '$first.cursor' },
      },
      { op: 'follow', expect: { 'value.cursor': '$events.1' } },
    ];
    const { checks } = await run([{ name: 'one', steps }], ({ op }) => ({
      value: { cursor: op === 'follow' ? 'evt_2' : 'c' },
    }));

    expect(checks).toEqual([{ title: 'one' }]);
  });

  it('names the step that fails, and goes on with the next case', async () => {
    const cases = [
      { name: 'differs', steps: [{ op: 'list' }, { op: 'get', expect: { 'error.type': 'not-found' } }] },
      { name: 'ends', steps: [{ op: 'boom' }] },
      { name: 'misspelt', steps: [{ op: 'list', args: { cursor: '$nothing' } }] },
      { name: 'passes', steps: [{ op: 'list', expect: { value: 1 } }] },
    ];
    const { checks } = await run(cases, ({ op }) => {
      if (op === 'boom') throw new Error('the driver ended');
      return { value: 1 };
    });

    expect(checks.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('step 2, get: error.type: wants "not-found"'),
      'step 1, boom: the driver ended',
      'step 1, list: the run has no $nothing',
      undefined,
    ]);
  });
});
