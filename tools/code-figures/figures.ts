import { existsSync, globSync } from 'node:fs';
import { type FunctionFigure, functionsOf } from './functions.ts';
import { linesOf, readSource, type Source } from './syntax.ts';
import { textureOf } from './texture.ts';
import { type UnusedExport, unusedExportsOf } from './unused-exports.ts';

/** Folders of what is shipped or runs on a laptop. */
const productFolders = ['lambdas', 'cli', 'lib', 'local'] as const;
const otherFolders = ['bin', 'console', 'test', 'tools', 'bench', 'docs', 'fixtures'] as const;

/** Files that are read from outside the sources: entries of Lambdas, of the package and of worker threads, programs. */
const isEntry = (file: string): boolean =>
  /(?:^|\/)(?:index|main)\.tsx?$|-worker\.ts$|^bin\/|\.test\.ts$|vite\.config\.ts$/.test(file);

/** Figures on how the code reads. */
export interface CodeFigures {
  readonly files: number;
  readonly lines: number;
  readonly functions: readonly FunctionFigure[];
  readonly conditionalSpreads: number;
  readonly casts: number;
  readonly castsPerThousandLines: number;
  readonly moduleLets: number;
}

/** Figures on the whole project. */
export interface ProjectFigures {
  readonly lambdas: CodeFigures;
  readonly product: CodeFigures;
  /** The web app. */
  readonly console: CodeFigures;
  readonly unusedExports: readonly UnusedExport[];
  /** Source files with a test of the same path below `test`. */
  readonly mirrored: number;
  readonly testLinesPerLine: number;
}

/** Sources of the product and everything that may import them. */
export const readProject = (): readonly Source[] =>
  globSync(`{${[...productFolders, ...otherFolders].join(',')}}/**/*.{ts,tsx}`, { exclude: ['**/node_modules/**'] })
    .toSorted()
    .map((file) => readSource(file));

/** Sources of the product, and whether their test stands in the mirrored place. */
export const productSources = (): ReadonlyArray<Source & { readonly hasMirror: boolean }> =>
  readProject()
    .filter(isProduct)
    .map((source) => ({ ...source, hasMirror: existsSync(mirrorOf(source.file)) }));

const isProduct = ({ file }: Source): boolean => productFolders.some((folder) => file.startsWith(`${folder}/`));

/** Measures the project. */
export function measure(sources: readonly Source[]): ProjectFigures {
  const product = sources.filter(isProduct);
  const tests = sources.filter(({ file }) => file.startsWith('test/'));
  const figures = figuresOf(product);
  return {
    lambdas: figuresOf(product.filter(({ file }) => file.startsWith('lambdas/'))),
    product: figures,
    console: figuresOf(sources.filter(({ file }) => file.startsWith('console/'))),
    unusedExports: unusedExportsOf(sources, isEntry),
    mirrored: product.filter(({ file }) => existsSync(mirrorOf(file))).length,
    testLinesPerLine: tests.reduce((sum, { text }) => sum + linesOf(text), 0) / figures.lines,
  };
}

/** Where the test of a source file stands. */
export const mirrorOf = (file: string): string => `test/${file.replace(/^lambdas\//, '').replace(/\.ts$/, '')}.test.ts`;

function figuresOf(sources: readonly Source[]): CodeFigures {
  const textures = sources.map(textureOf);
  const sum = (count: (texture: (typeof textures)[number]) => number): number =>
    textures.reduce((total, texture) => total + count(texture), 0);
  const lines = sources.reduce((total, { text }) => total + linesOf(text), 0);
  const casts = sum((texture) => texture.casts);
  return {
    files: sources.length,
    lines,
    functions: sources.flatMap(functionsOf),
    conditionalSpreads: sum((texture) => texture.conditionalSpreads),
    casts,
    castsPerThousandLines: (casts / lines) * 1000,
    moduleLets: sum((texture) => texture.moduleLets),
  };
}
