import { planRollback, type ReleasedFunction } from '../../cli/rollback-plan.ts';

/** A function whose versions have these releases, from the first on. */
const released = (
  name: string,
  releases: readonly string[],
  rest: Partial<ReleasedFunction> = {},
): ReleasedFunction => ({
  name,
  live: releases.length,
  revision: 'r',
  isShifting: false,
  versions: releases.map((release, index) => ({ version: index + 1, release })),
  ...rest,
});

const targetsOf = (functions: readonly ReleasedFunction[], to?: string) =>
  Object.fromEntries(planRollback(functions, to).moves.map(({ name, to: { version } }) => [name, version]));

describe('planRollback', () => {
  it('takes every function back to the newest version of the release before', () => {
    expect(targetsOf([released('parse', ['a', 'b', 'c']), released('sink', ['a', 'b', 'c'])])).toEqual({
      parse: 2,
      sink: 2,
    });
  });

  it('skips versions that differ in their settings alone', () => {
    expect(targetsOf([released('parse', ['a', 'b', 'b']), released('sink', ['a', 'b'])])).toEqual({
      parse: 1,
      sink: 1,
    });
  });

  it('counts versions as numbers', () => {
    const releases = Array.from({ length: 11 }, (_, index) => `release ${index + 1}`);

    expect(targetsOf([released('parse', releases)])).toEqual({ parse: 10 });
  });

  it('considers versions before the live one only, because later ones were taken back', () => {
    expect(targetsOf([released('parse', ['a', 'b', 'c'], { live: 2 })])).toEqual({ parse: 1 });
  });

  it('goes to the named release, and leaves functions alone that have it', () => {
    const plan = planRollback(
      [released('parse', ['a', 'b', 'c']), released('sink', ['a', 'b', 'c'], { live: 1 })],
      'a',
    );

    expect(plan.moves.map(({ name, to }) => [name, to.version])).toEqual([['parse', 1]]);
    expect(plan.unmoved).toEqual(['sink']);
  });

  it.each<readonly [string, readonly ReleasedFunction[], string | undefined, RegExp]>([
    [
      'there is none before',
      [released('parse', ['a'])],
      undefined,
      /no release before this one; all functions have a$/,
    ],
    [
      'the functions do not agree',
      [released('parse', ['a', 'b', 'c']), released('sink', ['a', 'c'])],
      undefined,
      /do not agree on the release before: name one with --to; all functions have c, a$/,
    ],
    [
      'a function has no version of the release',
      [released('parse', ['a', 'b']), released('sink', ['b'])],
      'a',
      /no version of sink has release a; all functions have b$/,
    ],
    [
      'a deployment is under way',
      [released('parse', ['a', 'b'], { isShifting: true })],
      undefined,
      /a deployment moves parse at this moment/,
    ],
  ])('is refused when %s', (_, functions, to, message) => {
    expect(() => planRollback(functions, to)).toThrow(message);
  });
});
