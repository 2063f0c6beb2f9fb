import { functionPage } from '../../../lib/constructs/function-page.ts';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aStack } from '../flow-stack.ts';

describe('functionPage', () => {
  const stack = aStack();
  const api = new StageFunction(stack, 'Api', { stage: 'api', timeout: timeouts.api });
  const parse = new StageFunction(stack, 'Parse', { stage: 'parse', timeout: timeouts.parse });
  const watches = new Map(functionPage([api, parse]).watches.map((watch) => [watch.id, watch]));

  it('watches errors and throttles of every function', () => {
    expect([...watches.keys()]).toEqual([
      'ApiFunctionErrors',
      'ApiFunctionThrottles',
      'ParseFunctionErrors',
      'ParseFunctionThrottles',
    ]);
  });

  it.each([
    ['ParseFunctionErrors', 'Errors', { threshold: 1, periods: 12, bad: 3 }],
    ['ParseFunctionThrottles', 'Throttles', { threshold: 1, periods: 12, bad: 3 }],
    ['ApiFunctionErrors', 'Errors', { threshold: 1, periods: 12, bad: 3 }],
  ] as const)('%s waits for three bad periods of an hour', (id, metricName, patience) => {
    expect(watches.get(id)).toMatchObject(patience);
    expect(watches.get(id)!.metric.toMetricConfig().metricStat).toMatchObject({ metricName });
  });

  it('pages at the first throttle of the API, for its callers may not come again', () => {
    const { threshold, periods, bad } = watches.get('ApiFunctionThrottles')!;

    expect([threshold, periods, bad]).toEqual([1, undefined, undefined]);
  });
});
