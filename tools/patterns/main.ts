// `npm run patterns`: proves that every regular expression of the shipped code takes linear time.
import { parseArgs } from 'node:util';
import { complaintsAbout, type Proofs, recheck, staleVerdicts } from './prove.ts';
import { shippedPatterns } from './shipped.ts';
import type { Pattern } from './sites.ts';
import { readVerdicts, writeVerdicts } from './verdicts.ts';

const help = `Usage: npm run patterns -- [--all] [--in <text>]

Proves that each regular expression of lambdas, cli, lib, local and bin takes linear time: by counting the ways to try it,
or else by recheck, whose verdicts it stores in tools/patterns/verdicts.json. Prints what it cannot prove.

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
  const proofs: Proofs = options.all === true ? new Map() : stored;
  const { patterns, unseen, hidden } = shippedPatterns();
  const wanted = patterns.filter(({ place }) => place.includes(options.in ?? ''));
  let failed = 0;
  for (const pattern of wanted) {
    const before = proofs.size;
    const complaints = await complaintsAbout(pattern, { proofs, checker: recheck });
    // A long run that is ended goes on from here.
    if (proofs.size > before) writeVerdicts(new Map([...readVerdicts(), ...proofs]));
    if (complaints.length > 0) failed += 1;
    for (const { branch, reason } of complaints) print(`${pattern.place}  ${reason}\n    ${branch}`);
  }
  for (const place of unseen) print(`${place}  made no pattern while the code was watched`);
  for (const place of hidden) print(`${place}  can make a pattern unseen`);
  const left = options.in === undefined ? withoutStale(proofs, patterns) : new Map([...readVerdicts(), ...proofs]);
  writeVerdicts(left);
  const count = (proof: string): number => [...left.values()].filter((each) => each === proof).length;
  print(
    `${wanted.length} patterns, ${failed} without a proof; verdicts of recheck: ${count('automaton')} by automaton, ${count('fuzz')} by fuzzing; the others have few ways`,
  );
  return failed + unseen.length + hidden.length === 0 ? 0 : 1;
}

function withoutStale(proofs: Proofs, patterns: readonly Pattern[]): Proofs {
  const stale = new Set(staleVerdicts(proofs, patterns));
  return new Map([...proofs].filter(([key]) => !stale.has(key)));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
