import { lexiconsOf } from '../../../../lambdas/domain/understanding/intent/vocabularies.ts';

describe('lexiconsOf', () => {
  it('compiles all languages once', () => {
    expect([...lexiconsOf().lexicons.keys()]).toEqual(
      'en de fr es it pt nl pl ru uk tr sv da nb fi cs ja zh ko'.split(' '),
    );
    expect(lexiconsOf()).toBe(lexiconsOf());
  });

  it('says which languages know a word', () => {
    const { index } = lexiconsOf();

    expect(index.get('gracias')).toEqual(['es']);
    expect(index.get('no')).toEqual(expect.arrayContaining(['en', 'es', 'it']));
    expect(index.get('xyzzy')).toBeUndefined();
  });

  it('knows words for a request, a refusal and a negation in every language', () => {
    for (const lexicon of lexiconsOf().lexicons.values()) {
      const meanings = new Set(
        [...lexicon.exact.values(), ...lexicon.stems.values()].flat().flatMap((entry) => entry.concepts),
      );

      expect([
        lexicon.code,
        ['not', 'remove', 'stop', 'mail', 'list', 'says-opt-out'].filter((name) => !meanings.has(name as never)),
      ]).toEqual([lexicon.code, []]);
    }
  });
});
