import { childrenOf, type Node, nodesOf, type Source } from './syntax.ts';

/** A function and its size. */
export interface FunctionFigure {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** From its first line to its last, with the functions inside it. */
  readonly lines: number;
  /** Cyclomatic complexity (McCabe 1976): one, and one for each branch; functions inside it count for themselves. */
  readonly complexity: number;
}

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);
const isFunction = (node: Node): boolean => functionTypes.has(node.type);

const branchTypes = new Set([
  'IfStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
  'OptionalMemberExpression',
  'OptionalCallExpression',
  'AssignmentPattern',
]);

const isBranch = (node: Node): boolean => {
  if (node.type === 'SwitchCase') return node.test !== null;
  if (node.type === 'AssignmentExpression') return ['&&=', '||=', '??='].includes(node.operator as string);
  if (node.type === 'OptionalMemberExpression' || node.type === 'OptionalCallExpression') return node.optional === true;
  return branchTypes.has(node.type);
};

/** Every function of a source file. */
export function functionsOf({ file, program }: Source): readonly FunctionFigure[] {
  const figures: FunctionFigure[] = [];
  const visit = (node: Node, parent?: Node): void => {
    if (isFunction(node)) figures.push(figureOf(file, node, parent));
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(program);
  return figures;
}

function figureOf(file: string, node: Node, parent: Node | undefined): FunctionFigure {
  const inside = [...nodesOf(node, (candidate) => candidate === node || !isFunction(candidate))];
  return {
    file,
    line: node.loc.start.line,
    name: nameOf(node, parent),
    lines: node.loc.end.line - node.loc.start.line + 1,
    complexity: 1 + inside.filter((candidate) => candidate === node || !isFunction(candidate)).filter(isBranch).length,
  };
}

function nameOf(node: Node, parent: Node | undefined): string {
  const named = [node.id, node.key, parent?.type === 'VariableDeclarator' ? parent.id : parent?.key];
  const identifier = named.find((candidate) => (candidate as Node | undefined | null)?.type === 'Identifier');
  return ((identifier as Node | undefined)?.name as string | undefined) ?? '(anonymous)';
}
