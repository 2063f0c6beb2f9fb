import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../../../lambdas/env.ts';
import { bundle } from '../../../lib/constructs/bundle.ts';
import { bundledFiles } from '../../../tools/notice.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment that a function has: without it none would start. */
const environment = {
  AWS_REGION: 'us-east-1',
  ...Object.fromEntries(Object.values(env).map((name) => [name, name === env.addressKey ? 'env:KEY' : 'x'])),
  MAX_RECEIVE_COUNT: '20',
};

/** Runs code beside the bundle, with nothing of the project in reach. */
const run = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });

describe('the bundle of the sink', () => {
  it('has every adapter in a file of its own, which loads', () => {
    const bytes = bundle('lambdas/sink/index.ts', folder);
    const adapters = readdirSync(folder).filter((name) => /^adapter-\w+\.mjs$/.test(name));

    const printed = run(
      `for (const file of ${JSON.stringify(adapters)}) console.log(Object.keys(await import('./' + file)).join()); process.exit();`,
    );

    const vendors = ['Hubspot', 'Salesforce', 'Pipedrive', 'Zoho', 'Close', 'Freshsales', 'ZendeskSell', 'Webhook'];
    for (const vendor of [...vendors, 'Segment', 'Mparticle', 'EventBridge', 'Sqs'])
      expect(printed).toContain(`create${vendor}`);
    expect(bytes).toBeLessThan(860_000);
  });

  it('keeps RE2, 150 KB that search configured data-loss rules, apart from what a cold start loads', () => {
    const source = readFileSync(join(folder, 'index.mjs'), 'utf8');
    const [, chunk = ''] = /import\("\.\/(own-rule-\w+\.mjs)"\)/.exec(source) ?? [];

    expect(readFileSync(join(folder, chunk), 'utf8')).toContain('RE2JS');
    expect(source).not.toContain('RE2JS');
    expect(source.length).toBeLessThan(290_000);
  });
});

describe('the bundle of parse', () => {
  it('has the worker that reads mail in a file of its own, which answers', () => {
    bundle('lambdas/parse/index.ts', folder);
    const names = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

    const printed = run(`
      import { Worker } from 'node:worker_threads';
      const worker = new Worker('./read-worker.mjs', { execArgv: [] });
      const ask = (id, request) =>
        new Promise((resolve) => { worker.once('message', resolve); worker.postMessage({ id, request }); });
      const read = async (reader) => {
        await ask(1, { kind: 'begin', spoolFolder: '.', reader });
        await ask(2, { kind: 'bytes', bytes: Buffer.from('From: a@b.example\\n\\nHi.') });
        const { mail } = (await ask(3, { kind: 'end' })).response;
        await ask(4, { kind: 'dispose' });
        return mail.text + (mail.reader ?? 'first');
      };
      console.log(await read(), await read('second'));
      process.exit();
    `);

    expect(names).toContain('index.mjs');
    expect(printed.trim()).toBe('Hi.first Hi.second');
  });

  it('loads the second reader when it is asked for, not with the first', () => {
    const source = readFileSync(join(folder, 'read-worker.mjs'), 'utf8');
    const chunks = new Set(source.match(/from"\.\/[\w-]+\.mjs"/g)?.map((part) => part.slice(7, -1)));
    const loaded = [source, ...[...chunks].map((name) => readFileSync(join(folder, name), 'utf8'))].join('');

    expect(loaded).not.toContain('SimpleParser');
    expect(bundledFiles(['lambdas/parse/index.ts']).filter((file) => file.includes('/mailparser/'))).toEqual([]);
  });
});

describe('the bundle of whatever delivers', () => {
  it.each(['sink', 'redrive', 'suppress'])('carries zod/mini and no full zod in %s (decision 14)', (stage) => {
    const files = bundledFiles([`lambdas/${stage}/index.ts`]);

    expect(files.filter((file) => file.includes('/zod/v4/mini/'))).not.toEqual([]);
    expect(files.filter((file) => file.includes('/zod/v4/classic/'))).toEqual([]);
  });
});
