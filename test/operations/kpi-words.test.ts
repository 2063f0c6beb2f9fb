import { lateSeconds, metrics } from '../../lambdas/env.ts';
import { kpiWords, targetSeconds } from '../../lambdas/operations/kpi-words.ts';

describe('kpiWords', () => {
  it.each(Object.values(metrics).map(({ name }) => [name]))('has words for %s', (name) => {
    expect(kpiWords(name)?.title).toMatch(/^[A-Z]/);
  });

  it('has none for what this version does not put', () => {
    expect(kpiWords('constructor')).toBeUndefined();
  });
});

describe('targetSeconds', () => {
  it.each([
    [metrics.lag.name, 'bounce', lateSeconds.bounce],
    [metrics.lag.name, 'conversation', undefined],
    [metrics.lag.name, 'constructor', undefined],
    [metrics.effect.name, 'bounce', undefined],
  ])('of %s %s is %s', (metric, kind, expected) => {
    expect(targetSeconds(metric, { kind })).toBe(expected);
  });
});
