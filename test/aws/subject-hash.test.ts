import { createSubjectHash } from '../../lambdas/aws/subject-hash.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { subjectOf } from '../../lambdas/domain/mail/subject-hash.ts';

describe('createSubjectHash', () => {
  it('hashes under the key of the environment', async () => {
    const hash = await createSubjectHash({ ADDRESS_KEY: 'env:KEY', KEY: ' a key ' })();

    expect(hash('acme', 'lea@example.org')).toBe(subjectOf(' a key ', 'acme', 'lea@example.org'));
    expect(hash('other', 'lea@example.org')).not.toBe(hash('acme', 'lea@example.org'));
  });

  it('refuses an environment without a key, and reads the key only when it is needed', async () => {
    expect(() => createSubjectHash({})).toThrow(ConfigError);
    const subjectHash = createSubjectHash({ ADDRESS_KEY: 'env:KEY' });

    await expect(subjectHash()).rejects.toThrow(ConfigError);
  });
});
