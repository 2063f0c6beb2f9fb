import type { Concept } from '../../../../lambdas/domain/understanding/intent/concepts.ts';
import { concepts } from '../../../../lambdas/domain/understanding/intent/concepts.ts';
import type { Clause } from '../../../../lambdas/domain/understanding/intent/read-clauses.ts';
import { commitments, rules, rulesOf, softRules } from '../../../../lambdas/domain/understanding/intent/rules.ts';

const aClause = (
  affirmed: readonly Concept[],
  negated: readonly Concept[] = [],
  changes: Partial<Clause> = {},
): Clause => ({
  role: 'main',
  isQuestion: false,
  affirmed: new Set(affirmed),
  negated: new Set(negated),
  isBareNegation: false,
  isNotice: false,
  length: 6,
  unknown: 0,
  ...changes,
});

const idsOf = (clause: Clause): string[] => [...rulesOf(clause)].map(({ id }) => id);

describe('rules', () => {
  it('name only meanings that vocabularies give', () => {
    const named = rules.flatMap(({ conditions }) => conditions.flatMap((condition) => condition.concepts));

    expect(named.filter((name) => !concepts.includes(name))).toEqual([]);
  });

  it.each<[string, readonly Concept[], readonly Concept[], readonly string[]]>([
    ['a request to be removed', ['remove', 'me', 'list'], [], ['remove-me']],
    ['a waiting list', ['take', 'me', 'off', 'other-list'], [], ['removes-a-thing']],
    ['a thing to be removed', ['remove', 'thing', 'my', 'order'], [], ['removes-a-thing']],
    ['a negated removal', ['me', 'list'], ['remove'], ['keeps-the-mail']],
    ['a refusal', [], ['interest'], ['no-interest']],
    ['an objection that is not', [], ['object'], ['no-objection']],
    ['another vendor that was chosen', ['rival', 'choose'], [], ['other-vendor', 'other-vendor']],
    ['no more mail', ['more'], ['mail'], ['no-more-mail']],
    ['mail that did not arrive', ['yet'], ['receive'], ['not-received']],
  ])('read %s', (_name, affirmed, negated, ids) => {
    expect(idsOf(aClause(affirmed, negated))).toEqual(ids);
  });

  it('find no refusal and no opt-out in a question, but a wish', () => {
    expect(idsOf(aClause([], ['interest'], { isQuestion: true }))).toEqual([]);
    expect(idsOf(aClause(['remove', 'me', 'list'], [], { isQuestion: true }))).toEqual([]);
    expect(idsOf(aClause(['price', 'how'], [], { isQuestion: true }))).toEqual(['asks-price']);
  });

  it('count an exclamation only where it stands alone', () => {
    expect(idsOf(aClause(['alone-yes'], [], { length: 1 }))).toEqual(['exclaims']);
    expect(idsOf(aClause(['alone-yes'], [], { length: 9 }))).toEqual([]);
  });

  it('have the rules that other decisions name', () => {
    const ids = new Set(rules.map(({ id }) => id));

    expect([...commitments, ...softRules].filter((id) => !ids.has(id))).toEqual([]);
  });
});
