import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integrationKeys } from '../../cli/integration-keys.ts';
import { loadIntegrations } from '../../cli/integrations-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('integrationKeys', () => {
  it('lists the integrations that the verbs know', () => {
    const known = loadIntegrations('integrations.example.yaml').file.integrations.map(({ key }) => key);

    expect(integrationKeys('integrations.example.yaml')).toEqual(known);
  });

  it.each<[what: string, text: string, keys: string[]]>([
    ['a file with a mistake elsewhere', 'connections: 7\nintegrations:\n  - key: sales\n  - tenant: acme\n', ['sales']],
    ['a key that is no text', 'integrations:\n  - key: 7\n', []],
    ['integrations that are no list', 'integrations: sales\n', []],
    ['an empty file', '', []],
  ])('reads what there is of %s', (what, text, keys) => {
    const path = join(folder, `${what}.yaml`);
    writeFileSync(path, text);

    expect(integrationKeys(path)).toEqual(keys);
  });

  it('has none without a file', () => {
    expect(integrationKeys(join(folder, 'nothing.yaml'))).toEqual([]);
  });
});
