import { dirname, join } from 'node:path';
import { type Node, nodesOf, type Source } from './syntax.ts';

/** An export that no other file imports. */
export interface UnusedExport {
  readonly file: string;
  readonly name: string;
  readonly isType: boolean;
}

interface Import {
  readonly target: string;
  /** `*` when the whole module is taken. */
  readonly name: string;
}

/**
 * The exports that nothing imports.
 *
 * @param isEntry whether a file is read from outside the sources: a Lambda's entry, the package's, a program
 */
export function unusedExportsOf(sources: readonly Source[], isEntry: (file: string) => boolean): UnusedExport[] {
  const used = new Set(sources.flatMap(importsOf).map(({ target, name }) => `${target}#${name}`));
  return sources
    .filter(({ file }) => !isEntry(file) && !used.has(`${file}#*`))
    .flatMap((source) => exportsOf(source).map((entry) => ({ file: source.file, ...entry })))
    .filter(({ file, name }) => !used.has(`${file}#${name}`));
}

function importsOf({ file, program }: Source): Import[] {
  const resolve = (specifier: unknown): string => join(dirname(file), (specifier as Node).value as string);
  return [...nodesOf(program)].flatMap((node): Import[] => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
        if (!node.source) return [];
        return (node.specifiers as Node[]).map((specifier) => ({
          target: resolve(node.source),
          name: specifier.type === 'ImportNamespaceSpecifier' ? '*' : nameOf(specifier.imported ?? specifier.local)!,
        }));
      case 'ExportAllDeclaration':
        return [{ target: resolve(node.source), name: '*' }];
      case 'ImportExpression':
        return [{ target: resolve(node.source), name: '*' }];
      case 'CallExpression':
        if ((node.callee as Node).type !== 'Import') return [];
        return (node.arguments as Node[])
          .filter(({ type }) => type === 'StringLiteral')
          .map((argument) => ({ target: resolve(argument), name: '*' }));
      case 'TSImportType':
        return [{ target: resolve(node.argument), name: '*' }];
      default:
        return [];
    }
  });
}

function exportsOf({ program }: Source): Array<{ name: string; isType: boolean }> {
  return (program.body as Node[])
    .filter(({ type, source }) => type === 'ExportNamedDeclaration' && !source)
    .flatMap(({ declaration, specifiers }) => {
      const declared = declaration as Node | null;
      if (declared === null)
        return (specifiers as Node[]).map(({ exported }) => ({ name: nameOf(exported)!, isType: false }));
      const isType = /^TS(?:Interface|TypeAlias)/.test(declared.type);
      const named = declared.type === 'VariableDeclaration' ? (declared.declarations as Node[]) : [declared];
      return named.flatMap(({ id }) => boundNames(id as Node)).map((name) => ({ name, isType }));
    });
}

/** The names that a declaration binds: one, or those of a destructuring. */
function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name as string];
    case 'ObjectPattern':
      return (pattern.properties as Node[]).flatMap(({ value, argument }) => boundNames((value ?? argument) as Node));
    case 'ArrayPattern':
      return (pattern.elements as Node[]).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left as Node);
    default:
      return [];
  }
}

function nameOf(identifier: unknown): string | undefined {
  const node = identifier as Node | undefined;
  return (node?.name ?? node?.value) as string | undefined;
}
