import { priceTable, services } from '../../../cli/cost/price-table.ts';
import { itemsOf, sumOf, times, totalUsd, usdByService, usdOf } from '../../../cli/cost/usage.ts';

describe('usage', () => {
  it('is priced by the amount that each price is for', () => {
    expect(usdOf({ sesMail: 20_000 }, 'sesMail')).toBeCloseTo(2, 9);
    expect(usdOf({ kmsRequest: 10_000 }, 'kmsRequest')).toBeCloseTo(0.03, 9);
    expect(usdOf({}, 'kmsKey')).toBe(0);
  });

  it('adds up by item, and multiplies', () => {
    const sum = sumOf({ metric: 2, alarm: 1 }, { metric: 3 }, {});

    expect(sum).toEqual({ metric: 5, alarm: 1 });
    expect(times(sum, 10)).toEqual({ metric: 50, alarm: 10 });
    expect(sumOf({ metric: 1 }, { metric: -1 })).toEqual({});
  });

  it('has a total that is the sum of its services and of its items', () => {
    const usage = Object.fromEntries(Object.keys(priceTable).map((name, index) => [name, 1000 + index]));
    const byService = usdByService(usage);

    expect(Object.keys(byService)).toEqual([...services]);
    expect(Object.values(byService).every((usd) => usd > 0)).toBe(true);
    expect(Object.values(byService).reduce((a, b) => a + b, 0)).toBeCloseTo(totalUsd(usage), 6);
    expect(itemsOf(usage).reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(totalUsd(usage), 6);
  });

  it('lists what it holds, dearest first', () => {
    expect(itemsOf({ alarm: 1, kmsKey: 1, schedule: 0 }).map(({ name }) => name)).toEqual(['kmsKey', 'alarm']);
  });
});
