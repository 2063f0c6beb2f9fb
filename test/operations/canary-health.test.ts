import { canaryHealth } from '../../lambdas/operations/canary-health.ts';
import { aFakeReader, aMailRecord, aSettledDelivery } from '../helpers/fake-reader.ts';

const startedAt = '2026-11-20T09:00:00.000Z';
const flight = { startedAt, mailId: 'mail-1', unsubscribeId: 'mail-2' };
const secondsOn = (seconds: number): Date => new Date(Date.parse(startedAt) + 1000 * seconds);
const [first, second] = [1, 2].map((index) => aMailRecord(index));

const healthOf = (parts: Parameters<typeof aFakeReader>[0], now: Date) =>
  canaryHealth({ flight: async () => flight, reader: aFakeReader(parts).reader }, now);

describe('canaryHealth', () => {
  it('knows nothing before the first has set out', async () => {
    expect(await canaryHealth({ flight: async () => undefined, reader: aFakeReader({}).reader }, secondsOn(0))).toBe(
      undefined,
    );
  });

  it.each([
    ['under-way', 119],
    ['late', 120],
  ] as const)('is %s after %i s without a fate of both mails', async (state, seconds) => {
    const parts = { mails: [first!, second!], deliveries: [aSettledDelivery(1)] };

    expect(await healthOf(parts, secondsOn(seconds))).toEqual({ sentAt: startedAt, state });
  });

  it('has arrived with the later of both', async () => {
    const deliveries = [aSettledDelivery(1), aSettledDelivery(2, { settledAt: '2026-11-20T09:00:09.000Z' })];

    expect(await healthOf({ mails: [first!, second!], deliveries }, secondsOn(999))).toEqual({
      sentAt: startedAt,
      arrivedAt: '2026-11-20T09:00:09.000Z',
      state: 'arrived',
    });
  });
});
