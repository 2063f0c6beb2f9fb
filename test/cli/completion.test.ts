import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completedVerbs } from '../../cli/completed-verbs.ts';
import { bashCompletion } from '../../cli/completion-bash.ts';
import { fishCompletion } from '../../cli/completion-fish.ts';
import { zshCompletion } from '../../cli/completion-zsh.ts';
import { createProgram } from '../../cli/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = await createProgram();
const verbs = completedVerbs(program);
const scripts = { bash: bashCompletion(verbs), zsh: zshCompletion(verbs), fish: fishCompletion(verbs) } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-completion-'));
  for (const [shell, script] of Object.entries(scripts)) writeFileSync(join(folder, shell), script);
  // The name that a person types is what the scripts call for the keys of integrations.
  const command = join(folder, 'postern');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/postern.js')}' "$@"\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'two words.eml'), '');
  writeFileSync(join(folder, 'integrations.yaml'), 'integrations:\n  - key: acme-sales\n  - key: acme-support\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The words that real bash offers at the end of each of these lines. */
function offeredByBash(lines: readonly string[]): string[][] {
  const questions = lines.map((line) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    return `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _postern; echo "\${COMPREPLY[*]}"`;
  });
  const script = [`source '${join(folder, 'bash')}'`, 'IFS=,', ...questions].join('\n');
  const output = execFileSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, POSTERN_INTEGRATIONS: 'integrations.yaml' },
  });
  const answers = output.split('\n').slice(0, -1);
  return answers.map((answer) => (answer === '' ? [] : answer.split(',')));
}

describe('the completion of bash', () => {
  it('offers every verb, and the verbs below it', () => {
    const parents = verbs.filter((verb) => verb.verbs.length > 0);

    expect(offeredByBash(parents.map(({ call }) => `postern ${call} `.replace('  ', ' ')))).toEqual(
      parents.map((parent) => parent.verbs.map(({ name }) => name)),
    );
  });

  it('offers every option of every verb', () => {
    const answers = offeredByBash(verbs.map(({ call }) => `postern ${call} -`.replace('  ', ' ')));

    expect(answers).toEqual(verbs.map(({ options }) => options.flatMap(({ names }) => names)));
  });

  it.each<[line: string, words: string[]]>([
    ['postern co', ['consent', 'completion']],
    ['postern consent se', ['set']],
    ['postern consent set lea@example.org li', ['lifted']],
    ['postern trace --js', ['--json']],
    ['postern consent lift --source p', ['preferences']],
    ['postern consent lift --json --signal hard', ['hard-bounce']],
    ['postern consent import --as g', ['grandfathered']],
    ['postern review say evt_1 --kind auto', ['auto-reply', 'automated']],
    ['postern replay --error o', ['outage']],
    ['postern redrive --integration acme-sa', ['acme-sales']],
    ['postern promote ', ['acme-sales', 'acme-support']],
    ['postern token deal 1 --integration acme-su', ['acme-support']],
    ['postern parse two', ['two words.eml']],
    ['postern consent import integ', ['integrations.yaml']],
    ['postern completion z', ['zsh']],
    ['postern help au', ['audit']],
    // No word is known for a duration or a text.
    ['postern send --timeout ', []],
    ['postern consent set --reason ', []],
    ['postern trace evt', []],
  ])('offers for: %s', (line, words) => {
    expect(offeredByBash([line])).toEqual(words.length === 0 ? [[]] : [words]);
  });
});

describe('the scripts', () => {
  it.each([
    ['bash', ['-n']],
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ])('are accepted by %s, where it is installed', (shell, options) => {
    const { status, stderr, error } = spawnSync(shell, [...options, join(folder, shell)], { encoding: 'utf8' });

    if (error !== undefined && shell !== 'bash') return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(verbs.map((verb) => [verb.call, verb] as const))('of zsh and fish have all of: postern %s', (call, verb) => {
    for (const { name } of verb.verbs) {
      expect(scripts.zsh).toContain(`'${name}:`);
      expect(scripts.fish).toContain(`= "${call}"' -a '${name}'`);
    }
    for (const { names } of verb.options)
      for (const name of names) {
        expect(scripts.zsh).toContain(`'${name}:`);
        expect(scripts.fish).toMatch(
          new RegExp(`= "${call}"'.* -${name.startsWith('--') ? 'l' : 's'} ${name.replace(/^-+/, '')} `),
        );
      }
  });

  it('keep quotes and colons of descriptions', () => {
    const [verb] = verbs;
    const odd = [{ ...verb!, verbs: [{ name: 'go', description: "it's: \\ fine" }] }];

    expect(zshCompletion(odd)).toContain(`'go:it'\\''s\\: \\ fine'`);
    expect(fishCompletion(odd)).toContain(`-d 'it\\'s: \\\\ fine'`);
  });
});

describe('postern completion', () => {
  const postern = (...words: string[]) =>
    spawnSync(process.execPath, ['bin/postern.js', 'completion', ...words], { cwd: root, encoding: 'utf8' });

  it.each(Object.entries(scripts))('prints the script for %s', (shell, script) => {
    expect(postern(shell)).toMatchObject({ status: 0, stdout: script, stderr: '' });
  });

  it('calls another shell wrong usage', () => {
    expect(postern('tcsh')).toMatchObject({ status: 2, stdout: '' });
  });
});
