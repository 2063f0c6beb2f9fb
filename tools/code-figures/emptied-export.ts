import { basename } from 'node:path';
import { childrenOf, type Node, type Source } from './syntax.ts';

/** A source file with a main export that does nothing any more. */
interface EmptiedExport {
  readonly name: string;
  readonly text: string;
}

interface Exported {
  readonly name: string;
  /** Bodies to empty: one of a function, those of all methods of a class, or of an object's. */
  readonly bodies: readonly Node[];
}

/**
 * Empties the main export of a file, for the question whether the file's own test notices.
 *
 * The main export is the one after which the file is named, or the longest function, class or object of functions.
 *
 * @returns undefined for a file that exports no code
 */
export function emptyMainExport({ file, text, program }: Source): EmptiedExport | undefined {
  const exported = (program.body as Node[]).flatMap(exportedCode);
  const main = exported.find(({ name }) => isNamedAfter(name, file)) ?? exported.toSorted(byLength).at(0);
  if (main === undefined) return undefined;
  const emptied = main.bodies.reduceRight(
    (rest, body) => rest.slice(0, body.start) + emptyOf(body) + rest.slice(body.end),
    text,
  );
  return { name: main.name, text: emptied };
}

const functionTypes = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod)$/;

function exportedCode({ type, declaration }: Node): Exported[] {
  if (type !== 'ExportNamedDeclaration' || !declaration) return [];
  const declared = declaration as Node;
  const named = declared.type === 'VariableDeclaration' ? (declared.declarations as Node[]) : [declared];
  return named
    .map((each) => ({ name: (each.id as Node).name as string, bodies: outermostBodies((each.init ?? each) as Node) }))
    .filter(({ bodies }) => bodies.length > 0);
}

/** Bodies of the functions of a node that lie in no other function. */
function outermostBodies(node: Node): readonly Node[] {
  if (functionTypes.test(node.type)) return [node.body as Node];
  return childrenOf(node).flatMap(outermostBodies);
}

const emptyOf = ({ type }: Node): string => (type === 'BlockStatement' ? '{}' : '(undefined)');

const lengthOf = ({ bodies }: Exported): number => bodies.reduce((sum, { start, end }) => sum + end - start, 0);
const byLength = (a: Exported, b: Exported): number => lengthOf(b) - lengthOf(a);

/** `createStore` and `Store` are named after `store.ts`. */
function isNamedAfter(name: string, file: string): boolean {
  const words = basename(file, '.ts').replaceAll('-', '').toLowerCase();
  return [words, `create${words}`, `start${words}`].includes(name.toLowerCase());
}
