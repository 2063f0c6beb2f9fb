import { decide } from '../../../../lambdas/domain/understanding/intent/decide.ts';
import type { Evidence } from '../../../../lambdas/domain/understanding/intent/weigh.ts';

const of = (side: Evidence['side'], weight: number, id: string = side): Evidence => ({
  id,
  side,
  weight,
  role: 'main',
});

describe('decide', () => {
  it.each<[string, readonly Evidence[], string, boolean | undefined]>([
    ['nothing', [], 'neutral', undefined],
    ['an opt-out among praise', [of('opt-out', 3), of('positive', 5)], 'opt-out', true],
    ['a hint of an opt-out', [of('opt-out', 1)], 'neutral', undefined],
    ['a refusal', [of('negative', 2)], 'negative', true],
    ['a refusal among friendly words', [of('negative', 2.5), of('positive', 3)], 'negative', true],
    ['much interest and a small no', [of('negative', 1.5), of('positive', 5)], 'positive', undefined],
    ['interest', [of('positive', 2.5)], 'positive', undefined],
    ['interest at a later time', [of('positive', 2), of('later', 2)], 'neutral', undefined],
    ['an acceptance with a later time', [of('positive', 3, 'says-yes'), of('later', 2)], 'positive', undefined],
    ['a refusal for good with a later time', [of('negative', 3), of('later', 2)], 'negative', true],
    ['a trouble', [of('problem', 2), of('positive', 1.5)], 'neutral', undefined],
    ['a referral', [of('neutral', 2), of('negative', 1.5)], 'neutral', undefined],
  ])('reads %s', (_name, evidence, label, stop) => {
    expect(decide(evidence)).toMatchObject({ label, ...(stop && { stop }) });
    expect(decide(evidence).stop).toBe(stop);
  });

  it('is surer of stronger and of further evidence, and less sure against other', () => {
    const [strong, weak] = [decide([of('negative', 3)]), decide([of('negative', 2)])];
    const further = decide([of('negative', 2), of('negative', 2, 'other')]);
    const contested = decide([of('negative', 3), of('positive', 3)]);

    expect(strong.confidence).toBeGreaterThan(weak.confidence);
    expect(further.confidence).toBeGreaterThan(weak.confidence);
    expect(contested.confidence).toBeLessThan(strong.confidence);
  });

  it('names the place of a clause that is no main clause', () => {
    const evidence: Evidence[] = [{ id: 'no-budget', side: 'negative', weight: 3, role: 'after-contrast' }];

    expect(decide(evidence).reasons).toEqual(['intent.no-budget.after-contrast']);
  });
});
