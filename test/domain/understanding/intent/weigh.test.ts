import type { Concept } from '../../../../lambdas/domain/understanding/intent/concepts.ts';
import type { Clause } from '../../../../lambdas/domain/understanding/intent/read-clauses.ts';
import { weigh } from '../../../../lambdas/domain/understanding/intent/weigh.ts';

const aClause = (affirmed: readonly Concept[], changes: Partial<Clause> = {}): Clause => ({
  role: 'main',
  isQuestion: false,
  affirmed: new Set(affirmed),
  negated: new Set(),
  isBareNegation: false,
  isNotice: false,
  length: 3,
  unknown: 0,
  ...changes,
});

describe('weigh', () => {
  it('counts praise before a "but" for little, and what follows for more', () => {
    const [before, main, after] = (['before-contrast', 'main', 'after-contrast'] as const).map(
      (role) => weigh([aClause(['good'], { role })])[0]!.weight,
    );

    expect(before).toBeLessThan(main! / 2);
    expect(after).toBeGreaterThan(main!);
  });

  it('takes nothing from a condition', () => {
    expect(weigh([aClause(['interest'], { role: 'condition' })])).toEqual([]);
  });

  it('takes an opt-out in full wherever it stands', () => {
    const [evidence] = weigh([aClause(['remove', 'me', 'list'], { role: 'before-contrast' })]);

    expect(evidence).toMatchObject({ id: 'remove-me', side: 'opt-out', weight: 3 });
  });

  it('takes nothing but a notice from a mail that speaks about itself', () => {
    const evidence = weigh([aClause(['remove', 'me', 'list'], { isNotice: true })]);

    expect(evidence).toEqual([{ id: 'notice', side: 'neutral', weight: 2, role: 'main' }]);
  });

  it('counts a rule once, where it weighs most', () => {
    const evidence = weigh([aClause(['interest'], { role: 'before-contrast' }), aClause(['interest'])]);

    expect(evidence).toHaveLength(1);
    expect(evidence[0]).toMatchObject({ id: 'interest', role: 'main' });
  });

  it('leaves out a wish for a call beside a trouble', () => {
    const ids = weigh([aClause(['problem']), aClause(['meet'])]).map(({ id }) => id);

    expect(ids).toEqual(['problem']);
  });

  it.each<[string, Partial<Clause>, boolean]>([
    ['short', { length: 2 }, true],
    ['long', { length: 9 }, false],
    ['of unknown words', { unknown: 2 }, false],
    ['a question', { isQuestion: true }, false],
  ])('judges a bare no that is %s', (_name, changes, isNo) => {
    const evidence = weigh([aClause(['not'], { isBareNegation: true, ...changes })]);

    expect(evidence.some(({ id }) => id === 'bare-no')).toBe(isNo);
  });
});
