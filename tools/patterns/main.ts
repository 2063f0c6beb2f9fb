// `npm run patterns`: proves that every regular expression of the shipped code takes linear time.
import { parseArgs } from 'node:util';
import { complaintsAbout, keyOf, type Proofs, recheck } from './prove.ts';
import { shippedPatterns } from './shipped.ts';
import { readVerdicts, writeVerdicts } from './verdicts.ts';

const help = `Usage: npm run patterns -- [--all] [--in <text>]

Proves by recheck that each regular expression of lambdas, cli, lib, local and bin takes linear time, and stores the
verdicts in tools/patterns/verdicts.json. Prints what it cannot prove.

  npm run patterns            checks what has no verdict yet, and forgets verdicts that nothing needs
  npm run patterns -- --all   checks everything anew
  npm run patterns -- --in classify/   only in files whose path has this text; forgets nothing
`;

const options = parseArgs({
  options: { all: { type: 'boolean' }, in: { type: 'string' }, help: { type: 'boolean' } },
}).values;
if (options.help === true) process.stdout.write(help);
else process.exitCode = await prove();
// recheck keeps its own process running.
process.exit();

async function prove(): Promise<number> {
  const stored = readVerdicts();
  const proofs: Proofs = options.all === true ? new Map() : stored.proofs;
  const { patterns, unseen, hidden } = shippedPatterns();
  const wanted = patterns.filter(({ place }) => place.includes(options.in ?? ''));
  let failed = 0;
  for (const pattern of wanted) {
    const before = proofs.size;
    const complaints = await complaintsAbout(pattern, { proofs, checker: recheck });
    // A long run that is ended goes on from here.
    if (proofs.size > before) writeVerdicts({ ...stored, proofs: new Map([...readVerdicts().proofs, ...proofs]) });
    if (complaints.length > 0) failed += 1;
    for (const { branch, reason } of complaints) print(`${pattern.place}  ${reason}\n    ${branch}`);
  }
  for (const place of unseen) print(`${place}  made no pattern while the code was watched`);
  for (const place of hidden) print(`${place}  can make a pattern unseen`);
  const all = options.in === undefined ? proofs : new Map([...readVerdicts().proofs, ...proofs]);
  const used = new Set(patterns.map(({ source, flags }) => keyOf(source, flags)));
  const isUsed = (key: string): boolean => options.in !== undefined || used.has(key);
  const left = new Map([...all].filter(([key]) => isUsed(key)));
  writeVerdicts({ proofs: left, open: new Set([...stored.open].filter(isUsed)) });
  const count = (proof: string): number => [...left.values()].filter((each) => each === proof).length;
  print(
    `${wanted.length} patterns, ${failed} without a proof; verdicts: ${count('automaton')} by automaton, ${count('fuzz')} by fuzzing`,
  );
  return failed + unseen.length + hidden.length === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
