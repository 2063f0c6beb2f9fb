import type { Command, Option } from 'commander';
import { dnsServer, isoTime } from '../../cli/option-values.ts';
import { createProgram } from '../../cli/program.ts';
import { runCli, temporaryFolder } from '../helpers/pipeline.ts';

/** Placeholders of values that are measured, each with texts that it takes and the value that is read. */
const measured: Readonly<Record<string, ReadonlyArray<readonly [text: string, isRead: (value: unknown) => boolean]>>> =
  {
    duration: [
      ['90', (value) => value === 90_000],
      ['45s', (value) => value === 45_000],
      ['15m', (value) => value === 900_000],
      ['12h', (value) => value === 43_200_000],
      ['7d', (value) => value === 604_800_000],
      ['2w', (value) => value === 1_209_600_000],
    ],
    time: [
      ['2026-11-01', (value) => isTime(value, '2026-11-01T00:00:00.000Z')],
      ['2026-11-01T08:30:00Z', (value) => isTime(value, '2026-11-01T08:30:00.000Z')],
      ['2026-11-01T08:30:00+02:00', (value) => isTime(value, '2026-11-01T06:30:00.000Z')],
      ['7d', (value) => isBefore(value, 604_800_000)],
      ['30m', (value) => isBefore(value, 1_800_000)],
      ['90s', (value) => isBefore(value, 90_000)],
      ['1w', (value) => isBefore(value, 604_800_000)],
    ],
    count: [
      ['0', (value) => value === 0],
      ['12', (value) => value === 12],
    ],
    percent: [
      ['0', (value) => value === 0],
      ['12.5', (value) => value === 12.5],
      ['100', (value) => value === 100],
    ],
  };
/** Placeholders of values that are words. */
const words = [
  'address...',
  'address',
  'cidr...',
  'class',
  'cursor',
  'domain...',
  'event id',
  'fate',
  'file',
  'folder',
  'id',
  'intent',
  'key',
  'kind',
  'name',
  'names...',
  'provider',
  'release',
  'rule',
  'scope...',
  'secret',
  'server',
  'state',
  'text',
  'url',
  'verdict',
];

const nonsense = [
  '',
  ' ',
  'x',
  'abc',
  'NaN',
  'Infinity',
  '-5',
  '-5m',
  '+5',
  '1e3',
  '0x10',
  '1_000',
  '1,5',
  '1.5h',
  '15 m',
  ' 15m',
  '15mm',
  '15M',
  '15y',
  'm',
  '1h30m',
  '٣',
  '99999999999999999999',
  '9007199254740993',
  '99999999d',
  '2026-02-30',
  '2026-13-01',
  '2026-11-01T25:00:00Z',
  '01.11.2026',
  'yesterday',
];

const isTime = (value: unknown, wanted: string): boolean => value instanceof Date && value.toISOString() === wanted;
const isBefore = (value: unknown, spanMs: number): boolean =>
  value instanceof Date && Math.abs(Date.now() - spanMs - value.getTime()) < 5_000;

interface Found {
  readonly path: readonly string[];
  readonly option: Option;
  readonly placeholder: string;
}

/** Every option with a value, of every verb. */
function optionsOf(command: Command, path: readonly string[] = []): Found[] {
  const own = command.options.flatMap((option): Found[] => {
    const placeholder = /<(.+)>/.exec(option.flags)?.[1];
    return placeholder === undefined ? [] : [{ path, option, placeholder }];
  });
  return [...own, ...command.commands.flatMap((verb) => optionsOf(verb, [...path, verb.name()]))];
}

/** Reads a call without carrying it out. */
async function read(path: readonly string[], ...rest: string[]): Promise<Record<string, unknown>> {
  const program = await createProgram();
  let target = program;
  for (const name of path) target = target.commands.find((verb) => verb.name() === name)!;
  const required = target.registeredArguments.filter((argument) => argument.required).map(() => 'something');
  const mandatory = target.options
    .filter((option) => option.mandatory && !rest.includes(option.long!))
    .flatMap(({ long, flags, argChoices }) => [
      long!,
      flags.includes('<time>') ? '1d' : (argChoices?.[0] ?? 'something'),
    ]);
  let read: Record<string, unknown> | undefined;
  for (const command of [program, ...program.commands, target])
    command.exitOverride().configureOutput({ writeErr: () => {} });
  target.action(() => {
    read = target.opts();
  });
  await program.parseAsync([...path, ...required, ...mandatory, ...rest], { from: 'user' });
  return read!;
}

const all = optionsOf(await createProgram());
const measuredOnes = all.filter(({ placeholder }) => placeholder in measured);
const callOf = ({ path, option }: Found): string => [...path, option.long].join(' ');

describe('options that hold a number, a duration or a time', () => {
  it('differ from options with words by their placeholder', () => {
    const unknown = all.filter(({ placeholder }) => !(placeholder in measured) && !words.includes(placeholder));

    expect(unknown.map(({ option }) => option.flags)).toEqual([]);
    expect(measuredOnes.map(callOf)).toEqual([
      'send --timeout',
      'trigger --timeout',
      'tail --since',
      'listen --since',
      'listen --retry',
      'trace --since',
      'audit --since',
      'audit --grace',
      'audit log --since',
      'audit verify --since',
      'replay --since',
      'replay --until',
      'consent set --at',
      'consent review --since',
      'consent lift --since',
      'consent lift --until',
      'data report --rows',
      'holds legal place --settle',
      'holds legal place --from',
      'holds legal place --to',
      'holds legal release --settle',
      'kpis --since',
      'report quarterly --since',
      'mapping preview --since',
      'mapping diff --since',
      'promote --percent',
      'promote --since',
      'promote --min-mails',
      'api-keys create --expires-in',
      'api-keys create --per-minute',
      'api-keys create --per-day',
      'api-keys rotate --overlap',
      'review queue --since',
      'review queue --percent',
      'review compare --since',
      'review compare --percent',
    ]);
  });

  describe.each(measuredOnes.map((found) => [callOf(found), found] as const))('%s', (_name, found) => {
    const { path, option, placeholder } = found;

    it.each(nonsense)('refuses %j before anything is done', async (text) => {
      await expect(read(path, option.long!, text)).rejects.toMatchObject({
        code: 'commander.invalidArgument',
        message: expect.stringMatching(/ is invalid\. Wants .+/),
      });
    });

    it.each(measured[placeholder]!)('reads %j', async (text, isRead) => {
      const value = (await read(path, option.long!, text))[option.attributeName()];

      expect([text, value, isRead(value)]).toEqual([text, value, true]);
    });

    it('has a default in the unit that the verb works with', async () => {
      const value = (await read(path))[option.attributeName()];

      expect(typeof value === 'string').toBe(false);
    });
  });
});

describe('isoTime', () => {
  it.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T08:30', '2026-11-01T08:30:00.000Z'],
    ['2026-11-01 08:30:15', '2026-11-01T08:30:15.000Z'],
    ['2026-11-01T08:30:15.123456Z', '2026-11-01T08:30:15.123Z'],
    ['2026-11-01t08:30:15z', '2026-11-01T08:30:15.000Z'],
    ['2026-11-01T00:30:00+02:00', '2026-10-31T22:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2026-02-29', undefined],
    ['2026-00-10', undefined],
    ['2026-11-01T08', undefined],
    ['2026-11-01T08:60', undefined],
    ['2026-11-01T08:30:00+99:00', undefined],
    ['2026-11-01T08:30:00 +02:00', undefined],
    ['2026-11', undefined],
    ['2026', undefined],
    ['7', undefined],
    ['7d', undefined],
    ['1/2/2026', undefined],
    ['Sun, 01 Nov 2026 08:30:00 GMT', undefined],
    ['1793520000000', undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(isoTime(text)?.toISOString()).toBe(expected);
  });
});

describe('wrong usage', () => {
  const nowhere = () => ({ POSTERN_DATA_DIR: temporaryFolder(), POSTERN_SMTP_PORT: '0', POSTERN_HTTP_PORT: '0' });

  it.each([
    [['audit', '--grace', 'x'], /--grace.*'x' is invalid/],
    [['send', 'fixtures/emails', '--wait', '--timeout', 'abc'], /--timeout.*'abc' is invalid/],
    [['send', 'fixtures/emails', '--timeout', '-5'], /--timeout.*'-5' is invalid/],
    [['replay', '--since', '7'], /--since.*'7' is invalid/],
    [['no-such-verb'], /unknown command/],
    [['audit', '--no-such-option'], /unknown option/],
    [['send'], /missing required argument.*\n.*postern send --help/],
  ])('%j ends with exit code 2 and says why', async (args, pattern) => {
    const { code, stdout, stderr } = await runCli(args, nowhere());

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(pattern);
  });

  it.each(['POSTERN_SMTP_PORT', 'POSTERN_HTTP_PORT'])(
    'in the variable %s ends with exit code 2 and says why',
    async (variable) => {
      for (const text of ['mail', '-1', '65536', '2525.5', '1e3', ' ', '0x10']) {
        const { code, stdout, stderr } = await runCli(['dev'], { ...nowhere(), [variable]: text });

        expect({ text, code, stdout }).toEqual({ text, code: 2, stdout: '' });
        expect(stderr).toContain(`${variable}: found "${text}", wants a port from 0 to 65535`);
      }
    },
    60_000,
  );

  it('in the variable POSTERN_DNS ends with exit code 2 and says why', async () => {
    for (const text of ['no', 'OFF', '0', ' ']) {
      const { code, stdout, stderr } = await runCli(['dev'], { ...nowhere(), POSTERN_DNS: text });

      expect({ text, code, stdout }).toEqual({ text, code: 2, stdout: '' });
      expect(stderr).toContain(`POSTERN_DNS: found "${text}", wants on or off`);
    }
  }, 60_000);

  it.each([[['--help']], [['audit', '--help']], [['--version']]])(
    'is not a call with %j, which exits with 0',
    async (args) => {
      expect((await runCli(args)).code).toBe(0);
    },
  );

  it('is explained by the help of each verb, which shows how numbers and times are written', async () => {
    for (const verb of ['audit', 'send', 'replay', 'kpis']) {
      const { stdout } = await runCli([verb, '--help']);

      expect(stdout).toMatch(/<duration>.*15m|<time>.*7d/s);
    }
  });
});

describe('dnsServer', () => {
  it.each(['1.1.1.1', '127.0.0.1:5353', '::1', '[::1]:5353'])('accepts %s', (text) => {
    expect(dnsServer(text)).toBe(text);
  });

  it.each(['', 'dns.google', '1.1.1', '1.1.1.1:0', '1.1.1.1:99999', '1.1.1.1:x', '[::1', '1.1.1.1, 8.8.8.8'])(
    'refuses %j',
    (text) => {
      expect(() => dnsServer(text)).toThrow(/Wants an IP address/);
    },
  );
});
