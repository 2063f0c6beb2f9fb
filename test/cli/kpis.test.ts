import { kpiLines } from '../../cli/kpis.ts';

describe('kpiLines', () => {
  it('puts the figures into columns', () => {
    const kpi = {
      metric: 'LagSeconds',
      dimensions: { kind: 'bounce' },
      count: 2,
      average: 1.23456,
      p50: 1,
      p95: 2,
      p99: 2,
    };

    expect(kpiLines([{ ...kpi, maximum: 2 }])).toEqual([
      'figure                     count   average       p50       p95       p99       max',
      'LagSeconds bounce              2     1.235         1         2         2         2',
    ]);
  });

  it('says that nothing was measured', () => {
    expect(kpiLines([]).at(-1)).toBe('Nothing was measured yet: send mail with postern send.');
  });
});
