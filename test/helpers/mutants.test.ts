import { mutate, seededFor, seeds } from './mutants.ts';

describe('numbered mutants', () => {
  const mutant = (seed: number, index: number): string =>
    mutate(seeds[index % seeds.length]!, seeds, seededFor(seed, index)).toString('latin1');

  it('are the same whatever was read before, so that many can be read in parts', () => {
    const all = Array.from({ length: 60 }, (_, index) => mutant(3, index));

    expect(Array.from({ length: 20 }, (_, index) => mutant(3, index + 40))).toEqual(all.slice(40));
  });

  it('differ by seed and by number', () => {
    const draws = Array.from({ length: 50 }, (_, index) => seededFor(1, index)(1_000_000));
    const others = Array.from({ length: 50 }, (_, index) => seededFor(2, index)(1_000_000));

    expect(new Set([...draws, ...others]).size).toBeGreaterThan(95);
  });
});
