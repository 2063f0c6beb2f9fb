import { functionsOf } from '../../../tools/code-figures/functions.ts';
import { readSource } from '../../../tools/code-figures/syntax.ts';

const complexityOf = (body: string): number | undefined =>
  functionsOf(readSource('a.ts', `function f(a: any, b: any) {\n${body}\n}`))[0]?.complexity;

describe('functionsOf', () => {
  it('counts the lines of a function with those of the functions inside it', () => {
    const figures = functionsOf(
      readSource('a.ts', 'const outer = () => {\n  const inner = () => {\n    go();\n  };\n};\n'),
    );

    expect(figures.map(({ name, line, lines }) => [name, line, lines])).toEqual([
      ['outer', 1, 5],
      ['inner', 2, 3],
    ]);
  });

  it.each([
    ['go();', 1],
    ['if (a) go();', 2],
    ['if (a) go(); else if (b) stop();', 3],
    ['return a && b;', 2],
    ['return a ?? b;', 2],
    ['a ||= b;', 2],
    ['return a ? 1 : 2;', 2],
    ['for (const c of a) go(c);', 2],
    ['while (a && b) go();', 3],
    ['switch (a) { case 1: case 2: return; default: stop(); }', 3],
    ['try { go(); } catch { stop(); }', 2],
    ['return a?.b?.c;', 3],
    ['const inner = () => { if (a) go(); };', 1],
    ['const { c = 1 } = a;', 2],
  ])('counts %s as complexity %i', (body, complexity) => {
    expect(complexityOf(body)).toBe(complexity);
  });

  it('names methods by their keys, and a function without a name as anonymous', () => {
    const text =
      'export const kit = { find() {}, list: () => [], async *all() {} };\nclass A { #b() {} c = () => 1; }\ngo(() => 1);';

    expect(functionsOf(readSource('a.ts', text)).map(({ name }) => name)).toEqual([
      'find',
      'list',
      'all',
      '(anonymous)',
      'c',
      '(anonymous)',
    ]);
  });
});
