import { readSource } from '../../../tools/code-figures/syntax.ts';
import { textureOf } from '../../../tools/code-figures/texture.ts';

describe('textureOf', () => {
  it.each([
    ['f({ ...(a && { a }) })', 1],
    ['f({ b, ...(a ? { a } : {}), ...(c !== undefined && { c }) })', 2],
    ['f([...(a ? [a] : [])])', 0],
    ['f({ ...(a ?? b) })', 0],
    ['f({ ...a })', 0],
  ])('counts the conditional spreads of %s: %i', (text, conditionalSpreads) => {
    expect(textureOf(readSource('a.ts', text)).conditionalSpreads).toBe(conditionalSpreads);
  });

  it.each([
    ['f(a as string)', 1],
    ['f(a as unknown as string)', 2],
    ["f('a' as const)", 0],
    ["import { a as b } from './b.ts'", 0],
    ['f(a satisfies string)', 0],
  ])('counts the casts of %s: %i', (text, casts) => {
    expect(textureOf(readSource('a.ts', text)).casts).toBe(casts);
  });

  it.each([
    ['let a = 1;', 1],
    ['export let a = 1;', 1],
    ['const a = 1;', 0],
    ['function f() { let a = 1; return a; }', 0],
  ])('counts the module-level lets of %s: %i', (text, moduleLets) => {
    expect(textureOf(readSource('a.ts', text)).moduleLets).toBe(moduleLets);
  });
});
