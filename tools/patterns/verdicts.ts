import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Proof, Proofs } from './prove.ts';

const file = 'tools/patterns/verdicts.json';

/** Goes up with each change to how patterns are proven. */
const method = 2;

/** The verdicts hold for one version of recheck and one method. */
const conditions = (): { readonly recheck: string; readonly method: number } => {
  const { version } = createRequire(import.meta.url)('recheck/package.json') as { version: string };
  return { recheck: version, method };
};

type Stored = ReturnType<typeof conditions> & Readonly<Record<Proof | 'open', readonly string[]>>;

/** The stored verdicts. */
interface Verdicts {
  readonly proofs: Proofs;
  /**
   * Keys of patterns whose check took longer than the time of recheck when the check was introduced. The list only becomes
   * shorter: a new pattern needs a proof.
   */
  readonly open: ReadonlySet<string>;
}

/** Reads the stored verdicts; no proofs, when they were made under other conditions. */
export function readVerdicts(): Verdicts {
  if (!existsSync(file)) return { proofs: new Map(), open: new Set() };
  const { automaton, fuzz, open, ...made } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  if (JSON.stringify(made) !== JSON.stringify(conditions())) return { proofs: new Map(), open: new Set(open) };
  const proofsOf = (keys: readonly string[], proof: Proof) => keys.map((key) => [key, proof] as const);
  return {
    proofs: new Map([...proofsOf(automaton, 'automaton'), ...proofsOf(fuzz, 'fuzz')]),
    open: new Set(open),
  };
}

/** Stores verdicts. */
export function writeVerdicts({ proofs, open }: Verdicts): void {
  const keysOf = (wanted: Proof) =>
    [...proofs]
      .filter(([, proof]) => proof === wanted)
      .map(([key]) => key)
      .toSorted();
  const stored: Stored = {
    ...conditions(),
    automaton: keysOf('automaton'),
    fuzz: keysOf('fuzz'),
    open: [...open].filter((key) => !proofs.has(key)).toSorted(),
  };
  // In one step, because several runs may share the file.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify(stored, null, 1)}\n`);
  renameSync(part, file);
}
