import { type CodeFigures, measure, type ProjectFigures, readProject } from '../tools/code-figures/figures.ts';
import type { FunctionFigure } from '../tools/code-figures/functions.ts';

/** Lines of a function, and branches in it; the few functions between the two lengths have one purpose nonetheless. */
const limits = { lines: 80, usualLines: 60, exceptions: 10, complexity: 20 };

describe('the figures on how the code reads', () => {
  let project: ProjectFigures;
  let lambdas: CodeFigures;
  let product: CodeFigures;
  beforeAll(() => {
    project = measure(readProject());
    ({ lambdas, product } = project);
  });

  const names = (functions: readonly FunctionFigure[]): string[] =>
    functions.map(({ file, line, name, lines, complexity }) => `${file}:${line} ${name} ${lines} ${complexity}`);

  it('hold every function of the product to the longest length', () => {
    expect(names(product.functions.filter(({ lines }) => lines > limits.lines))).toEqual([]);
  });

  it('hold almost every function of the product to the usual length', () => {
    const long = names(product.functions.filter(({ lines }) => lines > limits.usualLines));

    expect(long.slice(limits.exceptions)).toEqual([]);
  });

  it('hold every function of the product to a cyclomatic complexity', () => {
    expect(names(product.functions.filter(({ complexity }) => complexity > limits.complexity))).toEqual([]);
  });

  it('hold every function of the console to the same limits', () => {
    const { functions, moduleLets, files } = project.console;

    expect(files).toBeGreaterThan(0);
    expect(names(functions.filter(({ lines }) => lines > limits.lines))).toEqual([]);
    expect(names(functions.filter(({ lines }) => lines > limits.usualLines)).slice(limits.exceptions)).toEqual([]);
    expect(names(functions.filter(({ complexity }) => complexity > limits.complexity))).toEqual([]);
    expect(moduleLets).toBe(0);
  });

  it('keep conditional spreads, casts and state of modules rare', () => {
    expect(product.conditionalSpreads).toBeLessThan(60);
    expect(lambdas.castsPerThousandLines).toBeLessThan(4);
    expect(product.castsPerThousandLines).toBeLessThan(4);
    expect(product.moduleLets).toBe(0);
  });

  it('find no export that nothing imports', () => {
    expect(project.unusedExports.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  });

  it('want most files to have their test in the mirrored place, and many lines of test', () => {
    expect(project.mirrored / product.files).toBeGreaterThanOrEqual(0.8);
    expect(project.testLinesPerLine).toBeGreaterThanOrEqual(0.8);
  });
});
