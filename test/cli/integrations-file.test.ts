import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIntegrations } from '../../cli/integrations-file.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

function aFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'postern-integrations-')), 'integrations.yaml');
  writeFileSync(path, text);
  return path;
}

const good = `connections:
  main: { vendor: close, baseUrl: https://api.close.com, credentials: env:CLOSE_KEY }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: main }
`;

describe('loadIntegrations', () => {
  it('reads the file that is named, with the defaults of what it leaves out', () => {
    const path = aFile(good);

    expect(loadIntegrations(path)).toMatchObject({
      path,
      isExample: false,
      file: { integrations: [{ key: 'sales', mode: 'live', deals: 'token' }] },
    });
  });

  it.each([
    ['that is not there', '/nowhere/integrations.yaml', /^\/nowhere\/integrations\.yaml: no such file/],
    ['that is not YAML', aFile('a: [b'), /is not YAML: /],
    [
      'with mistakes, all of them at once',
      aFile(good.replace('close,', 'closed,').replace('key: sales', 'key: Sales!')),
      /has 2 mistake\(s\):\n {2}connections\.main\.vendor: .*\n {2}integrations\[0\]\.key: /,
    ],
  ])('refuses a file %s', (_what, path, message) => {
    expect(() => loadIntegrations(path)).toThrow(ConfigError);
    expect(() => loadIntegrations(path)).toThrow(message);
  });

  it('names the variable of a file that is not there only where the variable named it', () => {
    process.env.POSTERN_INTEGRATIONS = '/no/such.yaml';
    try {
      expect(() => loadIntegrations()).toThrow(/^\/no\/such\.yaml: no such file \(named by POSTERN_INTEGRATIONS\)$/);
      expect(() => loadIntegrations('/no/other.yaml')).toThrow(/^\/no\/other\.yaml: no such file$/);
    } finally {
      delete process.env.POSTERN_INTEGRATIONS;
    }
  });

  it('ends the message about what is not YAML with words', () => {
    expect(() => loadIntegrations('README.md')).toThrow(/^README\.md: is not YAML: .*\w$/);
  });
});
