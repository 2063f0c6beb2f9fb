import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../helpers/pipeline.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'postern-errors-'));
const idle = () => ({ POSTERN_DATA_DIR: folder(), POSTERN_SMTP_PORT: '0', POSTERN_HTTP_PORT: '0' });

/** Expects one clear line, exit code 1 and no stack trace. */
function expectOneLine(
  { code, stderr, stdout }: { code: number | null; stderr: string; stdout: string },
  pattern: RegExp,
): void {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(pattern);
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe('errors that a person can act on', () => {
  it.each(['POSTERN_SMTP_PORT', 'POSTERN_HTTP_PORT'])('names the port that is in use, and %s', async (variable) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };

    const result = await runCli(['dev', '--json'], { ...idle(), [variable]: String(port) });

    server.close();
    expectOneLine(result, new RegExp(`port ${port} is in use; set ${variable}`));
  });

  it('says what to do when no pipeline runs', async () => {
    const nowhere = { POSTERN_DATA_DIR: folder() };

    expectOneLine(
      await runCli(['send', 'fixtures/emails'], nowhere),
      /no local pipeline is running; start it with: npm start/,
    );
    expectOneLine(await runCli(['audit'], nowhere), /no local pipeline is running in .*LEDGER_TABLE is not set/);
  });

  it('reports every mistake of an integrations file: the key, what was found, what is wanted', async () => {
    const path = join(folder(), 'integrations.yaml');
    writeFileSync(
      path,
      `connections:
  main: { vendor: hubspott, baseUrl: ftp://x, credentials: secret-token-in-clear }
integrations:
  - { key: Sales!, tenant: acme, addresses: [not-an-address], connection: main }
`,
    );

    const { code, stderr } = await runCli(['dev'], { ...idle(), POSTERN_INTEGRATIONS: path });

    expect(code).toBe(1);
    expect(stderr).toMatch(/has 5 mistake\(s\)/);
    for (const key of [
      'connections.main.vendor',
      'connections.main.baseUrl',
      'connections.main.credentials',
      'integrations[0].key',
      'integrations[0].addresses[0]',
    ]) {
      expect(stderr).toContain(`${key}: found `);
    }
  });

  it('never repeats a secret that somebody put into the file', async () => {
    const path = join(folder(), 'integrations.yaml');
    writeFileSync(
      path,
      'connections:\n  main: { vendor: hubspot, baseUrl: "https://x", credentials: pat-na1-very-secret }\nintegrations: []\n',
    );

    const { stderr } = await runCli(['routes', 'test', 'a@b.example'], { POSTERN_INTEGRATIONS: path });

    expect(stderr).toContain('wants env:NAME or secret:<name>');
    expect(stderr).not.toContain('very-secret');
  });

  it('gives a line for a file that is no mail, and goes on', async () => {
    const inputs = folder();
    writeFileSync(join(inputs, 'a.eml'), '');
    writeFileSync(join(inputs, 'b.eml'), Buffer.from([0, 1, 2, 3]));
    writeFileSync(join(inputs, 'c.eml'), 'From: c@d.example\n\nhello\n');

    const result = await runCli(['parse', '--jsonl', inputs]);

    const lines = result.lines<{ error?: { code: string }; event?: unknown }>();
    expect(result.code).toBe(0);
    expect(lines.map((line) => line.error?.code)).toEqual(['empty', 'not-mail', undefined]);
  });

  it.each(['parse', 'explain'])('%s fails when nothing that it was given is mail', async (verb) => {
    const inputs = folder();
    writeFileSync(join(inputs, 'a.eml'), '');
    writeFileSync(join(inputs, 'b.eml'), 'no mail at all\n');

    const result = await runCli([verb, '--json', inputs]);

    expect(result.code).toBe(1);
    expect(result.lines<{ error?: { code: string } }>().map(({ error }) => error?.code)).toEqual(['empty', 'not-mail']);
  });

  it.each([
    ['an empty folder', (inputs: string) => inputs],
    [
      'a folder with nothing but notes',
      (inputs: string) => {
        writeFileSync(join(inputs, 'readme.txt'), 'skipped in a folder');
        return inputs;
      },
    ],
  ])('parse and explain say that there is no mail in %s', async (_, prepare) => {
    for (const verb of ['parse', 'explain'])
      expectOneLine(await runCli([verb, prepare(folder())]), /: no mail in it; wants \.eml or mbox files/);
  });

  it('names a path that does not exist', async () => {
    expectOneLine(await runCli(['parse', 'no-such-file.eml']), /no-such-file\.eml: no such file or folder/);
  });

  it('reads a mail and an mbox from standard input', async () => {
    const mbox =
      'From a@b Fri Nov 20 09:00:00 2026\nFrom: a@b.example\nSubject: one\n\n>From the start\n\nFrom c@d Fri Nov 20 09:00:00 2026\nFrom: c@d.example\nSubject: two\n\nbye\n';

    const single = await runCli(['parse', '-'], {}, 'From: a@b.example\nSubject: alone\n\nhi\n');
    const several = await runCli(['parse', '-'], {}, mbox);

    type Line = { source: string; index: number; event: { message: { subject: string }; body: { text: string } } };
    expect(single.lines<Line>().map(({ source, index, event }) => [source, index, event.message.subject])).toEqual([
      ['-', 0, 'alone'],
    ]);
    expect(several.lines<Line>().map(({ index, event }) => [index, event.message.subject])).toEqual([
      [0, 'one'],
      [1, 'two'],
    ]);
    expect(several.lines<Line>()[0]?.event.body.text).toContain('From the start');
  });

  const consent = ['get', 'set', 'history', 'import', 'link', 'erase'].map((verb) => `consent ${verb}`);
  const threads = ['threads show', 'threads split', 'threads age', 'token deal'];
  const verbs = [
    'dev',
    'parse',
    'send',
    'trace',
    'audit',
    'redrive',
    'replay',
    'doctor',
    'holds',
    'kpis',
    ...consent,
    ...threads,
  ];
  it.each(verbs)('%s --help shows examples and --json', async (verb) => {
    const { stdout, code } = await runCli([...verb.split(' '), '--help']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:/);
    expect(stdout).toContain('--json');
  });
});
