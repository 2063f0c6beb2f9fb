import { type Node, nodesOf, type Source } from './syntax.ts';

/** Syntax that the compiler cannot check, or that a reader has to unfold. */
interface TextureFigure {
  /** `{ ...(condition && { field }) }` and `{ ...(condition ? { field } : {}) }`. */
  readonly conditionalSpreads: number;
  /** `value as Type`, without `as const`. */
  readonly casts: number;
  /** `let` of a module: state that tests and functions share. */
  readonly moduleLets: number;
}

/** Counts the texture of a source file. */
export function textureOf({ program }: Source): TextureFigure {
  const nodes = [...nodesOf(program)];
  return {
    conditionalSpreads: nodes.filter((node) => node.type === 'ObjectExpression').flatMap(conditionalSpreadsOf).length,
    casts: nodes.filter(isCast).length,
    moduleLets: statementsOf(program).filter(({ type, kind }) => type === 'VariableDeclaration' && kind === 'let')
      .length,
  };
}

const conditionalSpreadsOf = (object: Node): readonly Node[] =>
  (object.properties as Node[])
    .filter(({ type }) => type === 'SpreadElement')
    .filter(({ argument }) => {
      const { type, operator } = argument as Node;
      return type === 'ConditionalExpression' || (type === 'LogicalExpression' && operator === '&&');
    });

function isCast({ type, typeAnnotation }: Node): boolean {
  if (type !== 'TSAsExpression') return false;
  const { typeName } = typeAnnotation as Node;
  return (typeName as Node | undefined)?.name !== 'const';
}

const statementsOf = (program: Node): readonly Node[] =>
  (program.body as Node[]).map((statement) => (statement.declaration as Node | undefined | null) ?? statement);
