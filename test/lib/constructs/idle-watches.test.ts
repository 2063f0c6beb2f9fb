import { idleWatches } from '../../../lib/constructs/idle-watches.ts';
import { metricsOf } from '../../../lib/constructs/our-metric.ts';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aFlow } from '../flow-stack.ts';

describe('idleWatches', () => {
  const { stack, flow } = aFlow({ idle: true });
  const parse = new StageFunction(stack, 'Parse', { stage: 'parse', timeout: timeouts.parse });
  const activate = new StageFunction(stack, 'Activate', { stage: 'activate', timeout: timeouts.activate });
  const api = new StageFunction(stack, 'Api', { stage: 'api', timeout: timeouts.api });
  const watches = idleWatches(metricsOf('test'), flow.state, [parse, activate, api]);
  const summandsOf = (id: string): number => {
    const { mathExpression } = watches.find((watch) => watch.id === id)!.metric.toMetricConfig();
    return Object.keys(mathExpression?.usingMetrics ?? {}).length;
  };

  it('is one alarm for each kind of trouble', () => {
    expect(watches.map(({ id }) => id)).toEqual(['Problems', 'DeadLetters', 'Errors', 'Throttles']);
  });

  it.each([
    ['DeadLetters', 7],
    ['Errors', 2],
    ['Throttles', 1],
  ])(
    '%s sums its metrics, without those of functions that run only while a stage is deployed or that the heartbeat watches',
    (id, summands) => {
      expect(summandsOf(id)).toBe(summands);
    },
  );

  it('calls for missing data only where the heartbeat has stopped', () => {
    const called = watches.filter(({ isCalledWithoutData = false }) => isCalledWithoutData);

    expect(called.map(({ id, missing }) => [id, missing])).toEqual([['Problems', 'missing']]);
  });
});
