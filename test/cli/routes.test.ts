import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeText, differences } from '../../cli/routes.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { anIntegration } from '../helpers/builders.ts';
import { runCli, temporaryFolder } from '../helpers/pipeline.ts';

/** The variables of a deployment's `CliEnvironment` output; nothing answers at its tables. */
const deployment = (dataDir: string) => ({
  POSTERN_DATA_DIR: dataDir,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
  MAIL_BUCKET: 'mail',
  ATTACHMENTS_BUCKET: 'attachments',
  LEDGER_TABLE: 'ledger',
  CONTROL_TABLE: 'control',
  SECRET_PREFIX: 'postern/prod/',
  CONNECTION_SECRETS: 'postern/prod/crm,postern/prod/hook',
  INTAKE_SECRETS: 'postern/prod/intake',
});

describe('routes apply on a deployment', () => {
  it('refuses what only works on a laptop and what the functions may not read, all at once, before it writes', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'integrations.yaml');
    writeFileSync(
      file,
      `connections:
  stand-in: { vendor: hubspot, baseUrl: 'sandbox:', credentials: 'secret:crm#hubspot' }
  shell: { vendor: close, baseUrl: https://api.close.com, credentials: env:CLOSE_KEY }
  old: { vendor: pipedrive, baseUrl: https://api.pipedrive.com, credentials: 'secret:postern/crm#pipedrive' }
  good: { vendor: webhook, baseUrl: https://example.com, credentials: 'secret:hook' }
integrations: []
intake:
  news: { tenant: acme, format: standard, credentials: 'secret:crm#news' }
`,
    );

    const { code, stderr, stdout } = await runCli(['routes', 'apply', file], deployment(folder));

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('cannot work on this deployment');
    expect([...stderr.matchAll(/^ {2}([\w.-]+): found/gm)].map(([, path]) => path)).toEqual([
      'connections.stand-in.baseUrl',
      'connections.shell.credentials',
      'connections.old.credentials',
      'intake.news.credentials',
    ]);
  });

  it('names the variables that are missing', async () => {
    const folder = temporaryFolder();
    const { SECRET_PREFIX, ...older } = deployment(folder);

    const { code, stderr } = await runCli(['routes', 'apply', 'integrations.example.yaml'], older);

    expect(code).toBe(1);
    expect(stderr).toContain('SECRET_PREFIX is not set');
  });
});

describe('tokens: open', () => {
  it('is warned of where an address of the integration is looked at, and nowhere else', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'integrations.yaml');
    writeFileSync(
      file,
      `connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:TOKEN }
integrations:
  - { key: deals, tenant: acme, addresses: ['deal+{token}@in.example'], connection: main, tokens: open }
  - { key: sales, tenant: acme, addresses: ['sales@in.example'], connection: main }
`,
    );
    const test = (address: string) => runCli(['routes', 'test', address], { POSTERN_INTEGRATIONS: file });

    expect((await test('deal+1@in.example')).stdout).toContain('WARNING deals: tokens: open');
    expect((await test('sales@in.example')).stdout).not.toContain('WARNING');
  });
});

describe('differences', () => {
  const connection = { vendor: 'close', baseUrl: 'https://api.close.com', credentials: 'env:KEY' } as const;
  const aFile = (changes: Partial<IntegrationsFile> = {}): IntegrationsFile => ({
    connections: { main: connection },
    integrations: [anIntegration()],
    ...changes,
  });

  it('finds none between a file and the same entries in another order of keys', () => {
    const { key, ...others } = anIntegration();

    expect(differences(aFile(), aFile({ integrations: [{ ...others, key }] }))).toEqual([]);
  });

  it('lists what is added, changed and removed', () => {
    const after = aFile({
      connections: { main: { ...connection, credentials: 'env:OTHER' }, second: connection },
      integrations: [],
      intake: { news: { tenant: 'acme', format: 'standard', credentials: 'env:NEWS' } },
      mappings: { 'fair@1': { owner: 'ada', fields: [] } },
    });

    expect(differences(aFile(), after).map(({ change, what }) => `${change} ${what}`)).toEqual([
      'change connection main',
      'add connection second',
      'add intake news',
      'add mapping fair@1',
      'remove integration sales',
    ]);
  });

  it('sees the order of a list, such as that of addresses', () => {
    const [before, after] = [
      ['a@b.example', 'c@d.example'],
      ['c@d.example', 'a@b.example'],
    ].map((addresses) => aFile({ integrations: [anIntegration({ addresses })] }));

    expect(differences(before!, after!)).toHaveLength(1);
  });
});

describe('changeText', () => {
  it.each([
    [{ change: 'add', what: 'connection main', after: {} } as const, '+ connection main'],
    [{ change: 'remove', what: 'connection main', before: {} } as const, '- connection main'],
    [
      { change: 'change', what: 'mapping a@1', before: { a: 1 }, after: { a: 2 } } as const,
      '~ mapping a@1\n    was {"a":1}\n    now {"a":2}',
    ],
  ])('shows %j', (change, text) => {
    expect(changeText(change)).toBe(text);
  });
});
