import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';

/** A node of Babel's tree, as far as the figures read it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly [field: string]: unknown;
}

/** A source file and its syntax tree. */
export interface Source {
  /** Path from the root of the project. */
  readonly file: string;
  readonly text: string;
  readonly program: Node;
}

/** Reads and parses a TypeScript file. @throws SyntaxError when it is none */
export function readSource(file: string, text: string = readFileSync(file, 'utf8')): Source {
  // In a plain file, `<T>` begins no element.
  const jsx = file.endsWith('x') ? (['jsx'] as const) : [];
  const tree = parse(text, { sourceType: 'module', plugins: ['typescript', 'explicitResourceManagement', ...jsx] });
  return { file, text, program: tree.program as unknown as Node };
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/** The nodes directly below one, in the order of the text. */
export const childrenOf = (node: Node): readonly Node[] =>
  Object.entries(node)
    .filter(([field]) => field !== 'loc' && !field.endsWith('Comments'))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);

/**
 * Every node below one and the node itself, from the outside in.
 *
 * @param isEntered whether the nodes below a node are visited, too; all are by default
 */
export function* nodesOf(node: Node, isEntered: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (isEntered(node)) for (const child of childrenOf(node)) yield* nodesOf(child, isEntered);
}

/** Number of lines with something on them. */
export const linesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;
