import { costLines, costReport } from '../../../cli/cost/cost-report.ts';

const time = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };
const aCost = (mails: number) =>
  costReport({ ...time, mails, used: { sesMail: 10_000 }, standing: { kmsKey: 0.5 }, assumptions: ['assumed: much'] });

describe('costReport', () => {
  it('divides by the mails, with and without standing charges', () => {
    const { usd, usdPerThousand, usdPerThousandByUse, usdByService } = aCost(500);

    expect(usd).toBeCloseTo(1.5, 9);
    expect(usdPerThousand).toBeCloseTo(3, 9);
    expect(usdPerThousandByUse).toBeCloseTo(2, 9);
    expect(Object.keys(usdByService)).toEqual(['SES', 'KMS']);
  });

  it('has no cost of a thousand mails without mail', () => {
    expect(aCost(0)).not.toHaveProperty('usdPerThousand');
    expect(costLines(aCost(0)).join('\n')).toContain('no mail arrived');
  });

  it('tells one cost of a thousand where there are no standing charges, as on the laptop', () => {
    const report = costReport({ ...time, mails: 500, used: { sesMail: 10_000 }, standing: {}, assumptions: [] });

    expect(costLines(report)[1]).toBe('  a thousand mails: $2.00');
  });

  it('tells people the sum, its parts, the cost of a thousand and what was assumed', () => {
    expect(costLines(aCost(500))).toEqual([
      'cost from 2026-11-20T00:00:00.000Z to 2026-11-21T00:00:00.000Z: $1.50 for 500 mails (SES $1.00, KMS $0.5000)',
      '  a thousand mails: $3.00; $2.00 without what the stage costs by being there',
      expect.stringMatching(/^ {2}list prices of us-east-1 of \d{4}-\d{2}-\d{2}/),
      '  assumed: much',
    ]);
  });
});
