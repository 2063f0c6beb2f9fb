import {
  type Checker,
  complaintsAbout,
  hasFewWays,
  keyOf,
  type Proofs,
  recheck,
  staleVerdicts,
} from '../tools/patterns/prove.ts';
import { shippedPatterns } from '../tools/patterns/shipped.ts';
import type { Pattern } from '../tools/patterns/sites.ts';
import { readVerdicts } from '../tools/patterns/verdicts.ts';

/** Patterns that each run shows to recheck again; which ones changes from day to day. */
const sampleSize = 8;
const millisecondsPerDay = 86_400_000;

const { patterns, unseen, hidden } = shippedPatterns();
const stored = readVerdicts();

/** Some of several patterns, others on another day. */
function sampleOf(some: readonly Pattern[]): readonly Pattern[] {
  const day = Math.floor(Date.now() / millisecondsPerDay);
  const step = Math.max(1, Math.floor(some.length / sampleSize));
  return some.filter((_, place) => place % step === day % step).slice(0, sampleSize);
}

/** Every pattern without a proof, and every verdict without a pattern. Asks nobody: a check is made before the commit. */
async function faultsIn(proofs: Proofs, shipped: readonly Pattern[]): Promise<unknown[]> {
  const faults: unknown[] = staleVerdicts(proofs, shipped).map((key) => ({ stale: key }));
  for (const pattern of shipped) {
    const complaints = await complaintsAbout(pattern, { proofs: new Map(proofs), checker: unasked });
    faults.push(...complaints.map((complaint) => ({ place: pattern.place, ...complaint })));
  }
  return faults;
}

const unasked: Checker = async (source, flags) => ({ source, flags, status: 'unknown', error: { kind: 'cancel' } });

describe('regular expressions of the shipped code', () => {
  it('are all found: each call of RegExp was seen, and nothing else makes a pattern', () => {
    expect({ unseen, hidden }).toEqual({ unseen: [], hidden: [] });
    expect(patterns.length).toBeGreaterThan(3000);
  });

  // `npm run patterns` proves new ones, and stores the verdicts of recheck.
  it('take linear time, each by a proof of its own, and no verdict is stored that none needs', async () => {
    expect(await faultsIn(stored, patterns)).toEqual([]);
  }, 600_000);

  it('have a proof by automaton or by few ways, wherever no condition or reference stands in the way', () => {
    const byFuzzing = patterns.filter(({ source, flags }) => stored.get(keyOf(source, flags)) === 'fuzz');

    expect(byFuzzing.filter(({ source }) => !/\(\?<?[=!]|\\[1-9k]/.test(source))).toEqual([]);
  });

  it('have stored verdicts that recheck gives again', async () => {
    const byAutomaton = patterns.filter(({ source, flags }) => stored.get(keyOf(source, flags)) === 'automaton');

    for (const pattern of sampleOf(byAutomaton)) {
      expect(await complaintsAbout(pattern, { proofs: new Map(), checker: withoutLimit })).toEqual([]);
    }
  }, 600_000);

  it('have few ways only where recheck finds no attack either', async () => {
    const counted = patterns.filter(
      ({ source, flags }) => source.length < 60 && /[^\\][+*]/.test(source) && hasFewWays(source, flags),
    );

    expect(counted.length).toBeGreaterThan(200);
    for (const { source, flags } of sampleOf(counted)) {
      // No answer in time is none: a busy machine makes the comparison smaller, and fails nothing.
      const { status } = await recheck(source, flags, { checker: 'automaton', timeout: 1500 });
      expect({ source, status }).not.toEqual({ source, status: 'vulnerable' });
    }
  }, 600_000);
});

/** A limit of time would make the answer depend on what else the machine does. */
const withoutLimit: Checker = (source, flags, { checker }) => recheck(source, flags, { checker, timeout: null });

describe('the check of the regular expressions', () => {
  const slow: Pattern = { place: 'x.ts:1', source: '^(?:a+)+$', flags: '' };

  it('fails for a pattern without a proof, also when nobody knows whether it is slow', async () => {
    expect(await faultsIn(new Map(), [slow])).toEqual([
      { place: 'x.ts:1', branch: '/^(?:a+)+$/', reason: 'unknown: cancel' },
    ]);
  });

  it('fails for a verdict on a pattern that is gone, or that needs none', async () => {
    const gone = keyOf('gone+$', '');
    const unneeded = keyOf('abc', '');
    const proofs: Proofs = new Map([
      [gone, 'automaton'],
      [unneeded, 'fuzz'],
    ]);

    expect(await faultsIn(proofs, [{ place: 'x.ts:2', source: 'abc', flags: '' }])).toEqual([
      { stale: gone },
      { stale: unneeded },
    ]);
  });

  it('keeps no list of patterns that are excused', () => {
    expect([...new Set(stored.values())].filter((proof) => proof !== 'automaton' && proof !== 'fuzz')).toEqual([]);
  });
});
