import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createProgram } from '../../cli/program.ts';
import { helpOf, optionsOf, verbsOf } from '../helpers/verbs.ts';

const program = await createProgram();
const verbs = verbsOf(program);

/** The long options of every verb; their names are promises. */
const promisedOptions: Readonly<Record<string, string>> = {
  'data age': '--dry-run --json',
  'data report': '--rows --json',
  'data keys list': '--json',
  'data keys destroy': '--tenant --yes --json',
  'data export': '--masked --address --tenant --out --json',
  'data erase': '--address --tenant --shared-mail --dry-run --yes --out --json',
  dev: '--json --source --no-iam',
  parse: '--jsonl --json',
  send: '--to --wait --timeout --json',
  trigger: '--list --to --wait --timeout --out --json',
  tail: '--api --api-key-file --integration --kind --tenant --since --cursor --masked --details --json',
  mcp: '--api --api-key-file --masked --tenant',
  listen: '--api --api-key-file --forward-to --integration --kind --tenant --since --cursor --secret --retry --json',
  trace: '--masked --since --json',
  explain: '--masked --json',
  audit: '--masked --since --grace --repair --json',
  'audit log': '--since --actor --operation --json',
  'audit verify': '--since --json',
  redrive: '--dry-run --thread --event --integration --skip --json',
  replay: '--thread --integration --error --fate --delivered --new-ids --since --until --dry-run --json',
  'consent get': '--tenant --json --masked --channel',
  'consent set': '--tenant --json --purpose --channel --at --reason --contact',
  'consent history': '--tenant --json --masked',
  'consent import': '--tenant --json --as --purpose',
  'consent link': '--tenant --json --list --purpose --campaign --mailto',
  'consent review': '--masked --tenant --since --json',
  'consent lift': '--masked --source --since --until --signal --evidence --proven --dry-run --reason --tenant --json',
  'consent erase': '--tenant --json --dry-run --yes',
  holds: '--masked --tenant --release --json',
  'holds legal place': '--dry-run --yes --settle --json --reason --tenant --address --thread --from --to',
  'holds legal release': '--dry-run --yes --settle --json',
  'holds legal list': '--json',
  kpis: '--since --cloudwatch --stage --json',
  doctor: '--probe --fix --aws --dns --json',
  readiness: '--json',
  'report quarterly': '--since --json',
  'routes apply': '--dry-run --json',
  'routes list': '--json',
  'routes test': '--json',
  'mapping check': '--integration --json',
  'mapping preview': '--since --integration --json',
  'mapping diff': '--since --integration --values --json',
  promote: '--percent --since --min-mails --dry-run --json',
  rollback: '--to --yes --json',
  'secret rotate': '--field --dry-run --json',
  scrub: '--out --key-file --keep-domain --all-words --json',
  'secret retire': '--field --dry-run --json --early',
  'api-keys create':
    '--name --tenant --all-tenants --scopes --role --expires-in --never-expires --allow --per-minute --per-day --json',
  'api-keys list': '--json',
  'api-keys rotate': '--overlap --json',
  'api-keys revoke': '--json',
  'review queue': '--masked --since --percent --words --json',
  'review say': '--kind --intent --trust --thread --person --integration --note --json',
  'review compare': '--masked --since --percent --integration --values --json',
  'review report': '--json',
  'threads show': '--masked --tenant --json',
  'threads age': '--dry-run --json',
  'threads split': '--by --tenant --dry-run --json',
  'token deal': '--integration --json',
  'token contact': '--integration --json',
  'token company': '--integration --json',
  'token ticket': '--integration --json',
  'token thread': '--integration --json',
  'token bounce': '--integration --json',
  completion: '',
};

describe('createProgram', () => {
  it('has the verbs of the command line, each with its options', () => {
    expect(optionsOf(program)).toEqual(
      Object.fromEntries(
        Object.entries(promisedOptions).map(([call, options]) => [call, options.split(' ').filter(Boolean)]),
      ),
    );
  });

  it('lists all verbs, and describes those that the call names', async () => {
    const named = await createProgram(['trace', 'evt_1', '--json']);

    expect(named.commands.map((verb) => verb.name())).toEqual(program.commands.map((verb) => verb.name()));
    expect(named.commands.filter(({ options }) => options.length > 0).map((verb) => verb.name())).toEqual(['trace']);
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
    const called = await createProgram(words);
    for (const verb of [called, ...verbsOf(called).map(([, each]) => each)])
      verb.configureOutput({ writeErr: () => {} });

    await expect(called.parseAsync(['node', 'postern', ...words])).rejects.toMatchObject({ exitCode: 1 });
  });
});

/** The files that a call loads, as paths below the checkout, its exit code, and its output. */
function loadedBy(...words: string[]): {
  readonly status: number | null;
  readonly files: string[];
  readonly output: string;
} {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const hook = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    import { writeSync } from 'node:fs';
    registerHooks({ load(url, context, next) { writeSync(2, 'loads ' + url + '\\n'); return next(url, context); } });
  `)}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', hook, 'bin/postern.js', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  const prefix = `loads file://${root}`;
  const files = stderr.split('\n').filter((line) => line.startsWith(prefix));
  return { status, files: files.map((line) => line.slice(prefix.length)), output: stdout };
}

describe('the start of the command line', () => {
  it.each([
    ['-V', 0],
    ['--help', 0],
    ['', 2],
    ['fly', 2],
    ...verbs.map(([call]): [string, number] => [`${call} --help`, 0]),
    ['help audit', 0],
    ['audit --since yesterday', 2],
  ])('loads no package but commander for: postern %s', (call, exitCode) => {
    const { status, files } = loadedBy(...call.split(' ').filter((word) => word !== ''));

    expect(status).toBe(exitCode);
    expect(files).toContain('node_modules/commander/index.js');
    expect(files.filter((file) => /^node_modules\/(?!commander\/)|^lambdas\/(?:aws|mime|crm)\//.test(file))).toEqual(
      [],
    );
  });

  it('loads nothing for --version, which answers as the program does', () => {
    const version = loadedBy('--version');

    expect(version.files).toEqual(['bin/postern.js']);
    expect(version.output).toBe(`${program.version()}\n`);
    expect(loadedBy('-V').output).toBe(version.output);
  });

  it('loads no verb for -V', () => {
    expect(loadedBy('-V').files.filter((file) => file.startsWith('cli/'))).toEqual([
      'cli/program.ts',
      'cli/option-values.ts',
      'cli/roles.ts',
    ]);
  });

  it('loads the code of a verb that is called, and of no other', () => {
    const { files } = loadedBy('routes', 'test', 'deals@inbound.localhost');

    expect(files).toContain('cli/route-test.ts');
    expect(files.filter((file) => file.startsWith('cli/verbs/'))).toEqual(['cli/verbs/routes.ts']);
  });

  it.each([
    ['routes test deals@inbound.localhost', /^lambdas\/(?:aws|mime)\/|^node_modules\/@(?:aws-sdk|smithy)/],
    ['parse fixtures/emails/auto-reply.eml', /^lambdas\/aws\/|^node_modules\/@(?:aws-sdk|smithy)/],
    ['completion integrations', /^lambdas\/(?:aws|mime)\/|^node_modules\/(?!commander|yaml)/],
    ['completion fish', /^node_modules\/(?!commander)/],
  ])('loads only what an offline verb needs: postern %s', (call, others) => {
    const { status, files } = loadedBy(...call.split(' '));

    expect(status).toBe(0);
    expect(files.filter((file) => others.test(file))).toEqual([]);
  });
});
