import { globSync } from 'node:fs';
import { type Node, nodesOf, readSource, type Source } from '../code-figures/syntax.ts';

/** Source files of what is shipped or runs on a laptop. */
const shippedFiles = (): readonly string[] => globSync('{lambdas,cli,lib,local,bin}/**/*.ts').toSorted();

/** A regular expression of the sources. */
export interface Pattern {
  /** Path from the root of the project, and the line: where a reader finds it. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** The regular expressions of a source file. */
interface PatternSites {
  readonly literals: readonly Pattern[];
  /** Places, as `file:line`, of each call of `RegExp`, whose pattern only the running code knows. */
  readonly constructions: readonly string[];
  /** Places where a pattern could come into being unseen: another name for `RegExp`, or a text that a method compiles. */
  readonly hidden: readonly string[];
}

/** Reads where a source file has regular expressions. */
export function patternSitesOf({ file, program }: Source): PatternSites {
  const placeOf = ({ loc }: Node): string => `${file}:${loc.start.line}`;
  const nodes = [...nodesOf(program, isRunning)].filter(isRunning);
  const calls = nodes.filter(({ type }) => type === 'NewExpression' || type === 'CallExpression');
  const constructions = calls.filter(({ callee }) => isRegExp(callee as Node));
  const named = new Set([
    ...constructions.map(({ callee }) => callee),
    ...nodes.filter(({ type }) => type === 'MemberExpression').map(({ object }) => object),
    ...nodes
      .filter(({ type, operator }) => type === 'BinaryExpression' && operator === 'instanceof')
      .map(({ right }) => right),
  ]);
  return {
    literals: nodes
      .filter(({ type }) => type === 'RegExpLiteral')
      .map((node) => ({ place: placeOf(node), source: node.pattern as string, flags: node.flags as string })),
    constructions: constructions.map(placeOf),
    hidden: [...nodes.filter((node) => isRegExp(node) && !named.has(node)), ...calls.filter(compilesText)].map(placeOf),
  };
}

/** Reads the sites of all shipped files. */
export function shippedPatternSites(): PatternSites {
  const all = shippedFiles().map((file) => patternSitesOf(readSource(file)));
  return {
    literals: all.flatMap(({ literals }) => literals),
    constructions: all.flatMap(({ constructions }) => constructions),
    hidden: all.flatMap(({ hidden }) => hidden),
  };
}

/** Types are no code that runs. */
const isRunning = ({ type }: Node): boolean =>
  !/^TS/.test(type) || /^TS(?:As|Satisfies|NonNull|Instantiation)/.test(type);

const isRegExp = ({ type, name }: Node): boolean => type === 'Identifier' && name === 'RegExp';

/** `match`, `matchAll` and `search` compile an argument that is a text. */
function compilesText({ callee, arguments: given }: Node): boolean {
  const { type, property } = callee as Node;
  if (type !== 'MemberExpression' || !/^(?:match|matchAll|search)$/.test(String((property as Node).name))) return false;
  return (given as readonly Node[]).some(({ type: kind }) =>
    /^(?:StringLiteral|TemplateLiteral|BinaryExpression)$/.test(kind),
  );
}
