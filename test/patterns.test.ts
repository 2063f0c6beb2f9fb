import { complaintsAbout, keyOf, type Proofs, recheck } from '../tools/patterns/prove.ts';
import { shippedPatterns } from '../tools/patterns/shipped.ts';
import { readVerdicts } from '../tools/patterns/verdicts.ts';

/** Stored verdicts of an automaton that each run checks again; which ones changes from day to day. */
const sampleSize = 12;
const millisecondsPerDay = 86_400_000;

describe('regular expressions of the shipped code', () => {
  const { patterns, unseen, hidden } = shippedPatterns();
  const { proofs: stored, open } = readVerdicts();

  it('are all found: each call of RegExp was seen, and nothing else makes a pattern', () => {
    expect({ unseen, hidden }).toEqual({ unseen: [], hidden: [] });
    expect(patterns.length).toBeGreaterThan(1000);
  });

  // `npm run patterns` stores what is proven here, so that the next run need not.
  it('take linear time', async () => {
    const proofs: Proofs = new Map(stored);
    const faults: unknown[] = [];

    for (const pattern of patterns.filter(({ source, flags }) => !open.has(keyOf(source, flags)))) {
      const complaints = await complaintsAbout(pattern, { proofs, checker: recheck });
      faults.push(...complaints.map((complaint) => ({ place: pattern.place, ...complaint })));
    }

    expect(faults).toEqual([]);
  }, 600_000);

  it('have no stored verdicts beside those that they need', () => {
    const used = new Set(patterns.map(({ source, flags }) => keyOf(source, flags)));

    expect([...stored.keys(), ...open].filter((key) => !used.has(key))).toEqual([]);
    expect([...open].filter((key) => stored.has(key))).toEqual([]);
  });

  it('have stored verdicts that recheck gives again', async () => {
    const byAutomaton = patterns.filter(({ source, flags }) => stored.get(keyOf(source, flags)) === 'automaton');
    const day = Math.floor(Date.now() / millisecondsPerDay);
    const step = Math.max(1, Math.floor(byAutomaton.length / sampleSize));
    const sample = byAutomaton.filter((_, place) => place % step === day % step);

    expect(sample.length).toBeGreaterThanOrEqual(sampleSize);
    for (const pattern of sample) {
      expect(await complaintsAbout(pattern, { proofs: new Map(), checker: recheck })).toEqual([]);
    }
  }, 600_000);
});
