import { readSource } from '../../../tools/code-figures/syntax.ts';
import { unusedExportsOf } from '../../../tools/code-figures/unused-exports.ts';

const declared = 'export const a = 1, b = 2;\nexport function f() {}\nexport interface T {}\n';
const unusedBeside = (importing: string): string[] =>
  unusedExportsOf([readSource('x/a.ts', declared), readSource('y/b.ts', importing)], (file) => file === 'y/b.ts').map(
    ({ name, isType }) => (isType ? `type ${name}` : name),
  );

describe('unusedExportsOf', () => {
  it.each([
    ['', ['a', 'b', 'f', 'type T']],
    ["import { a, type T } from '../x/a.ts'", ['b', 'f']],
    ["import { a as other } from '../x/a.ts'", ['b', 'f', 'type T']],
    ["import * as all from '../x/a.ts'", []],
    ["export { f } from '../x/a.ts'", ['a', 'b', 'type T']],
    ["export * from '../x/a.ts'", []],
    ["const { a } = await import('../x/a.ts')", []],
    ["type A = typeof import('../x/a.ts')", []],
    ["import { a } from './a.ts'", ['a', 'b', 'f', 'type T']],
  ])('beside %s finds %j', (importing, names) => {
    expect(unusedBeside(importing)).toEqual(names);
  });

  it('leaves out what is read from outside the sources', () => {
    expect(unusedExportsOf([readSource('index.ts', declared)], () => true)).toEqual([]);
  });

  it('finds the names of a destructuring and of an export list', () => {
    const text = 'export const { a, b: { c } } = d;\nconst e = 1;\nexport { e as g };\n';

    expect(unusedExportsOf([readSource('a.ts', text)], () => false).map(({ name }) => name)).toEqual(['a', 'c', 'g']);
  });
});
