import { check } from '../../../tools/witness/report.ts';
import { type RunnerOptions, runWitnesses } from '../../../tools/witness/runner.ts';
import type { Need, Witness } from '../../../tools/witness/witness.ts';

const there = (name = 'python'): Need => ({ name, prepare: async () => `/bin/${name}` });
const absent: Need = { name: 'python', prepare: () => Promise.reject(new Error('python3 is not installed')) };
const sees = (name: string, need: Need, ...problems: Array<string | undefined>): Witness => ({
  name,
  confirms: 'nothing',
  needs: [need],
  run: async () => ({ checks: problems.map((problem, index) => check(`check ${index}`, problem)), notes: ['a note'] }),
});

/** Runs witnesses and keeps what was said. */
async function run(witnesses: readonly Witness[], options: Partial<RunnerOptions> = {}) {
  const lines: string[] = [];
  const tally = await runWitnesses(witnesses, {
    isCi: false,
    scratch: '/tmp',
    stacks: async () => [],
    say: (line) => void lines.push(line),
    now: () => 0,
    ...options,
  });
  return { tally, lines };
}

describe('the runner of the witnesses', () => {
  it('counts the checks of all, and says which failed', async () => {
    const { tally, lines } = await run([sees('one', there(), undefined, 'is wrong'), sees('two', there(), undefined)]);

    expect(tally).toMatchObject({ passed: 2, failed: 1, skipped: 0 });
    expect(lines).toEqual([
      'one: running',
      'one: FAILED: check 1: is wrong',
      'one: a note',
      'one: 1 passed, 1 failed (0 s)',
      'two: running',
      'two: a note',
      'two: 1 passed, 0 failed (0 s)',
    ]);
  });

  it('skips a witness whose tool is absent, in one line that says what to do', async () => {
    const { tally, lines } = await run([sees('one', absent, undefined), sees('two', there('promtool'), undefined)]);

    expect(tally).toMatchObject({ passed: 1, failed: 0, skipped: 1 });
    expect(lines[0]).toBe('one: skipped: python3 is not installed');
  });

  it('fails on a build machine where a tool is absent', async () => {
    const { tally, lines } = await run([sees('one', absent, undefined)], { isCi: true });

    expect(tally).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(lines[0]).toBe('one: FAILED: python is there, as on every build machine: python3 is not installed');
  });

  it('counts a witness that cannot do its work as one failure, and goes on', async () => {
    const broken: Witness = { ...sees('one', there()), run: () => Promise.reject(new Error('no server')) };
    const { tally, lines } = await run([broken, sees('two', there(), undefined)]);

    expect(tally).toMatchObject({ passed: 1, failed: 1 });
    expect(lines[1]).toBe('one: FAILED: one does its work: no server');
  });

  it('takes no run of nothing for a confirmation', async () => {
    const { tally, lines } = await run([sees('one', there())]);

    expect(tally).toMatchObject({ passed: 0, failed: 1 });
    expect(lines[1]).toBe('one: FAILED: one does its work: it looked at nothing');
  });

  it('prepares a tool once for all that need it, and tells each where it is', async () => {
    let prepared = 0;
    const counted: Need = {
      name: 'python',
      prepare: async () => {
        prepared += 1;
        return '/bin/python';
      },
    };
    const asks: Witness = {
      ...sees('one', counted),
      run: async ({ tools }) => ({ checks: [check(String(tools.get('python')))], notes: [] }),
    };
    const { tally } = await run([asks, sees('two', counted, undefined)]);

    expect(prepared).toBe(1);
    expect(tally.results[0]?.checks[0]?.title).toBe('/bin/python');
  });

  it('does not run what is skipped', async () => {
    const never: Witness = { ...sees('one', absent), run: () => Promise.reject(new Error('was run')) };

    expect((await run([never])).tally.results[0]).toMatchObject({ skipped: 'python3 is not installed', failed: 0 });
  });
});
