import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Proof, Proofs } from './prove.ts';

const file = 'tools/patterns/verdicts.json';

/** Goes up with each change to how patterns are proven. */
const method = 3;

/** The verdicts hold for one version of recheck and one method. */
const conditions = (): { readonly recheck: string; readonly method: number } => {
  const { version } = createRequire(import.meta.url)('recheck/package.json') as { version: string };
  return { recheck: version, method };
};

type Stored = ReturnType<typeof conditions> & Readonly<Record<Proof, readonly string[]>>;

/** Reads the stored verdicts of recheck; none, when they were made under other conditions. */
export function readVerdicts(): Proofs {
  if (!existsSync(file)) return new Map();
  const { automaton, fuzz, ...made } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  if (JSON.stringify(made) !== JSON.stringify(conditions())) return new Map();
  const proofsOf = (keys: readonly string[], proof: Proof) => keys.map((key) => [key, proof] as const);
  return new Map([...proofsOf(automaton, 'automaton'), ...proofsOf(fuzz, 'fuzz')]);
}

/** Stores verdicts. */
export function writeVerdicts(proofs: Proofs): void {
  const keysOf = (wanted: Proof) =>
    [...proofs]
      .filter(([, proof]) => proof === wanted)
      .map(([key]) => key)
      .toSorted();
  const stored: Stored = { ...conditions(), automaton: keysOf('automaton'), fuzz: keysOf('fuzz') };
  // In one step, because several runs may share the file.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify(stored, null, 1)}\n`);
  renameSync(part, file);
}
