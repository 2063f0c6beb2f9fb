import { createProgram } from '../../cli/program.ts';
import { helpOf, verbsOf } from '../helpers/verbs.ts';

const verbs = verbsOf(createProgram());

describe('createProgram', () => {
  it('has the verbs of the command line', () => {
    expect(
      createProgram()
        .commands.map((verb) => verb.name())
        .toSorted(),
    ).toEqual(
      `audit consent dev doctor explain holds kpis mapping parse promote redrive replay review rollback routes send threads
      token trace`.split(/\s+/),
    );
  });

  it.each(verbs.filter(([, verb]) => verb.commands.length === 0))(
    '%s describes itself, with examples of its own',
    (call, verb) => {
      const help = helpOf(verb);

      expect(verb.description()).not.toBe('');
      expect(help).toMatch(/Examples?:\n/);
      expect(help).toMatch(new RegExp(`^ {2}.*${call === 'dev' ? 'npm start' : `postern ${call}`}`, 'm'));
    },
  );

  it.each(verbs)('%s describes every option', (_call, verb) => {
    expect(verb.options.filter(({ description }) => description === '')).toEqual([]);
  });

  it.each(verbs)('%s explains how times and durations are written where it takes some', (_call, verb) => {
    const takesTimes = verb.options.some(({ flags }) => /<(?:time|duration)>/.test(flags));

    expect(helpOf(verb).includes('<time>      ISO 8601')).toBe(takesTimes);
  });

  it.each([
    ['an unknown verb', ['fly']],
    ['an unknown option', ['parse', '--fast', 'x.eml']],
    ['a missing argument', ['trace']],
    ['a value that cannot be read', ['audit', '--since', 'yesterday']],
  ])('throws for %s before anything is contacted', async (_what, words) => {
    const program = createProgram();
    for (const verb of [program, ...verbsOf(program).map(([, each]) => each)])
      verb.configureOutput({ writeErr: () => {} });

    await expect(program.parseAsync(['node', 'postern', ...words])).rejects.toMatchObject({ exitCode: 1 });
  });
});
