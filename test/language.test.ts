import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from '@babel/parser';
import { type Node, nodesOf } from '../tools/code-figures/syntax.ts';

/**
 * Words of the project's early language, which had no meaning outside it: a noun that says what a thing is replaces each.
 * `brake` is not among them: it is a key of the configuration.
 */
const privateNames = new Set([
  ...['told', 'said', 'mine', 'one', 'looked', 'ruled', 'learned', 'taken'],
  ...['createPatientHttp', 'patientHttp', 'isHeartless', 'isTold'],
]);
const privateFiles = new Set(['lags.ts', 'marker.ts', 'call.ts', 'together.ts', 'fake.ts', 'fakes.ts']);

/** Turns of phrase that a reader has to take apart. */
const riddles = [
  /\bwhose it is\b/,
  /\b(?:of|to|for|from|by) whom\b/i,
  /\bof which nothing\b/,
  /\bwhat was told\b/,
  /(?:^|[.!?:]\s)(?:Of|What) [a-z]/,
];

const files = globSync('{bin,lambdas,lib,local,cli,tools,bench,test,clients,console}/**/*.{ts,tsx}', {
  exclude: ['**/node_modules/**'],
});

/** Nodes that give a name, with the identifier that they give. */
const bound: Readonly<Record<string, string>> = {
  VariableDeclarator: 'id',
  FunctionDeclaration: 'id',
  ClassDeclaration: 'id',
  TSInterfaceDeclaration: 'id',
  TSTypeAliasDeclaration: 'id',
};

interface Text {
  readonly program: Node;
  readonly comments: readonly string[];
}

function read(text: string, file = ''): Text {
  const { program, comments } = parse(text, {
    sourceType: 'module',
    // In a plain file, `<T>` begins no element.
    plugins: ['typescript', 'explicitResourceManagement', ...(file.endsWith('x') ? (['jsx'] as const) : [])],
  });
  const plain = (comments ?? []).map(({ value }) =>
    value
      .replace(/^\s*\* ?/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return { program: program as unknown as Node, comments: plain };
}

/** Names that a file gives to variables, parameters, functions and types. */
function namesGivenBy(program: Node): string[] {
  return [...nodesOf(program)].flatMap((node) => {
    const declared = bound[node.type];
    const patterns = [
      ...(declared === undefined ? [] : [node[declared]]),
      ...((node.params as Node[] | undefined) ?? []),
    ];
    return patterns.flatMap((pattern) => identifiersOf(pattern as Node | null));
  });
}

function identifiersOf(pattern: Node | null): string[] {
  if (pattern === null) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name as string];
    case 'ObjectPattern':
      // `{ taken }` takes the name from whoever made the object; `{ x: taken }` gives it.
      return (pattern.properties as Node[]).flatMap(({ value, argument, shorthand }) =>
        shorthand === true ? [] : identifiersOf((value ?? argument) as Node),
      );
    case 'ArrayPattern':
      return (pattern.elements as Node[]).flatMap(identifiersOf);
    case 'AssignmentPattern':
      return identifiersOf(pattern.left as Node);
    case 'RestElement':
      return identifiersOf(pattern.argument as Node);
    default:
      return [];
  }
}

describe('the language of the code', () => {
  it.each(files)('%s uses the field’s own words', (file) => {
    const { program, comments } = read(readFileSync(file, 'utf8'), file);

    expect(privateFiles.has(basename(file))).toBe(false);
    expect(namesGivenBy(program).filter((name) => privateNames.has(name))).toEqual([]);
    expect(comments.filter((comment) => riddles.some((riddle) => riddle.test(comment)))).toEqual([]);
  });

  it.each([
    ['const told = 1;', ['told']],
    ['function f(one: number, { a: mine, b = 2 }: T, ...said: T[]) {}', ['one', 'mine', 'said']],
    ['type learned = 1;', ['learned']],
    ['const { taken } = answer;', []],
    ['const a = { told: 1 };', []],
  ])('finds in %s the names %j', (text, names) => {
    expect(namesGivenBy(read(text).program).filter((name) => privateNames.has(name))).toEqual(names);
  });

  it.each([
    ['// Of a lost envelope only the recipient is known.', 1],
    ['/** What the CRM said. */', 1],
    ['/** Writes for whom it is. */', 1],
    ['/** Returns what the CRM answers. */', 0],
  ])('finds in %s so many riddles: %i', (text, count) => {
    const { comments } = read(text);

    expect(comments.filter((comment) => riddles.some((riddle) => riddle.test(comment)))).toHaveLength(count);
  });
});
