import { Duration } from 'aws-cdk-lib';
import { timeouts, visibilityFor } from '../../lib/timeouts.ts';

describe('visibilityFor', () => {
  it.each([
    [timeouts.sink, 180],
    [timeouts.sweep, 1800],
    [Duration.seconds(1), 6],
  ])('hides a message for six times the timeout of its consumer', (timeout, seconds) => {
    expect(visibilityFor(timeout).toSeconds()).toBe(seconds);
  });
});

describe('timeouts', () => {
  it.each(Object.entries(timeouts))('%s is within the 15 minutes that Lambda allows', (_, timeout) => {
    expect(timeout.toSeconds()).toBeLessThanOrEqual(900);
    expect(visibilityFor(timeout).toSeconds()).toBeLessThanOrEqual(12 * 3600);
  });
});
