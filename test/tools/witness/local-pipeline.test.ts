import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyIn, startLocalPipeline } from '../../../tools/witness/local-pipeline.ts';

describe('keyIn', () => {
  it('finds the key of all tenants', () => {
    const secrets = {
      SecretsHook1: '{"all":"no"}',
      SecretsApiKeys7AB8: '{"acme":"a","all":"k"}',
      'SecretsApiKeys7AB8 put at': '1',
    };

    expect(keyIn(JSON.stringify(secrets))).toBe('k');
  });

  it.each(['{}', '{"SecretsApiKeys7AB8":"{}"}'])('says that there is none in %s', (text) => {
    expect(() => keyIn(text)).toThrow('no key of its API');
  });
});

describe('startLocalPipeline', () => {
  it('says why a pipeline does not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-local-pipeline-'));

    await expect(startLocalPipeline(folder, 'integrations: [{}]')).rejects.toThrow('the local pipeline ended');
    rmSync(folder, { recursive: true, force: true });
  });
});
