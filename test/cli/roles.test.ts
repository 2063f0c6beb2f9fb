import { readFileSync } from 'node:fs';
import { createProgram } from '../../cli/program.ts';
import { optionsWithRoles, roleHelp, roleOf, roles, verbsWithRoles } from '../../cli/roles.ts';
import { helpOf, verbsOf } from '../helpers/verbs.ts';

const program = await createProgram();
// A verb with options does something, even if there are verbs below it.
const leaves = verbsOf(program).filter(([, verb]) => verb.commands.length === 0 || verb.options.length > 0);

describe('roleOf', () => {
  it.each(leaves)('knows the one role of: %s', (call) => {
    expect(roleOf(call)).toBeDefined();
  });

  it.each(['consent', 'constructor', '__proto__', ''])('knows none for %j', (call) => {
    expect(roleOf(call)).toBeUndefined();
  });

  it.each(verbsWithRoles)('knows no role of a verb that is not there: %s', (call) => {
    expect(leaves.map(([name]) => name)).toContain(call);
  });

  it('names options that the verbs have', () => {
    for (const [call, options] of Object.entries(optionsWithRoles)) {
      const verb = verbsOf(program).find(([name]) => name === call)?.[1];
      const known = verb?.options.map(({ long }) => long);
      expect(known).toEqual(expect.arrayContaining(options.map(([option]) => option)));
    }
  });
});

describe('the help of a verb', () => {
  it.each(leaves)('names its role, unless it calls no account: %s', (call, verb) => {
    const role = roleOf(call)!;

    expect(helpOf(verb).includes('Role on a deployment:')).toBe(role !== 'none');
    if (role !== 'none') expect(helpOf(verb)).toContain(`Role on a deployment: ${role}`);
  });

  it('names the role of an option', () => {
    expect(roleHelp('doctor')).toContain('viewer; with --probe: configurator; with --fix: configurator');
  });
});

describe('docs/command-line.md', () => {
  const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('\n### Roles\n');
  const rows = [...section.split('\n## ')[0]!.matchAll(/^\| `([a-z-]+)` \| (.*?) \|/gm)].map(([, role, verbs]) => [
    role,
    verbs,
  ]);

  it.each(roles.map((role) => [role]))('lists exactly the verbs of %s', (role) => {
    const [, listed = ''] = rows.find(([name]) => name === role) ?? [];
    const verbs = [...listed.matchAll(/`([^`]+)`/g)].map(([, verb]) => verb);
    const known = [
      ...verbsWithRoles.filter((call) => roleOf(call) === role),
      ...Object.entries(optionsWithRoles).flatMap(([call, options]) =>
        options.filter(([, other]) => other === role).map(([option]) => `${call} ${option}`),
      ),
    ];
    expect(verbs.toSorted()).toEqual(known.toSorted());
  });
});
