// `npm run patterns`: proves that every regular expression of the shipped code takes linear time.
import { parseArgs } from 'node:util';
import { complaintsAbout, keyOf, recheck } from './prove.ts';
import { shippedPatterns } from './shipped.ts';
import { readProofs, writeProofs } from './verdicts.ts';

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
  const proofs = options.all === true ? new Map() : readProofs();
  const { patterns, unseen, hidden } = shippedPatterns();
  const wanted = patterns.filter(({ place }) => place.includes(options.in ?? ''));
  let failed = 0;
  for (const pattern of wanted) {
    const t0 = Date.now();
    const complaints = await complaintsAbout(pattern, { proofs, checker: recheck });
    if (Date.now() - t0 > 4000) print(`SLOW ${Date.now() - t0} ${pattern.place} ${pattern.source.slice(0, 150)}`);
    // A long run that is ended goes on from here.
    writeProofs(new Map([...readProofs(), ...proofs]));
    if (complaints.length > 0) failed += 1;
    for (const { branch, reason } of complaints) print(`${pattern.place}  ${reason}\n    ${branch}`);
  }
  for (const place of unseen) print(`${place}  made no pattern while the code was watched`);
  for (const place of hidden) print(`${place}  can make a pattern unseen`);
  const used = new Set(patterns.map(({ source, flags }) => keyOf(source, flags)));
  if (options.in === undefined) for (const key of proofs.keys()) if (!used.has(key)) proofs.delete(key);
  writeProofs(options.in === undefined ? proofs : new Map([...readProofs(), ...proofs]));
  const count = (wanted: string): number => [...proofs.values()].filter((proof) => proof === wanted).length;
  print(
    `${wanted.length} patterns, ${failed} without a proof; verdicts: ${count('automaton')} by automaton, ${count('fuzz')} by fuzzing`,
  );
  return failed + unseen.length + hidden.length === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
