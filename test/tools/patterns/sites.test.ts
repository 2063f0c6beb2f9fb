import { readSource } from '../../../tools/code-figures/syntax.ts';
import { patternSitesOf } from '../../../tools/patterns/sites.ts';

const sitesOf = (text: string) => patternSitesOf(readSource('a.ts', text));

describe('patternSitesOf', () => {
  it('finds literals with their place', () => {
    expect(sitesOf('const a = 1;\nexport const b = /x+/gi;').literals).toEqual([
      { place: 'a.ts:2', source: 'x+', flags: 'gi' },
    ]);
  });

  it.each(['new RegExp(a)', 'RegExp(a, "i")'])('finds the call %s', (text) => {
    expect(sitesOf(`const b = ${text};`)).toMatchObject({ constructions: ['a.ts:1'], hidden: [] });
  });

  it.each([
    'const R = RegExp;',
    'a.map(RegExp);',
    'text.match("a+");',
    'text.search(`a$' + '{b}`);',
    'class A extends RegExp {}',
  ])('finds that a pattern could be made unseen by %s', (text) => {
    expect(sitesOf(text).hidden).toEqual(['a.ts:1']);
  });

  it.each(['const a: RegExp = b;', 'RegExp.escape(a);', 'a instanceof RegExp;', 'text.match(a);'])(
    'finds nothing in %s',
    (text) => {
      expect(sitesOf(text)).toEqual({ literals: [], constructions: [], hidden: [] });
    },
  );
});
