import { createDeliveryMetrics } from '../../lambdas/aws/delivery-metrics.ts';

const now = Date.parse('2026-11-20T10:00:00.000Z');
type Result = Parameters<ReturnType<typeof createDeliveryMetrics>>[0];

function measured(result: object): string[] {
  const lines: string[] = [];
  const put = (name: string, value: number, dimensions: object) =>
    void lines.push([name, value, ...Object.values(dimensions)].join(' '));
  createDeliveryMetrics({ putMetric: put, now: () => new Date(now) })(result as Result, now - 1_000);
  return lines;
}

describe('createDeliveryMetrics', () => {
  const delivered = { kind: 'settled', how: 'now', fate: 'delivered', receivedAt: '2026-11-20T09:59:00.000Z' };

  it.each<[string, object, string[]]>([
    ['a delivery', delivered, ['dedupRate 0', 'crmErrorRate 0', 'parseToCrm 1000', 'delivery 60000']],
    ['a repetition', { ...delivered, how: 'before' }, ['dedupRate 1']],
    ['a mail that was filtered', { ...delivered, fate: 'filtered' }, ['dedupRate 0']],
    ['a failure at the CRM', { kind: 'retry', errorClass: 'outage' }, ['crmErrors 1 outage', 'crmErrorRate 1']],
    ['a wait', { kind: 'retry' }, []],
  ])('measures %s', (_, result, lines) => {
    expect(measured(result)).toEqual(lines);
  });

  it('never measures a negative time, whatever the clocks say', () => {
    expect(measured({ ...delivered, receivedAt: '2026-11-20T10:00:05.000Z' })).toContain('delivery 0');
  });
});
