import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../../lambdas/env.ts';
import { bundle } from '../../lib/constructs/bundle.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const stages = readdirSync('lambdas', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join('lambdas', entry.name)).includes('index.ts'))
  .map(({ name }) => name);

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment that a function has: without it none would start. */
const environment = {
  AWS_REGION: 'us-east-1',
  ...Object.fromEntries(Object.values(env).map((name) => [name, name === env.addressKey ? 'env:KEY' : 'x'])),
  MAX_RECEIVE_COUNT: '20',
};

/** Runs code beside the bundle of a stage, with nothing of the project in reach. */
function run(stage: string, code: string): string {
  const cwd = join(folder, stage);
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    env: environment,
    encoding: 'utf8',
  });
}

describe('the bundle that is deployed', () => {
  it.each(stages)('of %s starts, and has a handler', (stage) => {
    bundle(`lambdas/${stage}/index.ts`, join(folder, stage));

    const printed = run(
      stage,
      "const { handler } = await import('./index.mjs'); console.log(typeof handler); process.exit();",
    );

    expect(printed).toContain('function');
  });

  it('of the sink has every adapter in a file of its own, which loads', () => {
    const bytes = bundle('lambdas/sink/index.ts', join(folder, 'sink'));
    const adapters = readdirSync(join(folder, 'sink')).filter((name) => /^adapter-\w+\.mjs$/.test(name));

    const printed = run(
      'sink',
      `for (const file of ${JSON.stringify(adapters)}) console.log(Object.keys(await import('./' + file)).join()); process.exit();`,
    );

    const vendors = ['Hubspot', 'Salesforce', 'Pipedrive', 'Zoho', 'Close', 'Freshsales', 'ZendeskSell', 'Webhook'];
    for (const vendor of [...vendors, 'Segment', 'Mparticle', 'HandOff']) expect(printed).toContain(`create${vendor}`);
    expect(bytes).toBeLessThan(600_000);
  });
});
