/**
 * Reads the labelled mail and prints how many cases are right, per group, kind and language:
 *   npm run first-sight -- [folder] [--verbose] [--json]
 */
import { parseArgs } from 'node:util';
import { loadCases } from './cases.ts';
import { type Score, scoreOf } from './score.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const score = await scoreOf(loadCases(positionals[0] ?? 'test/first-sight'));
console.log(values.json ? JSON.stringify(score, null, 2) : linesOf(score, values.verbose).join('\n'));

function linesOf({ all, groups, kinds, languages, wrong }: Score, isVerbose: boolean): string[] {
  const tables = Object.entries({ groups, kinds, languages }).flatMap(([title, shares]) => [
    '',
    title,
    ...Object.entries(shares).map(([name, { right, total }]) => `  ${name.padEnd(24)} ${right}/${total}`),
  ]);
  const details = wrong.flatMap(({ group, id, differences }) => [
    `${group}/${id}`,
    ...differences.map(
      ({ path, expected, actual }) =>
        `  ${path}\n    expected ${JSON.stringify(expected)}\n    actual   ${JSON.stringify(actual)}`,
    ),
  ]);
  return [`all ${all.right}/${all.total}`, ...tables, ...(isVerbose ? ['', 'wrong', ...details] : [])];
}
