import {
  compileVocabulary,
  cutUnspaced,
  entriesOf,
} from '../../../../lambdas/domain/understanding/intent/vocabulary.ts';

const german = compileVocabulary({
  code: 'de',
  frequent: 'der die das',
  hasUmlauts: true,
  words: {
    not: 'nicht, kein*',
    love: 'möchte',
    list: 'liste, list*',
    'not want': 'lieber nicht',
    off: 'melde .. ab',
  },
  idioms: { 'says-no': 'nein danke, kein bedarf' },
});

const meanings = (word: string): string[] =>
  entriesOf(german, word).map(({ concepts, rest }) => [concepts.join('+'), ...rest.map((part) => part.word)].join(' '));

describe('compileVocabulary', () => {
  it.each([
    ['nicht', ['not']],
    ['keinen', ['not']],
    ['mochte', ['love']],
    ['moechte', ['love']],
    ['lieber', ['not+want nicht']],
    ['melde', ['off ab']],
    ['nein', ['says-no danke']],
    ['liste', ['list', 'list']],
    ['unbekannt', []],
    ['kei', []],
  ])('finds the entries of %j', (word, entries) => {
    expect(meanings(word)).toEqual(entries);
  });

  it('marks a gap, and an idiom with a negation of its own', () => {
    expect(entriesOf(german, 'melde')[0]!.rest).toEqual([{ word: 'ab', isStem: false, hasGap: true }]);
    expect(entriesOf(german, 'kein').map(({ isNegative }) => isNegative)).toEqual([true, false]);
    expect(entriesOf(german, 'nein')[0]!.isNegative).toBe(false);
  });

  it('refuses a meaning that no rule can know', () => {
    const words = JSON.parse('{"no-such":"a"}');

    expect(() => compileVocabulary({ code: 'xx', frequent: '', words })).toThrow('no such concept: no-such');
  });
});

describe('cutUnspaced', () => {
  const japanese = compileVocabulary({
    code: 'ja',
    frequent: '',
    words: { mail: 'メール', stop: '停止, 停', list: 'リスト' },
  });

  it('takes the longest known word, and single letters elsewhere', () => {
    expect(cutUnspaced(japanese, 'メールを停止')).toEqual(['メール', 'を', '停止']);
  });
});
