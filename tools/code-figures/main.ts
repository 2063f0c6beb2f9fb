// `npm run code-figures`: figures on how the code reads, counted over its syntax trees. `--json` prints all of them.
import { parseArgs } from 'node:util';
import { type CodeFigures, measure, readProject } from './figures.ts';
import type { FunctionFigure } from './functions.ts';

const help = `Usage: npm run code-figures -- [--json]

Counts function lengths, complexity, conditional spreads, casts, unused exports and tests.

  npm run code-figures                     a table, and the functions and exports that stand out
  npm run -s code-figures -- --json | jq   every function with its length and complexity
`;

const options = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
if (options.help === true) process.stdout.write(help);
else if (options.json === true) process.stdout.write(`${JSON.stringify(measure(readProject()), null, 2)}\n`);
else printTable();

function printTable(): void {
  const { lambdas, product, unusedExports, mirrored, testLinesPerLine } = measure(readProject());
  const row = (label: string, figureOf: (figures: CodeFigures) => number): void =>
    print(`${label.padEnd(40)}${format(figureOf(lambdas))}${format(figureOf(product))}`);
  print(`${''.padEnd(40)}${'lambdas'.padStart(10)}${'product'.padStart(10)}`);
  row('files', ({ files }) => files);
  row('lines that are not empty', ({ lines }) => lines);
  row('functions over 60 lines', ({ functions }) => functions.filter(({ lines }) => lines > 60).length);
  row('functions over 80 lines', ({ functions }) => functions.filter(({ lines }) => lines > 80).length);
  row('functions of complexity over 15', ({ functions }) => functions.filter((each) => each.complexity > 15).length);
  row('functions of complexity over 20', ({ functions }) => functions.filter((each) => each.complexity > 20).length);
  row('conditional spreads', ({ conditionalSpreads }) => conditionalSpreads);
  row('casts', ({ casts }) => casts);
  row('casts per 1,000 lines', ({ castsPerThousandLines }) => castsPerThousandLines);
  row('let of a module', ({ moduleLets }) => moduleLets);
  print(`\nsource files with their test in the mirrored place  ${mirrored} of ${product.files}`);
  print(`lines of test per line of source                    ${testLinesPerLine.toFixed(2)}`);
  const dead = unusedExports.filter(({ isType }) => !isType);
  print(
    `unused exports                                      ${dead.length}, and ${unusedExports.length - dead.length} types`,
  );
  for (const { file, name } of dead) print(`  ${file}  ${name}`);
  print('\nlongest and most complex functions');
  for (const each of product.functions.filter(standsOut).toSorted((a, b) => b.lines - a.lines)) printFunction(each);
}

function standsOut({ lines, complexity }: FunctionFigure): boolean {
  return lines > 60 || complexity > 15;
}

function printFunction({ file, line, name, lines, complexity }: FunctionFigure): void {
  print(`  ${String(lines).padStart(4)} lines, complexity ${String(complexity).padStart(2)}  ${file}:${line} ${name}`);
}

function format(figure: number): string {
  return (Number.isInteger(figure) ? String(figure) : figure.toFixed(1)).padStart(10);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
