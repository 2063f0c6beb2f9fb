import { concepts } from '../../../../lambdas/domain/understanding/intent/concepts.ts';
import { languagesOf } from '../../../../lambdas/domain/understanding/intent/vocabularies.ts';

const codes = 'en de fr es it pt nl pl ru uk tr sv da nb fi cs ja zh ko'.split(' ');

describe('languagesOf', () => {
  it('is prepared once', () => {
    expect(languagesOf()).toBe(languagesOf());
    expect(languagesOf().lexiconOf('de')).toBe(languagesOf().lexiconOf('de'));
  });

  it('says which languages know a word or a stem', () => {
    const { codes: all, whole, stems } = languagesOf().index;
    const codesOf = (ballot: readonly number[] = []): string[] => ballot.map((place) => all[place]!);

    expect(codesOf(whole.get('gracias'))).toEqual(['es']);
    expect(codesOf(whole.get('no'))).toEqual(expect.arrayContaining(['en', 'es', 'it']));
    expect(whole.get('xyzzy')).toBeUndefined();
    expect(codesOf(stems.get('losch'))).toEqual(['de']);
  });

  it('reads an unknown language by the English vocabulary', () => {
    expect(languagesOf().lexiconOf('xx').code).toBe('en');
  });

  it.each(codes)('knows words for a request, a refusal and a negation in %s', (code) => {
    const { exact, stems } = languagesOf().lexiconOf(code);
    const meanings = new Set(
      [...[...exact.values()].flat(), ...[...stems.values()].flat().map(({ entry }) => entry)].flatMap(
        (entry) => entry.concepts,
      ),
    );
    const wanted = concepts.filter((concept) =>
      ['not', 'remove', 'stop', 'mail', 'list', 'says-opt-out'].includes(concept),
    );

    expect(wanted.filter((concept) => !meanings.has(concept))).toEqual([]);
  });

  it.each(codes)('has no stem in %s that its look-up cannot find', (code) => {
    const { stems } = languagesOf().lexiconOf(code);

    expect([...stems.values()].flat().filter(({ stem }) => stem.length < 3)).toEqual([]);
  });
});
