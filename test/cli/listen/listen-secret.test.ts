import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownListenSecret } from '../../../cli/listen/listen-secret.ts';
import { signingKeyOf } from '../../../lambdas/domain/configuration/webhook-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('ownListenSecret', () => {
  it('makes a secret that signs, keeps it for its owner alone, and gives the same one again', () => {
    const place = join(folder, 'new');

    const secret = ownListenSecret(place);

    expect(signingKeyOf(secret).algorithm).toBe('hmac-sha256');
    expect(ownListenSecret(place)).toBe(secret);
    expect(statSync(join(place, 'listen-secret')).mode & 0o777).toBe(0o600);
  });

  it('makes another one for another folder', () => {
    expect(ownListenSecret(join(folder, 'a'))).not.toBe(ownListenSecret(join(folder, 'b')));
  });

  it('reports a folder that cannot be one', () => {
    expect(() => ownListenSecret('/dev/null')).toThrow();
  });
});
